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

/** A valid graph with a sampler: the noisy image [2,4,4] plus the time is the predicted noise. */
export const samplerGraph = {
  formatVersion: 1,
  inputs: [
    { kind: 'latent', name: 'x', shape: ['N', 2, 4, 4], distribution: 'normal' },
    { kind: 'label', name: 't', shape: ['N', 1], encoding: 'value', default: 0 },
    { kind: 'label', name: 'digit', shape: ['N', 3], encoding: 'one-hot', default: 0 },
    { kind: 'latent', name: 'u', shape: ['N', 4], distribution: 'uniform', range: [0, 1] },
  ],
  nodes: [
    {
      op: 'reshape',
      name: 'r',
      inputs: ['t'],
      weights: {},
      attributes: { shape: ['N', 1, 1, 1] },
      output: 'r',
    },
    { op: 'add', name: 'a', inputs: ['x', 'r'], weights: {}, attributes: {}, output: 'noise' },
  ],
  outputs: [
    { name: 'noise', shape: ['N', 2, 4, 4], range: [-1, 1], channels: 'raw' },
    { name: 'time', tensor: 'r', shape: ['N', 1, 1, 1], range: [-1, 1], channels: 'grey' },
  ],
  sampler: {
    kind: 'ddim',
    image: 'x',
    timestep: { input: 't', scale: 1, offset: 0 },
    output: 'noise',
    prediction: 'epsilon',
    schedule: { kind: 'linear', trainSteps: 100, betaStart: 0.001, betaEnd: 0.2 },
    steps: 10,
  },
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
