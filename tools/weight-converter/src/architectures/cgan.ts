import type { Family } from './architecture.ts';
import { embeddingWeight } from './computedWeights.ts';
import { labelInput, latentInput } from './familyInputs.ts';
import { imageShape } from './imageShape.ts';
import { LayerList } from './layerList.ts';
import { listModules } from './modules.ts';

/** What github.com/eriklindernoren/PyTorch-GAN gives its norms, as eps by mistake for a momentum. */
const NORM_EPS = 0.8;

/**
 * Conditional GAN (Mirza and Osindero, 2014), fully connected, by the names of PyTorch-GAN's cgan: an embedding of the class
 * is joined to the noise.
 */
export const cgan: Family = {
  name: 'cgan',
  describe(shapes) {
    const table = shapes.get('label_emb.weight');
    const chain = listModules(shapes).filter(({ prefix }) => prefix.startsWith('model.'));
    const linears = chain.filter(({ kind }) => kind === 'linear');
    if (table?.length !== 2 || linears.length < 2)
      return 'has no "label_emb.weight" and linear layers in "model"';
    const other = chain.find(({ kind }) => kind !== 'linear' && kind !== 'norm');
    if (other) return `"${other.first}" belongs to no linear layer or batch norm`;
    const [classes, size] = table as [number, number];
    const latent = linears[0]!.weight[1]! - size;
    if (latent < 1)
      return `"${linears[0]!.prefix}" takes ${latent + size} values, expected more than the ${size} of "label_emb"`;
    const list = new LayerList();
    const embedded = list.add('linear', 'label_emb', ['class'], {
      weights: { weight: embeddingWeight('label_emb.weight', classes, size) },
    });
    let value = list.add('concat', 'joined', [embedded, 'z'], { attributes: { axis: 1 } });
    chain.forEach(({ kind, prefix }, index) => {
      const isLast = index === chain.length - 1;
      const activation =
        chain[index + 1]?.kind === 'norm'
          ? {}
          : { activation: isLast ? 'tanh' : { op: 'leakyRelu', negativeSlope: 0.2 } };
      value =
        kind === 'linear'
          ? list.add('linear', prefix, [value], { weights: prefix, ...activation })
          : list.add('batchNorm2d', prefix, [value], {
              weights: prefix,
              attributes: { eps: NORM_EPS },
              ...activation,
            });
    });
    const features = linears.at(-1)!.weight[0]!;
    const image = imageShape(features);
    if (image) list.reshape('image', value, ...image);
    return {
      architecture: {
        inputs: [latentInput('z', latent), labelInput(classes)],
        layers: list.layers,
        outputs: [{ name: 'image', range: [-1, 1] }],
      },
      notes: [
        `cgan: z [${latent}], ${classes} classes to ${image ? `[${image}]` : `${features} values`}, ${linears.length} linear layers`,
        `cgan: taken to be so, because weights do not say it: embedding before noise, leaky ReLU 0.2 between layers, eps ${NORM_EPS} of the norms, tanh at the end`,
      ],
    };
  },
};
