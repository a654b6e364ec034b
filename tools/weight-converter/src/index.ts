export type { Architecture, ArchitectureOutput, Family, Layer } from './architectures/architecture.ts';
export { type Conversion, type ConvertOptions, convert } from './convert.ts';
export { detectFormat, type SourceFormat } from './detectFormat.ts';
export { addDirections } from './directions/sefa.ts';
export type { InputShapes } from './onnx/graphInputs.ts';
export { readOnnx } from './onnx/readOnnx.ts';
export { writeOnnx } from './onnx/write/writeOnnx.ts';
export { toHalf } from './precision/toHalf.ts';
export { families, type PyTorchOptions, readPyTorch } from './pytorch/readPyTorch.ts';
