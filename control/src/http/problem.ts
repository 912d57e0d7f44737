import type { Problem } from '@rein/contract/api';
import { ControlFault, fault } from '../fault.js';

const TYPE = 'application/problem+json';

/** A fault as an answer (RFC 9457). */
export function problemOf(thrown: ControlFault, requestId: string): Problem {
  return {
    type: `urn:rein:${thrown.id}`,
    title: thrown.code.replaceAll('-', ' '),
    status: thrown.status,
    detail: thrown.message,
    code: thrown.id,
    help: thrown.help,
    instance: requestId,
    ...(thrown.flaws.length === 0 ? {} : { errors: [...thrown.flaws] }),
  };
}

/** The answer for whatever was thrown; a bug says nothing of itself to the outside. */
export function problemResponse(
  error: unknown,
  requestId: string,
  retryAfterSeconds: number,
): { readonly response: Response; readonly known: ControlFault | undefined } {
  const known = error instanceof ControlFault ? error : undefined;
  const problem = problemOf(known ?? fault('internal', {}), requestId);
  const headers = new Headers({ 'content-type': TYPE, 'x-request-id': requestId });
  if (problem.status === 401) headers.set('www-authenticate', 'Bearer realm="rein"');
  if (problem.status === 429 || problem.status === 503) {
    headers.set('retry-after', String(retryAfterSeconds));
  }
  const response = new Response(JSON.stringify(problem), { status: problem.status, headers });
  return { response, known };
}
