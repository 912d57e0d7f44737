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
  const given = String(content);
  // What is text is read as text, however it was wrapped.
  const after = encoding === 'base64' ? textIn(given) : given;
  const { note, text: before } = await beforeOf(workspace, String(path));
  const parts =
    after === undefined
      ? [note, bothSides(before, ''), '(base64)', cut(given)]
      : [note, encoding === 'base64' ? '(given in base64)' : '', bothSides(before, after)];
  return parts.filter((part) => part !== '').join('\n');
}

/** What stands in the file now, or a note of why that is not shown. */
async function beforeOf(workspace: string, path: string): Promise<{ note: string; text: string }> {
  try {
    const found = await readFileBeneath(workspace, path, 'utf8');
    return found.status === 'done'
      ? { note: '', text: String(found.result.content) }
      : { note: `(${found.reason})`, text: '' };
  } catch (error) {
    const isNew = error instanceof Error && codeOf(error.cause) === 'ENOENT';
    const note = isNew ? '(a new file)' : `(there is one, which is not shown: ${reasonOf(error)})`;
    return { note, text: '' };
  }
}

/** The text that base64 stands for; undefined if it is none. */
function textIn(base64: string): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
