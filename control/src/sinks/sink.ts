import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import type { Clock } from '../clock.js';
import { reasonOf } from '../fault.js';
import { LIMITS } from '../limits.js';
import type { Db } from '../store/store.js';
import { signatureHeaders } from '../webhooks/signature.js';
import { readBatch } from './batch.js';
import { ocsfOf } from './ocsf.js';

/** Where entries go, as the configuration says it. */
export interface SinkConfig {
  readonly name: string;
  readonly url: string;
  readonly format: 'rein' | 'ocsf';
  readonly authorization_file?: string | undefined;
  readonly secret_file?: string | undefined;
  readonly ca_file?: string | undefined;
  readonly required: boolean;
}

/** One receiver of everything that is recorded. */
export interface Sink {
  readonly name: string;
  /** Without it reind is not ready. */
  readonly required: boolean;
  /** Sends what comes next, once. Says why it could not; then the same comes again. */
  step(signal?: AbortSignal): Promise<'sent' | 'nothing new' | { readonly why: string }>;
  /** Entries that the receiver does not have yet. */
  behind(): Promise<number>;
  close(): Promise<void>;
}

export interface SinkOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly folderOf: (run: string) => string;
}

/**
 * A sink is a position in the records, kept in the store: nothing is copied to be sent, and a receiver
 * that is down costs nothing but its delay. The position moves when the receiver has said that it took
 * what came before; so each entry arrives once or, if reind ends in between, more than once, and in
 * order.
 */
export function createSink(config: SinkConfig, { db, clock, folderOf }: SinkOptions): Sink {
  const { name, url, format } = config;
  const ca = config.ca_file === undefined ? undefined : readFileSync(config.ca_file);
  const dispatcher = new Agent({
    connections: 1,
    connect: { timeout: LIMITS.sinkMs, ...(ca === undefined ? {} : { ca }) },
    headersTimeout: LIMITS.sinkMs,
    bodyTimeout: LIMITS.sinkMs,
  });

  const positionOf = async (): Promise<number> => {
    const row = await db
      .selectFrom('sink')
      .select('position')
      .where('name', '=', name)
      .executeTakeFirst();
    return row?.position ?? 0;
  };

  const deliver = async (body: string, id: string, signal?: AbortSignal): Promise<void> => {
    const response = await request(url, {
      ...{ method: 'POST', body, dispatcher },
      ...(signal === undefined ? {} : { signal }),
      headers: {
        'content-type': 'application/x-ndjson',
        'user-agent': 'rein',
        ...credentialsOf(config, id, Math.floor(clock.now() / 1000), body),
      },
    });
    await response.body.dump({ limit: ANSWER_BYTES });
    const { statusCode } = response;
    // A redirect is no receipt: it would carry the record to wherever the receiver points.
    if (statusCode < 200 || statusCode > 299) throw new Error(`it answered ${statusCode}`);
  };

  return {
    name,
    required: config.required,
    async step(signal) {
      try {
        const from = await positionOf();
        const { lines, position } = await readBatch(db, folderOf, from);
        if (lines.length === 0) return 'nothing new';
        const shown = format === 'rein' ? lines : lines.map(asOcsf);
        await deliver(`${shown.join('\n')}\n`, `${name}-${from}-${position}`, signal);
        await db
          .insertInto('sink')
          .values({ name, position })
          .onConflict((conflict) => conflict.column('name').doUpdateSet({ position }))
          .execute();
        return 'sent';
      } catch (error) {
        return { why: reasonOf(error) };
      }
    },
    async behind() {
      const { last } = await db
        .selectFrom('event')
        .select((eb) => eb.fn.max<number | null>(eb.ref('rowid')).as('last'))
        .executeTakeFirstOrThrow();
      return (last ?? 0) - (await positionOf());
    },
    close: () => dispatcher.close(),
  };
}

/** Bytes of an answer that are read to keep the connection; what it says is of no interest. */
const ANSWER_BYTES = 16 * 1024;

function asOcsf(line: string): string {
  return JSON.stringify(ocsfOf(line, JSON.parse(line)));
}

/** Read each time, so that a token can be changed while reind runs. Throws what reading throws. */
function credentialsOf(
  { authorization_file, secret_file }: SinkConfig,
  id: string,
  timestamp: number,
  body: string,
): Record<string, string> {
  const authorization = authorization_file && readFileSync(authorization_file, 'utf8').trim();
  const secret = secret_file && readFileSync(secret_file, 'utf8').trim();
  return {
    ...(authorization === undefined || authorization === '' ? {} : { authorization }),
    ...(secret === undefined || secret === ''
      ? {}
      : signatureHeaders(Buffer.from(secret), id, timestamp, body)),
  };
}
