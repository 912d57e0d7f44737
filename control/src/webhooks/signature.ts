import { createHmac } from 'node:crypto';

/**
 * Headers by which a receiver knows who sent a body and that it is fresh, as the Standard Webhooks
 * specification has them: HMAC-SHA256 over `id.timestamp.body`, in base64.
 *
 * @param timestamp seconds since 1970
 */
export function signatureHeaders(
  secret: Buffer,
  id: string,
  timestamp: number,
  body: string,
): Record<string, string> {
  const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${mac}`,
  };
}
