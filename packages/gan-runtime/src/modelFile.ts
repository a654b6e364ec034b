import { operations } from '@roentgan/kernels/operations';
import { inWords } from './errorTexts.ts';
import { provideOperations } from './graph/operationTable.ts';
import { provideTexts } from './laterText.ts';
import * as halves from './modelFile/halfFloat.ts';
import * as headers from './modelFile/headerChecks.ts';
import { halfFloats, headerChecks, samplerChecks } from './modelFile/lazyCode.ts';
import * as samplers from './modelFile/samplerChecks.ts';

// This entry's functions do not wait for code.
provideOperations(operations);
provideTexts(inWords);
samplerChecks.provide(samplers);
headerChecks.provide(headers);
halfFloats.provide(halves);

/** The entry `@roentgan/gan-runtime/model-file`: reads and writes model files, needs no GPU. */
export { ModelFileError } from './errors.ts';
export { inferShapes, type ResolvedNode, resolveNode } from './graph/inferShapes.ts';
export type { ModelSource } from './modelFile/byteSource.ts';
export { floatToHalf, halfToFloat } from './modelFile/halfFloat.ts';
export { parseHeader } from './modelFile/header.ts';
export { parseJson } from './modelFile/jsonText.ts';
export { estimateMemory, type MemoryEstimate } from './modelFile/memory.ts';
export { formatVersion } from './modelFile/migrate.ts';
export type {
  Curve,
  Edit,
  Graph,
  GraphInput,
  GraphNode,
  GraphOutput,
  GraphShape,
  ImageInput,
  LabelInput,
  LabelMove,
  LatentInput,
  Mixing,
  Model,
  Provenance,
  Truncation,
  WeightDtype,
  WeightTensor,
} from './modelFile/model.ts';
export type { ModelHeader } from './modelFile/modelHeader.ts';
export { readModel } from './modelFile/readModel.ts';
export {
  diffusionKinds,
  flowKinds,
  type Guidance,
  type NoiseSchedule,
  type Prediction,
  type Sampler,
  type SamplerKind,
  type Timestep,
} from './modelFile/sampler.ts';
export { type StreamOptions, streamModel } from './modelFile/streamModel.ts';
export { scaleName, type TensorInfo } from './modelFile/tensorTable.ts';
export { tensorFromFloat32, tensorToFloat32 } from './modelFile/weightValues.ts';
export { writeModel } from './modelFile/writeModel.ts';
