export interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** A safetensors file as others write it: without padding, alignment or a graph. */
export function encodeSafetensors(entries: Readonly<Record<string, Entry>>): Uint8Array<ArrayBuffer> {
  let end = 0;
  const header = Object.fromEntries(
    Object.entries(entries).map(([name, { dtype, shape, data }]) => {
      end += data.length;
      return [name, { dtype, shape, data_offsets: [end - data.length, end] }];
    }),
  );
  const data = new Uint8Array(end);
  let at = 0;
  for (const entry of Object.values(entries)) {
    data.set(entry.data, at);
    at += entry.data.length;
  }
  return withHeader(header, data);
}

/** Any header, as it is where it is a text, before `data`. */
export function withHeader(header: unknown, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  file.set(data, 8 + json.length);
  return file;
}
