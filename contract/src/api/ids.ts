import * as z from 'zod';

/** A ULID: 48 bits of time, 80 of chance, in Crockford's base 32. Sorted by name is by time. */
export const ulidSchema = z
  .string()
  .regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'not an id: 26 characters of Crockford base 32')
  .meta({ examples: ['01JD3ZK8W0Q4V7X2Y5T6R9B1NC'] });

/** What a person calls an agent. It is part of URLs and of listings: no slash, no dot in front. */
export const agentIdSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]{0,63}$/,
    'not an agent id: 1 to 64 of a-z, 0-9, `_`, `.` and `-`, a letter or digit first',
  )
  .meta({ examples: ['researcher'] });

/** A moment: milliseconds since 1970 in UTC, a whole number. */
export const timeSchema = z.int().min(0).max(8_640_000_000_000_000);

/** Hex SHA-256. */
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/, 'not a hex SHA-256');
