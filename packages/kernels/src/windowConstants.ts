import type { Shape } from './tensor.ts';

/** How a window of taps moves over a plane, in PyTorch's meaning. */
export interface WindowAttributes {
  readonly stride: readonly number[]; // [height, width]
  readonly padding: readonly number[]; // [top, left, bottom, right]
  readonly dilation: readonly number[]; // [height, width]
}

/** Override constants of shaders that move a window of `kernel` [height, width] from `input` to `output`, [N, C, H, W] both. */
export function windowConstants(
  input: Shape,
  output: Shape,
  kernel: readonly number[],
  { stride, padding, dilation }: WindowAttributes,
): Record<string, number> {
  return {
    INPUT_HEIGHT: input[2]!,
    INPUT_WIDTH: input[3]!,
    OUTPUT_HEIGHT: output[2]!,
    OUTPUT_WIDTH: output[3]!,
    KERNEL_HEIGHT: kernel[0]!,
    KERNEL_WIDTH: kernel[1]!,
    STRIDE_Y: stride[0]!,
    STRIDE_X: stride[1]!,
    PADDING_TOP: padding[0]!,
    PADDING_LEFT: padding[1]!,
    DILATION_Y: dilation[0]!,
    DILATION_X: dilation[1]!,
  };
}
