import {
  type GraphNode,
  inferShapes,
  type Model,
  scaleName,
  tensorToFloat32,
} from '@roentgan/gan-runtime/model-file';

/**
 * Sum of A^T A over the first layers that read a latent (row-major, size x size), A the layer's linear map of the latent.
 * Undefined where something else than reshaping and joining stands between.
 */
export function latentGram(model: Model, latent: string, size: number): Float64Array | undefined {
  const shapes = inferShapes(
    model.graph,
    new Map([...model.tensors].map(([name, { shape }]) => [name, shape])),
    1,
  );
  const count = (name: string) => shapes.get(name)!.reduce((product, length) => product * length, 1);
  /** Where the latent starts among the values of each tensor that holds it unchanged. */
  const offsets = new Map([[latent, 0]]);
  const gram = new Float64Array(size * size);
  let layers = 0;
  for (const node of model.graph.nodes) {
    const read = node.inputs.find((name) => offsets.has(name));
    if (read === undefined) continue;
    const offset = offsets.get(read)!;
    const isVector = count(read) === shapes.get(read)![1];
    if (node.op === 'reshape') offsets.set(node.output, offset);
    else if (node.op === 'concat' && isVector && count(node.output) === shapes.get(node.output)![1]) {
      const before = node.inputs
        .slice(0, node.inputs.indexOf(read))
        .reduce((sum, name) => sum + count(name), 0);
      offsets.set(node.output, offset + before);
    } else {
      const rows = isVector ? rowsOf(model, node, offset, size) : undefined;
      if (rows === undefined) return undefined;
      accumulate(gram, rows, size);
      layers++;
    }
  }
  return layers > 0 ? gram : undefined;
}

/** For each latent component, the outputs it moves: A^T, row by row. */
function rowsOf(
  { tensors }: Model,
  node: GraphNode,
  offset: number,
  size: number,
): Float32Array[] | undefined {
  const name = node.weights.weight ?? '';
  const tensor = tensors.get(name);
  if (tensor === undefined) return undefined;
  const data = tensorToFloat32(tensor, tensors.get(scaleName(name)));
  const [first, second] = tensor.shape as [number, number];
  if (node.op === 'convTranspose2d' && (node.attributes.groups ?? 1) === 1) {
    const length = data.length / first;
    return Array.from({ length: size }, (_, row) =>
      data.subarray((offset + row) * length, (offset + row + 1) * length),
    );
  }
  if (node.op !== 'linear') return undefined;
  return Array.from({ length: size }, (_, row) =>
    Float32Array.from({ length: first }, (_, output) => data[output * second + offset + row]!),
  );
}

function accumulate(gram: Float64Array, rows: readonly Float32Array[], size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [rows[i]!, rows[j]!];
      let sum = 0;
      for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
      gram[i * size + j]! += sum;
      if (i !== j) gram[j * size + i]! += sum;
    }
  }
}
