import { type Model, ModelFileError, readModel, writeModel } from '@roentgan/gan-runtime/model-file';
import { readOnnx } from '../../src/onnx/readOnnx.ts';
import { freezeInputs } from './freezeInputs.ts';
import type { NodeCase } from './nodeCase.ts';
import { integerInputs } from './sortCase.ts';

export interface ConvertedCase {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly model: Model;
  /** Inputs of floats that the reader wants as constants and that were frozen for it: scales of a resize, a pad's value. */
  readonly frozen: readonly string[];
  /** True where the file's first axis is no batch, so that the reader put one before it. */
  readonly hasAddedBatch: boolean;
}

/** Converts a case with its integer inputs frozen to their values, and those floats that the reader asks to be constants. */
export function convertCase(nodeCase: NodeCase): ConvertedCase {
  const names = integerInputs(nodeCase);
  const frozen: string[] = [];
  for (;;) {
    try {
      const bytes = writeModel(readOnnx(freezeInputs(nodeCase, names), `${nodeCase.name}.onnx`));
      const model = readModel(bytes);
      return { bytes, model, frozen, hasAddedBatch: isBatchAdded(nodeCase, model) };
    } catch (error) {
      const wanted = constantWanted(nodeCase, error);
      if (wanted === undefined || names.has(wanted)) throw error;
      names.add(wanted);
      frozen.push(wanted);
    }
  }
}

/** The float input that an error says must be constant. */
function constantWanted({ model, inputs }: NodeCase, error: unknown): string | undefined {
  const at = /\(input (\d+)\) is computed from the inputs, expected a constant/.exec(
    error instanceof ModelFileError ? error.message : '',
  )?.[1];
  const name = at === undefined ? undefined : model.graph.nodes[0]!.inputs[Number(at)];
  return inputs.some(({ info }) => info.name === name) ? name : undefined;
}

function isBatchAdded({ inputs }: NodeCase, { graph }: Model): boolean {
  return graph.inputs.some(({ name, shape }) => {
    const own = inputs.find(({ info }) => info.name === name)!.value!.shape;
    return own.length !== shape.length || own.some((size, axis) => axis > 0 && size !== shape[axis]);
  });
}
