/** One axis of a Resize. */
export interface ResizedAxis {
  readonly from: number;
  readonly to: number;
  readonly scale: number;
  /** What `align_corners` takes for the size of the output, where it is not `to`. */
  readonly length?: number;
  /** Start and end of the region for `tf_crop_and_resize`, as shares of the axis. */
  readonly region?: readonly [number, number];
}

/** Attributes of ONNX Resize that decide which values an output mixes. */
export interface Sampling {
  readonly mode: string;
  readonly coordinates: string;
  readonly rounding: string;
  readonly cubic: number;
  readonly excludeOutside: boolean;
  readonly antialias: boolean;
}

/** Where output `i` reads along an axis (coordinate_transformation_mode); undefined where the mode is unknown. */
export function sourceCoordinate(mode: string, i: number, axis: ResizedAxis): number | undefined {
  const { from, to, scale, region = [0, 1] } = axis;
  if (mode === 'asymmetric') return i / scale;
  if (mode === 'half_pixel') return (i + 0.5) / scale - 0.5;
  if (mode === 'pytorch_half_pixel') return to > 1 ? (i + 0.5) / scale - 0.5 : 0;
  if (mode === 'align_corners') return to > 1 ? (i * (from - 1)) / ((axis.length ?? to) - 1) : 0;
  if (mode === 'half_pixel_symmetric')
    return (from / 2) * (1 - to / (from * scale)) + (i + 0.5) / scale - 0.5;
  if (mode === 'tf_crop_and_resize') {
    const [start, end] = region;
    const first = to > 1 ? start * (from - 1) : ((start + end) * (from - 1)) / 2;
    return to > 1 ? first + (i * (end - start) * (from - 1)) / (to - 1) : first;
  }
  return mode === 'tf_half_pixel_for_nn' ? (i + 0.5) / scale : undefined;
}

const roundings: Readonly<Record<string, (x: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
};

/** The input that each output of an axis copies; undefined where the rounding is unknown. */
export function nearestSources(axis: ResizedAxis, sampling: Sampling): number[] | undefined {
  const round = roundings[sampling.rounding];
  if (!round) return undefined;
  return coordinatesOf(axis, sampling).map((at) => Math.min(Math.max(round(at), 0), axis.from - 1));
}

export function coordinatesOf(axis: ResizedAxis, { coordinates }: Sampling): number[] {
  return Array.from({ length: axis.to }, (_, i) => sourceCoordinate(coordinates, i, axis) ?? Number.NaN);
}

/** What lies outside of the input, where `tf_crop_and_resize` puts another value. */
export function isOutside(at: number, { from }: ResizedAxis, { coordinates }: Sampling): boolean {
  return coordinates === 'tf_crop_and_resize' && (at < 0 || at > from - 1);
}

/** Adds to `matrix` `[to, from]` the share of each input in each output; edges are repeated, as in the ONNX reference. */
export function fillShares(matrix: Float32Array, axis: ResizedAxis, sampling: Sampling): void {
  const { from, scale } = axis;
  coordinatesOf(axis, sampling).forEach((at, row) => {
    if (isOutside(at, axis, sampling)) return;
    const base = Number.isInteger(at) ? at - 1 : Math.floor(at);
    const { start, shares } = sharesAt(at - base, sampling.antialias ? Math.min(scale, 1) : 1, sampling);
    const inside = shares.map((share, k) => {
      const place = base + start + k;
      return sampling.excludeOutside && (place < 0 || place >= from) ? 0 : share;
    });
    const total = inside.reduce((sum, share) => sum + share, 0);
    inside.forEach((share, k) => {
      const place = Math.min(Math.max(base + start + k, 0), from - 1);
      matrix[row * from + place]! += share / total;
    });
  });
}

/** Shares of the inputs from `start` on about a place `ratio` (0 to 1) behind one of them; wider by 1 / shrink. */
function sharesAt(
  ratio: number,
  shrink: number,
  { mode, cubic }: Sampling,
): { start: number; shares: number[] } {
  const [reach, weight] = mode === 'cubic' ? [2, cubicWeight(cubic)] : [1, linearWeight];
  const start = Math.floor(-reach / shrink) + 1;
  const shares = Array.from({ length: 2 - 2 * start }, (_, k) =>
    weight(Math.abs(start + k - ratio) * shrink),
  );
  return { start, shares };
}

const linearWeight = (x: number) => Math.max(0, 1 - x);

/** Keys, "Cubic convolution interpolation for digital image processing" (1981). */
function cubicWeight(a: number): (x: number) => number {
  return (x) => {
    if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
    return x < 2 ? a * (((x - 5) * x + 8) * x - 4) : 0;
  };
}
