/** Enough protobuf to write hostile ONNX files by hand in tests. */
export function varint(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return bytes;
}

export function integerField(field: number, value: number | bigint): number[] {
  return [...varint(field * 8), ...varint(value)];
}

export function bytesField(field: number, content: string | readonly number[]): number[] {
  const bytes = typeof content === 'string' ? [...new TextEncoder().encode(content)] : content;
  return [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
}

/** A ValueInfoProto of floats; the batch is open. */
export function valueInfo(name: string, sizes: readonly number[]): number[] {
  const dims = [
    bytesField(1, bytesField(2, 'batch')),
    ...sizes.map((size) => bytesField(1, integerField(1, size))),
  ].flat();
  return [
    ...bytesField(1, name),
    ...bytesField(2, bytesField(1, [...integerField(1, 1), ...bytesField(2, dims)])),
  ];
}

export interface NodeText {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, readonly number[]>>;
}

/** A NodeProto; attributes are lists of integers. */
export function node({ op, inputs, outputs, attributes = {} }: NodeText): number[] {
  const fields = Object.entries(attributes).map(([name, ints]) =>
    bytesField(5, [...bytesField(1, name), ...ints.flatMap((value) => integerField(8, value))]),
  );
  return [
    ...inputs.flatMap((name) => bytesField(1, name)),
    ...outputs.flatMap((name) => bytesField(2, name)),
    ...bytesField(4, op),
    ...fields.flat(),
  ];
}

/** A TensorProto of float data. */
export function tensor(name: string, dims: readonly number[], floats: readonly number[], type = 1): number[] {
  const raw = new Uint8Array(Float32Array.from(floats).buffer);
  return [
    ...dims.flatMap((size) => integerField(1, size)),
    ...integerField(2, type),
    ...bytesField(8, name),
    ...bytesField(9, [...raw]),
  ];
}

/** A TensorProto of int64 data. */
export function integerTensor(name: string, values: readonly number[]): number[] {
  const raw = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return [
    ...integerField(1, values.length),
    ...integerField(2, 7),
    ...bytesField(8, name),
    ...bytesField(9, [...raw]),
  ];
}

/** A whole ModelProto with the input `z` of `[batch, ...sizes]` and the output `image`. */
export function onnxFile(
  nodes: readonly NodeText[],
  options: { tensors?: readonly number[][]; sizes?: readonly number[]; opset?: number } = {},
): Uint8Array {
  const graph = [
    ...nodes.flatMap((text) => bytesField(1, node(text))),
    ...(options.tensors ?? []).flatMap((bytes) => bytesField(5, bytes)),
    ...bytesField(11, valueInfo('z', options.sizes ?? [4])),
    ...bytesField(12, valueInfo('image', [4])),
  ];
  const opset = bytesField(8, integerField(2, options.opset ?? 13));
  return Uint8Array.from([...integerField(1, 8), ...opset, ...bytesField(7, graph)]);
}
