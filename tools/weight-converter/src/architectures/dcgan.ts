import type { Family, Layer } from './architecture.ts';
import { listModules, type Module } from './modules.ts';
import { chooseGeometry } from './transposedGeometry.ts';

/**
 * DCGAN (Radford et al., 2015): transposed convolutions from [N,z,1,1], or from a linear layer, with batch norm between,
 * ReLU inside and tanh at the end. Strides and padding are not in a state dict; see `chooseGeometry`.
 */
export const dcgan: Family = {
  name: 'dcgan',
  describe(shapes) {
    const modules = inOrder(listModules(shapes));
    const unknown = modules.find((module) => module.kind === 'other');
    if (unknown) return `"${unknown.first}" belongs to no transposed convolution, linear layer or batch norm`;
    const convolutions = modules.filter((module) => module.kind === 'convolution');
    const stem = modules.findIndex((module) => module.kind === 'linear') === 0 ? modules[0] : undefined;
    const linears = modules.filter((module) => module.kind === 'linear').length;
    if (convolutions.length < 2)
      return `has ${convolutions.length} four-dimensional weights, expected at least 2`;
    if (linears > (stem ? 1 : 0)) return 'has linear layers after the first layer';
    for (const [index, { weight, prefix }] of convolutions.entries()) {
      const next = convolutions[index + 1]?.weight[0] ?? weight[1];
      if (weight[1] !== next) return `"${prefix}" gives ${weight[1]} channels, the next takes ${next}`;
      if (weight[2] !== weight[3])
        return `"${prefix}" has a kernel of ${weight[2]} x ${weight[3]}, expected a square`;
    }
    const channels = convolutions.at(-1)!.weight[1]!;
    if (![1, 3, 4].includes(channels)) return `the last layer gives ${channels} channels, expected 1, 3 or 4`;
    const inner = convolutions[0]!.weight[0]!;
    const side = stem ? Math.sqrt(stem.weight[0]! / inner) : 1;
    if (!Number.isInteger(side))
      return `the linear layer gives ${stem!.weight[0]} values, no square of ${inner} channels`;
    const { layers: geometry, size } = chooseGeometry(
      convolutions.map(({ weight }) => weight[2]!),
      channels,
      side,
    );
    const layers = buildLayers(modules, inner, side, geometry);
    if (typeof layers === 'string') return layers;
    const latent = stem ? [stem.weight[1]!] : [inner, 1, 1];
    return {
      architecture: {
        inputs: [{ kind: 'latent', name: 'z', shape: ['N', ...latent], distribution: 'normal' }],
        layers,
        outputs: [{ name: 'image', range: [-1, 1] }],
      },
      notes: [
        `dcgan: ${convolutions.length} transposed convolutions, z [${latent}] to [${channels},${size},${size}]`,
        `dcgan: taken to be so, because weights do not say it: ReLU between layers, tanh at the end, ${geometry
          .map(({ stride, padding }) => `stride ${stride} padding ${padding}`)
          .join(', ')}`,
      ],
    };
  },
};

function buildLayers(
  modules: readonly Module[],
  inner: number,
  side: number,
  geometry: readonly { stride: number; padding: number; outputPadding: number }[],
): Layer[] | string {
  const layers: Layer[] = [];
  const rest = geometry.values();
  let channels = 0;
  let isFlat = false;
  modules.forEach(({ kind, prefix, weight }) => {
    if (kind === 'linear') {
      layers.push({ op: 'linear', weights: prefix });
      [channels, isFlat] = [weight[0]!, true];
    } else if (kind === 'convolution') {
      if (isFlat) layers.push({ op: 'reshape', attributes: { shape: ['N', inner, side, side] } });
      layers.push({ op: 'convTranspose2d', weights: prefix, attributes: { ...rest.next().value } });
      [channels, isFlat] = [weight[1]!, false];
    } else {
      if (isFlat && weight[0] === inner && inner !== channels) {
        layers.push({ op: 'reshape', attributes: { shape: ['N', inner, side, side] } });
        [channels, isFlat] = [inner, false];
      }
      layers.push({ op: 'batchNorm2d', weights: prefix });
    }
  });
  return layers.map((layer, index) => {
    if (index === layers.length - 1) return { ...layer, activation: 'tanh' };
    const next = layers.slice(index + 1).find(({ op }) => op !== 'reshape');
    return layer.op === 'reshape' || next?.op === 'batchNorm2d' ? layer : { ...layer, activation: 'relu' };
  });
}

/**
 * As saved, or where a safetensors file sorted the names (`deconv1`, then `fc`): the linear layer first, and each norm behind what
 * gives as many channels.
 */
function inOrder(modules: readonly Module[]): readonly Module[] {
  const layers = modules.filter(({ kind }) => kind !== 'norm');
  const isSorted = modules[0]?.kind !== 'linear' && modules.at(-1)?.kind !== 'convolution';
  if (!isSorted || layers.filter(({ kind }) => kind === 'linear').length !== 1) return modules;
  const chain = [
    ...layers.filter(({ kind }) => kind === 'linear'),
    ...layers.filter(({ kind }) => kind !== 'linear'),
  ];
  const inner = chain[1]?.weight[0];
  const ordered = chain.flatMap((layer) => {
    const channels = layer.kind === 'linear' ? inner : layer.weight[1];
    return [layer, ...modules.filter(({ kind, weight }) => kind === 'norm' && weight[0] === channels)];
  });
  // Layers of one width could each own a norm: better refused than guessed.
  return ordered.length === modules.length ? ordered : modules;
}
