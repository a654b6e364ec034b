import { folds, mappers } from '../../src/onnx/ops/operations.ts';
import type { NodeCase } from './nodeCase.ts';

/** TensorProto.DataType. */
const FLOAT = 1;
const INT64 = 7;
const BOOL = 9;

const controlFlow = new Set(['If', 'Loop', 'Scan', 'SequenceMap']);

/**
 * Why a case is left out; undefined where it must pass. A case must pass where all its operations are claimed and its first
 * input, but for a condition, and its outputs are f32; truths and indices as the only output count as the floats that the
 * model gives.
 */
export function reasonToLeaveOut({ name, model, inputs, outputs }: NodeCase): string | undefined {
  const ops = model.graph.nodes.map(({ op }) => op);
  if (ops.some((op) => controlFlow.has(op))) return 'control flow';
  if ([...inputs, ...outputs].some(({ info }) => info.elementType === 0)) return 'sequence or optional value';
  const unknown = ops.find((op) => !mappers.has(op) && !folds.has(op));
  if (unknown) return `operation not claimed: ${unknown}`;
  const types = outputs.map(({ info }) => info.elementType);
  if (types.some((type) => ![FLOAT, INT64, BOOL].includes(type))) return 'an output is not f32';
  const first = inputs.find(({ info }) => info.elementType !== BOOL);
  if (inputs.length > 0 && first?.info.elementType !== FLOAT)
    return 'the first input, but for a condition, is not f32';
  if (ops.length === 1 && ops[0] === 'Range') return 'a truly dynamic shape';
  if (inputs.length === 0) return 'no input: evaluated while converting';
  if (types.length > 1 && types.includes(INT64)) return 'a second output of indices';
  const shapes = [...inputs, ...outputs].map(({ value }) => value?.shape ?? []);
  if (shapes.some((shape) => shape.includes(0))) return 'an empty tensor';
  if (shapes.some((shape) => shape.length > 5)) return 'more than five axes';
  if (name.startsWith('training_dropout') && !name.includes('zero_ratio')) return 'random (training mode)';
  return undefined;
}

/** Inputs of integers and truths: shapes, axes, indices, conditions. */
export function integerInputs({ inputs }: NodeCase): Set<string> {
  return new Set(inputs.flatMap(({ info }) => (info.elementType === FLOAT ? [] : [info.name])));
}
