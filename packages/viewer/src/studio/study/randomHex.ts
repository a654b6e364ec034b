/** Random bytes in hex. Not `crypto.randomUUID`, which pages on plain HTTP lack. */
export function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
