/** The entry `@roentgan/gan-runtime/model-file`: reads and writes model files, needs no GPU. */
export { ModelFileError } from './errors.ts';
export { inferShapes, type ResolvedNode, resolveNode } from './graph/inferShapes.ts';
export type { ModelSource } from './modelFile/byteSource.ts';
export { floatToHalf, halfToFloat } from './modelFile/halfFloat.ts';
export { type ModelHeader, parseHeader } from './modelFile/header.ts';
export { estimateMemory, type MemoryEstimate } from './modelFile/memory.ts';
export { formatVersion } from './modelFile/migrate.ts';
export type {
  Edit,
  Graph,
  GraphInput,
  GraphNode,
  GraphOutput,
  GraphShape,
  ImageInput,
  LabelInput,
  LatentInput,
  Model,
  Provenance,
  WeightDtype,
  WeightTensor,
} from './modelFile/model.ts';
export { readModel } from './modelFile/readModel.ts';
export { type StreamOptions, streamModel } from './modelFile/streamModel.ts';
export { scaleName, type TensorInfo } from './modelFile/tensorTable.ts';
export { tensorFromFloat32, tensorToFloat32 } from './modelFile/weightValues.ts';
export { writeModel } from './modelFile/writeModel.ts';
