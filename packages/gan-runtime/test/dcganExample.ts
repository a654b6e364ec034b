import { readFileSync } from 'node:fs';
import type { Graph, Model, WeightTensor } from '../src/modelFile/model.ts';
import type { TensorInfo } from '../src/modelFile/tensorTable.ts';
import { tensorFromFloat32 } from '../src/modelFile/weightValues.ts';

const [, page = ''] = readFileSync(new URL('../../../docs/model-file.md', import.meta.url), 'utf8').split(
  '## Example: a DCGAN',
);
const [graphText, tensorsText] = [...page.matchAll(/```json\n(.*?)```/gs)].map((match) => match[1]!);

/** The normative example of docs/model-file.md: a DCGAN from 8 latents to 8x8 grey pixels. */
export const exampleGraph: Graph = JSON.parse(graphText!);

/** Its tensors, as its header states them. */
export const exampleTensors: Readonly<Record<string, TensorInfo & { data_offsets: [number, number] }>> =
  JSON.parse(tensorsText!);

/** The example with weights that follow from their place, so that every test sees the same file. */
export function exampleModel(dtype: 'F32' | 'F16' = 'F32'): Model {
  const tensors = new Map<string, WeightTensor>();
  for (const [name, { shape }] of Object.entries(exampleTensors)) {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, (_, at) => ((at * 37 + count) % 101) / 101 + 0.1);
    tensors.set(name, tensorFromFloat32(values, shape, name.includes('running') ? 'F32' : dtype));
  }
  return { graph: exampleGraph, tensors };
}
