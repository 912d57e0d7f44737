import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder for one test. */
export function scratch(): string {
  return mkdtempSync(join(tmpdir(), 'rein-test-'));
}

/** Two ends of a stream socket: the descriptor of the one, which nothing reads yet, and the other. */
export async function socketPair(): Promise<{ fd: number; far: Socket }> {
  const path = join(scratch(), 'pair.sock');
  const server: Server = createServer({ pauseOnConnect: true });
  server.listen(path);
  await once(server, 'listening');
  const far = connect(path);
  const [near]: Socket[] = await once(server, 'connection');
  server.close();
  const fd = descriptorOf(near);
  return { fd, far };
}

function descriptorOf(socket: Socket | undefined): number {
  const handle: unknown = Reflect.get(socket ?? {}, '_handle');
  const fd: unknown = typeof handle === 'object' && handle !== null && Reflect.get(handle, 'fd');
  if (typeof fd !== 'number') throw new Error('the socket has no descriptor');
  return fd;
}
