import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import {
  type ArchitectureOptions,
  type BuiltModel,
  modelFromStates,
} from '../architectures/modelFromStates.ts';
import { refusingInOneLine } from '../oneLine.ts';
import { findStateDicts } from '../pytorch/stateDict.ts';
import { parseHeader } from './header.ts';
import { savedOrder } from './savedOrder.ts';

/**
 * Reads a safetensors file of others, which is a state dict without a graph: what `readPyTorch` does with the tensors of
 * a checkpoint. Throws ModelFileError.
 */
export function readSafetensors(
  bytes: Uint8Array,
  fileName: string,
  options: ArchitectureOptions = {},
): BuiltModel {
  return refusingInOneLine(fileName, () => {
    const { tensors, metadata } = parseHeader(bytes, fileName);
    if (metadata.roentgan !== undefined) {
      throw new ModelFileError(`${fileName}: is a model file that Roentgan wrote, which needs no conversion`);
    }
    return modelFromStates(() => findStateDicts(savedOrder(tensors), fileName), fileName, options);
  });
}
