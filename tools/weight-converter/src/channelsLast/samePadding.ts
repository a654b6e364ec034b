/** Padding before and after the values of one axis. */
export interface AxisPadding {
  readonly before: number;
  readonly after: number;
}

/** TensorFlow's SAME: the output has ceil(size / stride) values; of an odd padding the larger half comes behind. */
export function samePadding(size: number, kernel: number, stride: number, dilation = 1): AxisPadding {
  const extent = (kernel - 1) * dilation + 1;
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + extent - size, 0);
  return { before: Math.floor(total / 2), after: Math.ceil(total / 2) };
}

/**
 * What PyTorch crops and adds so that a transposed convolution gives `output` values as TensorFlow's does: the gradient of
 * a SAME or VALID convolution of an input of that size.
 */
export function transposedPadding(
  geometry: { size: number; kernel: number; stride: number; dilation: number; output: number },
  isSame: boolean,
): AxisPadding & { readonly outputPadding: number } {
  const { size, kernel, stride, dilation, output } = geometry;
  const full = (size - 1) * stride + (kernel - 1) * dilation + 1;
  const before = isSame ? Math.floor(Math.max(full - output, 0) / 2) : 0;
  const after = full - output - before;
  return { before, after: Math.max(after, 0), outputPadding: Math.max(-after, 0) };
}

/** Two axes as the model file has them: [top, left, bottom, right]. */
export function pads(vertical: AxisPadding, horizontal: AxisPadding): [number, number, number, number] {
  return [vertical.before, horizontal.before, vertical.after, horizontal.after];
}
