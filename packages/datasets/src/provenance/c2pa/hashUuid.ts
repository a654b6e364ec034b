/** A UUID of version 8 (RFC 9562, section 5.8): the first 122 bits of the SHA-256 of `parts`, one behind the other. */
export async function hashUuid(...parts: readonly Uint8Array<ArrayBuffer>[]): Promise<string> {
  const joined = new Uint8Array(await new Blob([...parts]).arrayBuffer());
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', joined)).subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const text = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
