export interface TransposedGeometry {
  readonly stride: number;
  readonly padding: number;
  readonly outputPadding: number;
}

type Choice = (kernel: number, isFirst: boolean) => TransposedGeometry;

/** The first layer takes 1x1 to the kernel's size; later ones double: kernel 4 with padding 1, kernel 2 with none. */
const doubling: Choice = (kernel, isFirst) =>
  isFirst
    ? { stride: 1, padding: 0, outputPadding: 0 }
    : kernel === 1
      ? { stride: 1, padding: 0, outputPadding: 0 }
      : { stride: 2, padding: Math.floor((kernel - 1) / 2), outputPadding: kernel % 2 };

/** Odd kernels without output padding give 2n - 1: 4, 7, 14, 28 for MNIST. */
const oddLosesOne: Choice = (kernel, isFirst) => ({ ...doubling(kernel, isFirst), outputPadding: 0 });

/** Kernels 3, 4, 3, 4 without padding, strides 2, 1, 2, 2: 3, 6, 13, 28 (a widespread course's MNIST generator). */
const unpadded: Choice = (kernel, isFirst) => ({
  stride: kernel === 4 && !isFirst ? 1 : 2,
  padding: 0,
  outputPadding: 0,
});

/**
 * Strides and paddings of a chain of transposed convolutions, which a state dict does not hold: of the usual rules the
 * first whose image has a usual side, 28 for grey images before powers of two; else plain doubling.
 */
export function chooseGeometry(
  kernels: readonly number[],
  channels: number,
  side: number,
): { layers: TransposedGeometry[]; size: number } {
  const candidates = [doubling, oddLosesOne, unpadded].map((choice) => {
    const layers = kernels.map((kernel, index) => choice(kernel, index === 0 && side === 1));
    if (choice === unpadded && kernels.length > 1)
      layers[kernels.length - 1] = { stride: 2, padding: 0, outputPadding: 0 };
    return { layers, size: layers.reduce((size, layer, index) => grow(size, layer, kernels[index]!), side) };
  });
  const isPower = (size: number) => size >= 8 && Number.isInteger(Math.log2(size));
  const mnist = channels === 1 ? candidates.find(({ size }) => size === 28) : undefined;
  return mnist ?? candidates.find(({ size }) => isPower(size)) ?? candidates[0]!;
}

function grow(size: number, { stride, padding, outputPadding }: TransposedGeometry, kernel: number): number {
  return (size - 1) * stride - 2 * padding + kernel + outputPadding;
}
