import type { ResidualBlock, ResnetGan } from './parts.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

/** The names of github.com/christiancosgrove/pytorch-spectral-normalization-gan, its ResNet generator. */
export function christiancosgroveParts(shapes: Shapes): ResnetGan | string | undefined {
  const stem = shapes.get('dense.weight');
  if (stem?.length !== 2 || !shapes.has('model.0.model.3.weight')) return undefined;
  const blocks: ResidualBlock[] = [];
  for (; shapes.has(`model.${blocks.length}.model.3.weight`); ) {
    const name = `model.${blocks.length}`;
    const norm = (at: number) => ({
      prefix: `${name}.model.${at}`,
      channels: shapes.get(`${name}.model.${at}.running_mean`)?.[0] ?? 0,
    });
    blocks.push({
      name,
      norms: [norm(0), norm(4)],
      convolutions: [`${name}.model.3`, `${name}.model.6`],
    });
  }
  const [norm, last] = [`model.${blocks.length}`, `model.${blocks.length + 2}`];
  const colours = shapes.get(`${last}.weight`)?.[0];
  if (colours === undefined || !shapes.has(`${norm}.running_mean`))
    return `"${last}" and "${norm}" are missing, expected the last convolution and its norm`;
  const [values, latent] = stem as [number, number];
  const channels = blocks[0]!.norms[0].channels;
  const side = Math.sqrt(values / channels);
  if (!Number.isInteger(side)) return `"dense" gives ${values} values, no square of ${channels} channels`;
  return { latent, stem: 'dense', channels, side, blocks, norm, last, colours, mode: 'nearest' };
}
