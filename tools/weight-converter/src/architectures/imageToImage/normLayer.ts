import type { Layer } from '../architecture.ts';
import { join, type Shapes } from '../names.ts';

/**
 * What normalises behind the convolution `convolution`, by what was saved as `prefix`: batch norm with its statistics and
 * weights, instance norm with weights alone. Nothing saved means instance norm without weights behind a convolution that has a
 * bias, and no norm behind one that has none: instance norm takes the mean away, which is why the authors of pix2pix and CycleGAN
 * give a bias to convolutions before it. Before PyTorch 0.4 instance norm saved statistics, which it did not use.
 */
export function normLayer(shapes: Shapes, prefix: string, convolution: string): Layer | undefined {
  const has = (parameter: string) => shapes.has(join(prefix, parameter));
  if (has('weight')) return { op: has('running_mean') ? 'batchNorm2d' : 'instanceNorm2d', weights: prefix };
  const isPlain = has('running_mean') || shapes.has(join(convolution, 'bias'));
  return isPlain ? { op: 'instanceNorm2d' } : undefined;
}

/** `batch norm`, `instance norm` or `no norm`, for notes. */
export function normName(layers: readonly Layer[]): string {
  if (layers.some(({ op }) => op === 'batchNorm2d')) return 'batch norm';
  return layers.some(({ op }) => op === 'instanceNorm2d') ? 'instance norm' : 'no norm';
}
