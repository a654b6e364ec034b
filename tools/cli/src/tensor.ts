/** Dense f32 values in C order of `shape`: what `run` takes and returns. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
