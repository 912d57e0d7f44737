/** Standard base64 to bytes; nothing unless the text is exactly what encoding the bytes gives. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
