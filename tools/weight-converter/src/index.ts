export type {
  Architecture,
  ArchitectureOutput,
  ComputedWeight,
  Family,
  Layer,
  SourceTensor,
} from './architectures/architecture.ts';
export { families } from './architectures/families.ts';
export type { ArchitectureOptions, BuiltModel } from './architectures/modelFromStates.ts';
export { type Conversion, type ConvertOptions, convert } from './convert.ts';
export { detectFormat, type SourceFormat } from './detectFormat.ts';
export { addDirections } from './directions/sefa.ts';
export type { InputShapes } from './graph/inputShapes.ts';
export { readOnnx } from './onnx/readOnnx.ts';
export { writeOnnx } from './onnx/write/writeOnnx.ts';
export { toHalf } from './precision/toHalf.ts';
export { toInt8 } from './precision/toInt8.ts';
export { readPyTorch } from './pytorch/readPyTorch.ts';
export { readSafetensors } from './safetensors/readSafetensors.ts';
export type { OpenSideFile } from './sideFiles.ts';
