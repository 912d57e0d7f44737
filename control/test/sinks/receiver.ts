import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { onTestFinished } from 'vitest';

export interface Delivery {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly lines: readonly string[];
}

/** A receiver on loopback. `answer` says with what status the delivery of a number is answered. */
export async function newReceiver(
  answer: (count: number) => number | Promise<number>,
  tls?: { readonly cert: string; readonly key: string },
) {
  const deliveries: Delivery[] = [];
  const taken: string[] = [];
  const listener: RequestListener = async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const lines = body.split('\n').slice(0, -1);
    deliveries.push({ headers: request.headers, body, lines });
    const status = await answer(deliveries.length);
    if (status < 300) taken.push(...lines);
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('x');
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/in`;
  return { deliveries, taken, url };
}
