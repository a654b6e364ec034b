import { float16ToFloat32, float32ToFloat16 } from '../src/float16.ts';
import {
  addNoise,
  type Call,
  type ElementType,
  type Epilogue,
  formatShape,
  type Kernel,
  kernelsOf,
  type Operation,
  plainEpilogue,
  referenceOf,
  type Tensor,
} from '../src/index.ts';
import { seededValues } from '../src/measure/seededValues.ts';
import { callOf } from './callOf.ts';
import type { Case, CaseTable } from './case.ts';
import { addSpread, applyEpilogue, toleranceOf } from './expected.ts';
import { operandValues } from './operandValues.ts';
import { winogradMagnitude } from './winogradMagnitude.ts';

function inPrecision(tensor: Tensor, type: ElementType): Tensor {
  if (type === 'f32') return tensor;
  return { ...tensor, data: tensor.data.map((value) => float16ToFloat32(float32ToFloat16(value))) };
}

function makeWeights(row: Case, type: ElementType): Record<string, Tensor> {
  const weights: Record<string, Tensor> = {};
  for (const [name, shape] of Object.entries(row.weights ?? {})) {
    const seeded = seededValues(`${row.name}/${name}`, shape, 1);
    const tensor = name === 'other' ? operandValues(seeded, row.operands?.other) : seeded;
    if (name === 'runningVar')
      tensor.data.forEach((value, at) => {
        tensor.data[at] = 0.2 + Math.abs(value);
      });
    // Only what the GPU stores as Element is rounded: vectors for each channel stay f32 there.
    weights[name] =
      (name === 'weight' && shape.length > 1) || name === 'other' ? inPrecision(tensor, type) : tensor;
  }
  return weights;
}

const absolute = ({ shape, data }: Tensor): Tensor => ({ shape, data: data.map(Math.abs) });
const absolutes = (tensors: Readonly<Record<string, Tensor>>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, absolute(tensor)]));

/** Values that a call is run on, in logical order. */
export interface CaseTensors {
  readonly inputs: readonly Tensor[];
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly residual?: Tensor | undefined;
  readonly noise?: Noise | undefined;
}

/** One channel, and how much of it each channel of the output takes. */
export interface Noise {
  readonly values: Tensor;
  readonly spread: Tensor;
}

function noiseOf(row: Case, [batch, channels, ...spatial]: readonly number[], type: ElementType): Noise {
  return {
    values: inPrecision(seededValues(`${row.name}/noise`, [batch!, 1, ...spatial], 1), type),
    spread: seededValues(`${row.name}/spread`, [channels!], 1),
  };
}

/** Runs one kernel once, wherever the table is to be run, and returns its output in logical order. */
export type Execute = (
  operation: Operation,
  kernel: Kernel,
  call: Call,
  tensors: CaseTensors,
  epilogue: Epilogue,
) => Promise<Tensor>;

export interface Outcome {
  readonly kernel: string;
  /** Largest error over its bound; at most 1 passes. */
  readonly worst: number;
  readonly message: string;
}

/** Runs one row on every one of the kernels that supports it (all of its operation where absent), against the reference. */
export async function runCase(
  execute: Execute,
  type: ElementType,
  table: CaseTable,
  row: Case,
  candidates: (operation: Operation) => readonly Kernel[] = kernelsOf,
): Promise<Outcome[]> {
  const { operation, call } = callOf(table, row);
  const { attributes, output } = call;
  const inputs = row.inputs.map((shape, at) =>
    inPrecision(
      operandValues(
        seededValues(`${row.name}/${at}`, shape, row.spread ?? 1),
        row.operands?.[at === 0 ? 'input' : 'other'],
      ),
      type,
    ),
  );
  const weights = makeWeights(row, type);
  const epilogue: Epilogue = {
    ...plainEpilogue,
    ...(operation.activation ? { activation: operation.activation(attributes) } : {}),
    ...row.epilogue,
  };
  const residual =
    epilogue.residual === 'none'
      ? undefined
      : inPrecision(seededValues(`${row.name}/residual`, output, 1), type);

  const noise = row.noise && noiseOf(row, output, type);
  const plain = addSpread(referenceOf(operation)(inputs, weights, attributes, output), noise);
  const expected = operation.activation
    ? plain
    : applyEpilogue(plain, epilogue, residual, weights.slope?.data);
  const magnitude =
    table.tolerance === 'sum'
      ? addSpread(
          referenceOf(operation)(inputs.map(absolute), absolutes(weights), attributes, output),
          noise && { values: absolute(noise.values), spread: absolute(noise.spread) },
        )
      : undefined;

  const kernels = candidates(operation)
    .filter((kernel) => kernel.supports?.(call) ?? true)
    .map((kernel) => (noise ? addNoise(kernel) : kernel));
  if (kernels.length === 0) throw new Error(`${table.operation} "${row.name}": no kernel supports it`);
  const outcomes: Outcome[] = [];
  for (const kernel of kernels) {
    const actual = await execute(operation, kernel, call, { inputs, weights, residual, noise }, epilogue);
    // Filters in another form are rounded to f16 in that form.
    const rounded =
      type === 'f16' && kernel.packer ? winogradMagnitude(inputs[0]!, weights.weight!, call) : undefined;
    let worst = 0;
    let message = '';
    for (let at = 0; at < expected.data.length; at++) {
      const error = Math.abs(actual.data[at]! - expected.data[at]!);
      const bound =
        toleranceOf(table, type, magnitude?.data[at] ?? 0, expected.data[at]!) +
        2 ** -11 * (rounded?.[at] ?? 0);
      const ratio = error === 0 ? 0 : error / Math.max(bound, Number.MIN_VALUE);
      if (!(ratio <= worst)) {
        worst = Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
        message = `${kernel.name} "${row.name}" ${formatShape(output)} at ${at}: found ${actual.data[at]}, expected ${expected.data[at]} within ${bound}`;
      }
    }
    outcomes.push({ kernel: kernel.name, worst, message });
  }
  return outcomes;
}
