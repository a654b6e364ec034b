import { activationValue } from '../src/activation/activation.reference.ts';
import type { Activation, ElementType, Epilogue, Tensor } from '../src/index.ts';
import type { CaseTable } from './case.ts';
import type { Noise } from './runCase.ts';

/** Adds the noise to each channel, times its factor, where there is noise. */
export function addSpread(plain: Tensor, noise: Noise | undefined): Tensor {
  if (!noise) return plain;
  const { values, spread } = noise;
  const [, channels, height, width] = plain.shape as [number, number, number, number];
  const data = plain.data.map((value, at) => {
    const plane = Math.floor(at / (height * width));
    const place = Math.floor(plane / channels) * height * width + (at % (height * width));
    return value + values.data[place]! * spread.data[plane % channels]!;
  });
  return { shape: plain.shape, data };
}

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

/**
 * How far a value may be from the reference; `magnitude` is sum |x w|. In f16 the operands are rounded before the
 * reference sees them and all arithmetic is f32, so what is added is one rounding of the result. WGSL lets it go to
 * either neighbour, which is 2^-10 of the value, or 2^-24 where that is subnormal.
 */
export function toleranceOf(
  { tolerance }: CaseTable,
  type: ElementType,
  magnitude: number,
  value: number,
): number {
  if (tolerance === 'copy') return 0;
  const scale = tolerance === 'relative' ? Math.max(1, Math.abs(value)) : 1;
  const single = tolerance === 'sum' ? 1e-6 + 1e-5 * magnitude : 1e-5 * scale;
  return type === 'f32' ? single : single + 2 ** -10 * Math.abs(value) + 2 ** -24;
}
