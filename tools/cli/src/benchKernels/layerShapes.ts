import { planModel } from '@roentgan/gan-runtime';
import { parseHeader } from '@roentgan/gan-runtime/model-file';
import { type Call, type Operation, operations } from '@roentgan/kernels';
import { formatCall, parseCall } from '@roentgan/kernels/measure';
import { readModelSource } from '../modelSource.ts';

/** A call to measure, and where it comes from. */
export interface LayerShape {
  readonly operation: Operation;
  readonly call: Call;
  readonly from: string;
}

/** PyTorch's DCGAN example, 64 x 64, batch norms folded: the benchmark's own DCGAN-64. */
const dcgan64 = [
  'input=1x100x1x1 out=512 kernel=4 bias',
  'input=1x512x4x4 out=256 kernel=4 stride=2 padding=1 bias',
  'input=1x256x8x8 out=128 kernel=4 stride=2 padding=1 bias',
  'input=1x128x16x16 out=64 kernel=4 stride=2 padding=1 bias',
  'input=1x64x32x32 out=3 kernel=4 stride=2 padding=1',
];

/** The layers of DCGAN-64 and of a model (the one that comes with the command where none is named) that are one of `ops`; each shape once. */
export async function layerShapes(
  ops: readonly string[],
  modelPath: string | undefined,
  batch: number,
): Promise<LayerShape[]> {
  const own = await modelShapes(modelPath, batch);
  const others = modelPath === undefined ? dcganShapes(batch) : [];
  const seen = new Set<string>();
  return [...others, ...own].filter(({ operation, call }) => {
    const key = `${operation.name} ${formatCall(operation, call)}`;
    if (seen.has(key) || !ops.includes(operation.name)) return false;
    seen.add(key);
    return true;
  });
}

function dcganShapes(batch: number): LayerShape[] {
  const operation = operations.convTranspose2d!;
  return dcgan64.map((text) => ({
    operation,
    call: parseCall(operation, text.replace('input=1x', `input=${batch}x`)),
    from: 'dcgan64',
  }));
}

/** The dispatches of a model's plan: upsamplings folded, and with the bias that a batch norm leaves behind. */
async function modelShapes(path: string | undefined, batch: number): Promise<LayerShape[]> {
  const { bytes, path: name } = await readModelSource(path);
  const { graph, tensors } = parseHeader(bytes, bytes.length, name);
  return planModel(graph, tensors, { batch }).steps.map(({ operation, call, constants, label }) => {
    const isBiased = operation.weightUse === 'matrix' && constants.BIAS === 1;
    const weights = isBiased ? { ...call.weights, bias: [call.output[1]!] } : call.weights;
    return { operation, call: { ...call, weights }, from: label };
  });
}
