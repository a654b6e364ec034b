export type { BackendKind, Counters, LayerTime, TensorsByName } from './backend.ts';
export { ModelFileError, WebGpuUnavailableError } from './errors.ts';
export { editReach } from './generator/editMoves.ts';
export { GeneratedImage } from './generator/generatedImage.ts';
export { Generator } from './generator/generator.ts';
export { loadGenerator } from './generator/loadGenerator.ts';
export type { LabelInfo, ModelInfo } from './generator/modelInfo.ts';
export type {
  Following,
  GenerateManyOptions,
  GenerateOptions,
  ImageOptions,
  LoadOptions,
  OwnOptions,
  RenderOptions,
} from './generator/options.ts';
export type { Towards } from './generator/towards.ts';
export { type Deflate, encodePng, encodePngBytes, type PngImage, type PngOptions } from './image/png.ts';
export { crc32 } from './image/pngChunk.ts';
export { type ImageProvenance, provenanceXmp, trainedAlgorithmicMedia } from './image/provenanceXmp.ts';
export { toBits } from './image/rangeMap.ts';
export { normalLatent, openUniform, uniformLatent } from './latent/latent.ts';
export { philox4x32 } from './latent/philox.ts';
export type { ModelSource } from './modelFile/byteSource.ts';
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
export type {
  Guidance,
  NoiseSchedule,
  Prediction,
  Sampler,
  SamplerKind,
  Timestep,
} from './modelFile/sampler.ts';
export type { Plan, Step } from './plan/plan.ts';
export { planModel } from './plan/planWithTexts.ts';
export type { SamplingOptions } from './sampler/samplerSettings.ts';
export type { Canvas } from './session/draw.ts';
export type { Precision } from './session/webgpuBackend.ts';
export type { TuningTable } from './tuning/tuningTable.ts';
