import { flawText } from '@rein/contract/api';
import { fault } from '../fault.js';
import { type Config, configSchema } from './config.js';

/** What is said on the command line, and goes before what the configuration says. */
export interface Flags {
  readonly socket?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly 'tls-certfile'?: string | undefined;
  readonly 'tls-keyfile'?: string | undefined;
}

/**
 * The configuration with the flags. What is not said stays: another port is no reason to serve in the
 * clear. Throws `bad-config`.
 */
export function withFlags(config: Config, flags: Flags): Config {
  const { socket, host, port, 'tls-certfile': cert, 'tls-keyfile': key } = flags;
  if ((cert === undefined) !== (key === undefined)) {
    throw bad('--tls-certfile and --tls-keyfile belong together');
  }
  const isAsked = host !== undefined || port !== undefined || cert !== undefined;
  const parsed = configSchema.safeParse({
    ...config,
    ...(socket === undefined ? {} : { socket }),
    ...(isAsked
      ? {
          listen: {
            ...config.listen,
            ...(host === undefined ? {} : { host }),
            ...(port === undefined ? {} : { port: /^\d+$/.test(port) ? Number(port) : port }),
            ...(cert === undefined ? {} : { tls: { cert, key } }),
          },
        }
      : {}),
  });
  if (parsed.success) return parsed.data;
  throw bad(flawText(parsed.error));
}

function bad(why: string): Error {
  return fault('bad-config', { path: 'command line', why });
}
