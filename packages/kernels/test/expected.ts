import { activationValue } from '../src/activation/activation.reference.ts';
import type { Activation, Epilogue, Tensor } from '../src/index.ts';

/** The epilogue in f64, after a reference whose bias is already added. */
export function applyEpilogue(
  plain: Tensor,
  { activation, residual: place }: Epilogue,
  residual: Tensor | undefined,
  slope: ArrayLike<number> | undefined,
): Tensor {
  const data = plain.data.map((value, at) => {
    const before = value + (place === 'beforeActivation' ? residual!.data[at]! : 0);
    return (
      activate(activation, before, plain, at, slope) + (place === 'afterActivation' ? residual!.data[at]! : 0)
    );
  });
  return { shape: plain.shape, data };
}

function activate(
  activation: Activation,
  value: number,
  { shape }: Tensor,
  at: number,
  slope: ArrayLike<number> | undefined,
) {
  const [, channels = 1, ...spatial] = shape;
  const channel = Math.floor(at / spatial.reduce((product, size) => product * size, 1)) % channels;
  return activationValue(activation, value, slope?.[slope.length === 1 ? 0 : channel] ?? 0);
}

/** f16 keeps 11 bits: of the stored result, and of each rounding on the way, sums themselves being f32. */
export function halfTolerance(magnitude: number, value: number): number {
  return 1e-3 + 2 ** -10 * Math.abs(value) + 1e-4 * magnitude;
}
