import type { ActionName, Asked } from '@rein/contract/api';
import { readFileBeneath } from './perform/files.js';

/** Characters of each side that a person is shown. */
const SHOWN = 16 * 1024;

/** What a person needs to see before the answer: the command, the request, the old and new content. */
export async function previewOf(
  workspace: string,
  name: ActionName,
  args: Readonly<Record<string, unknown>>,
): Promise<Pick<Asked, 'argv' | 'preview'>> {
  switch (name) {
    case 'proc.spawn': {
      const given = Array.isArray(args.args) ? args.args.map(String) : [];
      return { argv: [String(args.command), ...given] };
    }
    case 'fs.write':
      return { preview: await bothSides(workspace, args) };
    case 'net.fetch': {
      const body = typeof args.body === 'string' ? `\n\n${args.body.slice(0, SHOWN)}` : '';
      return { preview: `${String(args.method)} ${String(args.url)}${body}` };
    }
    case 'mcp.call':
      return { preview: JSON.stringify(args.arguments, null, 2).slice(0, SHOWN) };
    case 'fs.read':
    case 'fs.delete':
    case 'fs.list':
    case 'net.connect':
    case 'secrets.read':
      return {};
    default:
      return name satisfies never;
  }
}

async function bothSides(
  workspace: string,
  { path, content, encoding }: Readonly<Record<string, unknown>>,
): Promise<string> {
  const after = String(content).slice(0, SHOWN);
  if (encoding === 'base64') return `(base64)\n${after}`;
  const before = await readFileBeneath(workspace, String(path), 'utf8').catch(() => undefined);
  if (before?.status !== 'done') return `(a new file)\n${marked(after, '+')}`;
  return `${marked(String(before.result.content).slice(0, SHOWN), '-')}\n${marked(after, '+')}`;
}

function marked(text: string, mark: string): string {
  return text
    .split('\n')
    .map((line) => `${mark}${line}`)
    .join('\n');
}
