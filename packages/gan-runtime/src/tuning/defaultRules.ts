import type { DeviceClass } from './deviceClass.ts';
import type { TuningRule } from './tuningTable.ts';

type Sizes = Omit<TuningRule, 'operation' | 'kernel' | 'basis'>;

const reasoned = (operation: string, variant: string, sizes: Sizes = {}): TuningRule => ({
  operation,
  ...sizes,
  kernel: `${operation}.${variant}`,
  basis: 'reasoned',
});

/** A variant of both convolutions at some sizes. */
const convolve = (variant: string, sizes?: Sizes): TuningRule[] =>
  ['conv2d', 'convTranspose2d'].map((operation) => reasoned(operation, variant, sizes));

/** A filter for each channel: the kernel that reads no weights of other channels. It runs nothing else. */
const depthwise: readonly TuningRule[] = convolve('depthwise');

/** Heads below 16x16: too few positions for tiles to fill a GPU, and many channels to share out. */
const headsBy = (variant: string): readonly TuningRule[] => [
  ...convolve(variant, { positions: { max: 255 }, inputChannels: { min: 64 } }),
  reasoned('linear', variant, { depth: { min: 256 } }),
];
const heads = headsBy('splitk');

/**
 * Where a device has subgroups: they sum without workgroup memory and its barriers. For makers whose subgroups are known to be runs of
 * neighbours, which WGSL does not promise.
 */
const subgroups: readonly TuningRule[] = [
  ...headsBy('splitkSubgroups'),
  ...['instanceNorm2d', 'groupNorm'].map((operation) => reasoned(operation, 'subgroups')),
];

/** Tiles pad channels to 16 on the way in, and have 32 or 64 on the way out: fewer would mostly be zeros. */
const smallTiles = (positions: number) =>
  convolve('tiledSmall', {
    positions: { min: positions },
    channels: { min: 24 },
    inputChannels: { min: 16 },
  });
const largeTiles = (positions: number) =>
  convolve('tiled', { positions: { min: positions }, channels: { min: 48 }, inputChannels: { min: 16 } });

/**
 * Winograd's 3x3: 128 sums an invocation want many registers, and its transforms of the inputs are worth their while for many channels
 * on both sides; fewer positions would be too few workgroups.
 */
const winograd = reasoned('conv2d', 'winograd', {
  positions: { min: 4096 },
  channels: { min: 64 },
  inputChannels: { min: 64 },
});

const discrete = [...depthwise, ...subgroups, ...heads, winograd, ...largeTiles(16_384), ...smallTiles(256)];

/**
 * Kernels by class of device, for layers of which no table was measured; what no rule is for runs on the operation's default. Why each
 * class has what it has: docs/tuning.md.
 */
export const defaultRules: Readonly<Record<DeviceClass, readonly TuningRule[]>> = {
  software: ['conv2d', 'convTranspose2d', 'linear'].map((operation) => ({
    operation,
    kernel: operation,
    basis: 'measured',
  })),
  nvidia: discrete,
  amd: discrete,
  apple: [...depthwise, ...subgroups, ...heads, winograd, ...largeTiles(4096), ...smallTiles(256)],
  intel: [...depthwise, ...subgroups, ...heads, ...smallTiles(256)],
  arm: [...depthwise, ...heads],
  unknown: [...depthwise, ...heads, ...smallTiles(1024)],
};
