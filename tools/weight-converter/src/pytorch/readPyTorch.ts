import {
  type ArchitectureOptions,
  type BuiltModel,
  modelFromStates,
} from '../architectures/modelFromStates.ts';
import { refusingInOneLine } from '../oneLine.ts';
import { readCheckpoint } from './checkpoint.ts';
import { findStateDicts } from './stateDict.ts';

/** Reads a PyTorch checkpoint (zip or legacy) that holds a state dict, bare or nested. Throws ModelFileError. */
export function readPyTorch(
  bytes: Uint8Array,
  fileName: string,
  options: ArchitectureOptions = {},
): BuiltModel {
  return refusingInOneLine(fileName, () =>
    modelFromStates(() => findStateDicts(readCheckpoint(bytes, fileName), fileName), fileName, options),
  );
}
