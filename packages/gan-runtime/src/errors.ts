/** A model file (or source file) that cannot be used: says where, what was found and what was expected. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

/** No usable WebGPU where one was demanded. */
export class WebGpuUnavailableError extends Error {
  override readonly name = 'WebGpuUnavailableError';
}
