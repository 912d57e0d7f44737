import * as z from 'zod';

/** What every refusal looks like (RFC 9457, `application/problem+json`). */
export const problemSchema = z
  .object({
    type: z.string().describe('`urn:rein:` and the code'),
    title: z.string().describe('the code in words; stable'),
    status: z.int(),
    detail: z.string().describe('what is wrong with this request'),
    code: z.string().describe('stable id; docs/reference/codes/control.md has a heading for each'),
    help: z.string().describe('what to do about it'),
    instance: z.string().optional().describe('id of this request, as in the log'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('for a request of the wrong shape: where, and what'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;
