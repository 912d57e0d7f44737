import type { ActionName, Asked } from '@rein/contract/api';
import { codeOf, reasonOf } from '../fault.js';
import { bothSides, cut } from './both-sides.js';
import { readFileBeneath } from './perform/files.js';

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
      return { preview: await writeOf(workspace, args) };
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

async function writeOf(
  workspace: string,
  { path, content, encoding }: Readonly<Record<string, unknown>>,
): Promise<string> {
  const after = String(content);
  if (encoding === 'base64') return `(base64)\n${cut(after)}`;
  try {
    const before = await readFileBeneath(workspace, String(path), 'utf8');
    if (before.status === 'done') return bothSides(String(before.result.content), after);
    return noted(before.reason, after);
  } catch (error) {
    const isNew = error instanceof Error && codeOf(error.cause) === 'ENOENT';
    return noted(
      isNew ? 'a new file' : `there is one, which is not shown: ${reasonOf(error)}`,
      after,
    );
  }
}

function noted(what: string, after: string): string {
  return after === '' ? `(${what})` : `(${what})\n${bothSides('', after)}`;
}
