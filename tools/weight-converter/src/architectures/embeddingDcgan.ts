import type { Family, Layer } from './architecture.ts';
import { embeddingWeight } from './computedWeights.ts';
import { dcgan } from './dcgan.ts';
import { labelInput, latentInput } from './familyInputs.ts';

/**
 * A DCGAN beside an embedding of the class, which is multiplied into the noise where it is as long, else joined to it. The
 * embedding is told by its name.
 */
export const embeddingDcgan: Family = {
  name: 'embedding-dcgan',
  describe(shapes, given) {
    const [found, ...others] = [...shapes].filter(
      ([name, shape]) => shape.length === 2 && /(emb|label|class)[^.]*\.weight$/i.test(name),
    );
    if (!found || others.length > 0) return 'has no one table of an embedding, by its name';
    const [table, [classes = 0, size = 0]] = found;
    const plain = dcgan.describe(new Map([...shapes].filter(([name]) => name !== table)), given);
    if (typeof plain === 'string') return plain;
    const { architecture, notes } = plain;
    const inner = architecture.inputs[0]!.shape.slice(1) as number[];
    const [length = 0] = inner;
    const isProduct = size === length;
    const latent = isProduct ? length : length - size;
    if (latent < 1) return `"${table}" is [${classes},${size}], expected rows of at most ${length} values`;
    const sizes = (count: number) => [count, ...inner.slice(1)];
    const label: Layer[] = [
      {
        op: 'linear',
        name: 'class.embedded',
        inputs: ['class'],
        weights: { weight: embeddingWeight(table, classes, size) },
      },
      { op: 'reshape', name: 'class.image', attributes: { shape: ['N', ...sizes(size)] } },
    ];
    const join: Layer = {
      op: isProduct ? 'multiply' : 'concat',
      name: 'joined',
      inputs: ['z', 'class.image'],
      ...(!isProduct && { attributes: { axis: 1 } }),
    };
    return {
      architecture: {
        ...architecture,
        inputs: [latentInput('z', ...sizes(latent)), labelInput(classes)],
        layers: [...label, join, ...architecture.layers],
      },
      notes: [
        `embedding-dcgan: ${classes} classes; ${isProduct ? 'the embedding is taken to be multiplied into z' : 'z and then the embedding are taken to be joined'}, because weights do not say it`,
        ...notes,
      ],
    };
  },
};
