import type { Family, Layer } from './architecture.ts';
import { imageShape } from './imageShape.ts';
import { listModules, type Module } from './modules.ts';

/**
 * Fully connected generators and VAE decoders: a chain of linear layers with optional batch norm, ReLU inside; at the end
 * sigmoid where an encoder stands before it (a VAE), else tanh.
 */
export const mlp: Family = {
  name: 'mlp',
  describe(shapes) {
    const modules = listModules(shapes);
    const other = modules.find(({ kind }) => kind === 'other' || kind === 'convolution');
    if (other) return `"${other.first}" belongs to no linear layer or batch norm`;
    const start = firstOfDecoder(modules);
    const chain = modules.slice(start);
    const linears = chain.filter(({ kind }) => kind === 'linear');
    if (linears.length < 2) return `has ${linears.length} linear layers in a chain, expected at least 2`;
    const broken = linears.findIndex(
      ({ weight }, index) => index > 0 && weight[1] !== linears[index - 1]!.weight[0],
    );
    if (broken > 0) {
      return `"${linears[broken]!.prefix}" takes ${linears[broken]!.weight[1]} values, the layer before gives ${linears[broken - 1]!.weight[0]}`;
    }
    const features = linears.at(-1)!.weight[0]!;
    const latent = linears[0]!.weight[1]!;
    const end = start > 0 ? 'sigmoid' : 'tanh';
    const image = imageShape(features);
    const layers: Layer[] = chain.map(({ kind, prefix }, index): Layer => {
      const op = kind === 'linear' ? 'linear' : 'batchNorm2d';
      if (index === chain.length - 1) return { op, weights: prefix, activation: end };
      return chain[index + 1]!.kind === 'norm'
        ? { op, weights: prefix }
        : { op, weights: prefix, activation: 'relu' };
    });
    if (image) layers.push({ op: 'reshape', attributes: { shape: ['N', ...image] } });
    return {
      architecture: {
        inputs: [{ kind: 'latent', name: 'z', shape: ['N', latent], distribution: 'normal' }],
        layers,
        outputs: [{ name: 'image', range: end === 'tanh' ? [-1, 1] : [0, 1] }],
      },
      notes: [
        `mlp: ${linears.length} linear layers, z [${latent}] to ${image ? `[${image}]` : `${features} values`}${start > 0 ? ', the encoder left out' : ''}`,
        `mlp: taken to be so, because weights do not say it: ReLU between layers, ${end} at the end`,
      ],
    };
  },
};

/** Where the decoder of a (variational) auto-encoder starts; 0 where the chain has no encoder. */
function firstOfDecoder(modules: readonly Module[]): number {
  const linears = modules.flatMap((module, index) =>
    module.kind === 'linear' ? [{ ...module, index }] : [],
  );
  for (let at = linears.length - 1; at > 0; at--) {
    const [latent] = linears[at]!.weight.slice(1) as [number];
    const previous = linears[at - 1]!.weight[0]!;
    const twins =
      at > 1 && sameShape(linears[at - 2]!.weight, linears[at - 1]!.weight) && previous === latent;
    if (twins || previous === 2 * latent) return linears[at]!.index;
  }
  const isAutoEncoder = linears.length >= 4 && linears[0]?.weight[1] === linears.at(-1)?.weight[0];
  if (!isAutoEncoder) return 0;
  const narrowest = linears.reduce((best, module) => (module.weight[1]! < best.weight[1]! ? module : best));
  return narrowest.index;
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
