import type { Module } from '../modules.ts';

export interface PoolingPlan {
  /** Stride and padding of each convolution. */
  readonly geometry: readonly { readonly stride: number; readonly padding: number }[];
  /** Whether the size is halved behind each convolution. */
  readonly pooled: readonly boolean[];
  /** Whether the last pooling takes the mean of everything. */
  readonly isGlobal: boolean;
  readonly says: string;
}

interface Pattern {
  readonly says: string;
  isPooled(index: number, count: number): boolean;
}

/** A convolution and whether a norm was saved behind it. */
export interface ConvolutionStep {
  readonly module: Module;
  readonly isNormed: boolean;
}

/** A Sequential's numbers leave room for pooling: for a ReLU, a norm that was saved, and something more. */
function leavesRoom({ module, isNormed }: ConvolutionStep, next: ConvolutionStep | undefined): boolean {
  const [a, b] = [module, next?.module].map((each) => /^(.*?)(\d+)$/.exec(each?.prefix ?? ''));
  if (!a || !b || a[1] !== b[1]) return false;
  return Number(b[2]) - Number(a[2]) >= (isNormed ? 4 : 3);
}

const usual: readonly Pattern[] = [
  { says: 'halved behind each convolution', isPooled: () => true },
  { says: 'not pooled', isPooled: () => false },
  { says: 'halved behind the last convolution', isPooled: (index, count) => index === count - 1 },
  { says: 'halved behind every second convolution', isPooled: (index) => index % 2 === 1 },
  { says: 'halved behind all convolutions but the last', isPooled: (index, count) => index < count - 1 },
];

/** Where a Sequential's numbers leave room for pooling they say all, but for the last convolution. */
function patternsOf(steps: readonly ConvolutionStep[]): readonly Pattern[] {
  const room = steps.map((step, index) => leavesRoom(step, steps[index + 1]));
  if (!room.includes(true)) return usual;
  const says = 'halved where the numbers of a Sequential leave room';
  const known = [true, false].map((atEnd) => ({
    says: atEnd ? `${says} and behind the last convolution` : says,
    isPooled: (index: number, count: number) => (index === count - 1 ? atEnd : room[index]!),
  }));
  return [...known, ...usual];
}

/**
 * Of the usual ways to pad and pool, the first that makes `features` values of an image of this size; undefined where none
 * does. Max pooling 2 x 2 throughout; a linear layer that takes one value a channel stands behind a mean over all positions.
 */
export function planPooling(
  steps: readonly ConvolutionStep[],
  features: number,
  height: number,
  width: number,
): PoolingPlan | undefined {
  const convolutions = steps.map(({ module }) => module);
  const channels = convolutions.at(-1)!.weight[0]!;
  const count = convolutions.length;
  for (const isPadded of [true, false]) {
    // Even kernels are those of discriminators, which halve by stride.
    const geometry = convolutions.map(({ weight }) =>
      weight[2]! % 2 === 0
        ? { stride: 2, padding: (weight[2]! - 2) / 2 }
        : { stride: 1, padding: isPadded ? (weight[2]! - 1) / 2 : 0 },
    );
    for (const { says, isPooled } of patternsOf(steps)) {
      const pooled = convolutions.map((_, index) => isPooled(index, count));
      const after = (size: number) =>
        convolutions.reduce((length, { weight }, index) => {
          const { stride, padding } = geometry[index]!;
          const convolved = Math.floor((length + 2 * padding - weight[2]!) / stride) + 1;
          return pooled[index] ? Math.floor(convolved / 2) : convolved;
        }, size);
      const [rows, columns] = [after(height), after(width)];
      if (rows < 1 || columns < 1) continue;
      const isGlobal = features === channels && rows * columns > 1;
      if (rows * columns * channels !== features && !isGlobal) continue;
      const padding = isPadded ? 'padding that keeps the size' : 'no padding';
      return {
        geometry,
        pooled: isGlobal ? pooled.map((value, index) => value || index === count - 1) : pooled,
        isGlobal,
        says: `${padding}, ${isGlobal ? `${says}, a mean over all positions before the linear layer` : says}`,
      };
    }
  }
  return undefined;
}
