import { type Graph, type Model, tensorFromFloat32, writeModel } from '@roentgan/gan-runtime/model-file';

export interface Shape {
  readonly input?: readonly number[];
  readonly range?: readonly [number, number];
  /** Operations behind the linear layer, in order. */
  readonly behind?: readonly string[];
  readonly classes?: number;
  readonly weights?: (index: number) => number;
}

/** image -> reshape -> linear "logits" -> ... : weight `k * pixels + pixel`, bias k * 0.5. */
export function classifierModel({
  input = [1, 2, 2],
  range = [-1, 1],
  behind = [],
  classes = 5,
  weights = defaultWeight,
}: Shape = {}): Model {
  const pixels = input.reduce((product, size) => product * size, 1);
  const nodes: Graph['nodes'][number][] = [
    node('reshape', 'image', 'flat', { shape: ['N', pixels] }),
    { ...node('linear', 'flat', 'logits', {}), weights: { weight: 'weight', bias: 'bias' } },
  ];
  let last = 'logits';
  for (const op of behind) {
    const output = `${op}${nodes.length}`;
    nodes.push(node(op, last, output, op === 'reshape' ? { shape: ['N', classes, 1, 1] } : attributesOf(op)));
    last = output;
  }
  const shape = behind.at(-1) === 'reshape' ? ['N' as const, classes, 1, 1] : ['N' as const, classes];
  return {
    graph: {
      formatVersion: 1,
      name: 'small classifier',
      inputs: [{ kind: 'image', name: 'image', shape: ['N', ...input], range }],
      nodes,
      outputs: [{ name: last, shape, range: [-1, 1], channels: 'raw' }],
      provenance: {},
    },
    tensors: new Map([
      [
        'weight',
        tensorFromFloat32(
          Float32Array.from({ length: classes * pixels }, (_, at) => weights(at)),
          [classes, pixels],
        ),
      ],
      [
        'bias',
        tensorFromFloat32(
          Float32Array.from({ length: classes }, (_, k) => k * 0.5),
          [classes],
        ),
      ],
    ]),
  };
}

export function defaultWeight(index: number): number {
  return (((index * 7) % 11) - 5) / 4;
}

/** The file of a model, as `openClassifier` takes it. */
export function fileOf(model: Model): ArrayBuffer {
  return Uint8Array.from(writeModel(model)).buffer;
}

function attributesOf(op: string): Record<string, unknown> {
  return op === 'softmax' ? { dim: 1 } : {};
}

function node(op: string, input: string, output: string, attributes: Record<string, unknown>) {
  return { op, name: output, inputs: [input], weights: {}, attributes, output };
}
