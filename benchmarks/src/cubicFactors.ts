/**
 * How much each of four samples around a place counts, by the place's distance t from the second: factors of t ** 3, t ** 2, t and 1.
 * Keys' cubic convolution (1981) with a = -0.75, as PyTorch's `grid_sample` has it.
 */
export const cubicFactors = [
  [-0.75, 1.5, -0.75, 0],
  [1.25, -2.25, 0, 1],
  [-1.25, 1.5, 0.75, 0],
  [0.75, -0.75, 0, 0],
] as const;
