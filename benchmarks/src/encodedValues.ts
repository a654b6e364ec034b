/** f32 values as text, so that any browser's protocol and any runtime's messages carry them: little-endian, in base64. */
export function encodeValues(values: Float32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const parts: string[] = [];
  const most = 0x8000; // arguments of one call
  for (let at = 0; at < bytes.length; at += most)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + most)));
  return btoa(parts.join(''));
}

export function decodeValues(text: string): Float32Array {
  return new Float32Array(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer);
}
