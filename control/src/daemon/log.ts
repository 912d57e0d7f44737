import { type Logger, pino } from 'pino';

/** The log for people who run the daemon. It is no evidence: the record is. */
export type Log = Logger;

/** Members that may hold a secret, wherever they turn up. */
const SECRET = ['authorization', 'token', 'secret', 'key', 'env', 'password', 'hash'];

/** JSON lines on standard error, with whatever could be a secret left out. */
export function createLog(level: string): Log {
  return pino(
    {
      name: 'reind',
      level,
      redact: {
        paths: SECRET.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[redacted]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
