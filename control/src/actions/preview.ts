import type { ActionName, Asked } from '@rein/contract/api';
import { codeOf, reasonOf } from '../fault.js';
import { wholeCharacters } from '../shown.js';
import { readFileBeneath } from './perform/files.js';

/** Characters of each side that a person is shown; what is past it is counted. */
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
      const body = typeof args.body === 'string' ? `\n\n${cut(args.body)}` : '';
      return { preview: `${String(args.method)} ${String(args.url)}${body}` };
    }
    case 'mcp.call':
      return { preview: cut(JSON.stringify(args.arguments, null, 2)) };
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
  const after = encoding === 'base64' ? `(base64)\n${cut(String(content))}` : marked(content, '+');
  return `${await beforeOf(workspace, String(path))}\n${after}`;
}

/** What stands in the file now, or why that is not shown. */
async function beforeOf(workspace: string, path: string): Promise<string> {
  try {
    const before = await readFileBeneath(workspace, path, 'utf8');
    return before.status === 'done' ? marked(before.result.content, '-') : `(${before.reason})`;
  } catch (error) {
    if (error instanceof Error && codeOf(error.cause) === 'ENOENT') return '(a new file)';
    return `(there is one, which is not shown: ${reasonOf(error)})`;
  }
}

function marked(text: unknown, mark: string): string {
  const lines = String(text).split('\n');
  return cut(lines.map((line) => `${mark}${line}`).join('\n'));
}

function cut(text: string): string {
  if (text.length <= SHOWN) return text;
  const rest = text.length - SHOWN;
  return `${wholeCharacters(text.slice(0, SHOWN))}\n… and ${rest} characters more`;
}
