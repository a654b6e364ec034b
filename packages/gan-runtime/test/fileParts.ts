/** Builds model files from parts that need not be valid. */

/** A safetensors file with this header text and these many data bytes. */
export function fileFrom(header: string, dataLength = 0): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(header);
  const headerLength = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + headerLength + dataLength).fill(0x20, 0, 8 + headerLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(json, 8);
  return file;
}

/** A header text from a graph (any value, or its JSON text) and tensor entries. */
export function headerText(graph: unknown, tensors: Readonly<Record<string, unknown>> = {}): string {
  const roentgan = typeof graph === 'string' ? graph : JSON.stringify(graph);
  return JSON.stringify({ __metadata__: { roentgan }, ...tensors });
}

/** A valid graph without weights: z -> relu -> x. */
export const reluGraph = {
  formatVersion: 1,
  inputs: [{ kind: 'latent', name: 'z', shape: ['N', 4], distribution: 'normal' }],
  nodes: [{ op: 'relu', name: 'a', inputs: ['z'], weights: {}, attributes: {}, output: 'x' }],
  outputs: [{ name: 'x', shape: ['N', 4], range: [0, 1], channels: 'raw' }],
  provenance: {},
};

/** A copy of a JSON value in which the entry at a path, such as `nodes.0.op`, is another; `undefined` removes it. */
export function changed(value: unknown, path: string, entry: unknown): unknown {
  if (path === '') return entry;
  const keys = path.split('.');
  const copy = structuredClone(value);
  let parent = copy as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
  parent[keys.at(-1)!] = entry;
  return copy;
}
