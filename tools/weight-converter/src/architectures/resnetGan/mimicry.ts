import type { Norm, ResidualBlock, ResnetGan, SelfAttention } from './parts.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

/** The names of github.com/kwotsin/mimicry: SNGAN, WGAN-GP, InfoMax-GAN, SSGAN, cGAN-PD and SAGAN. */
export function mimicryParts(shapes: Shapes): ResnetGan | string | undefined {
  const stem = shapes.get('l1.weight');
  if (stem?.length !== 2 || !shapes.has('block2.c1.weight')) return undefined;
  const blocks: ResidualBlock[] = [];
  let next = 2;
  for (; shapes.has(`block${next}.c1.weight`); next++) {
    const name = `block${next}`;
    const shortcut = `${name}.c_sc`;
    blocks.push({
      name,
      norms: [norm(shapes, `${name}.b1`), norm(shapes, `${name}.b2`)],
      convolutions: [`${name}.c1`, `${name}.c2`],
      ...(shapes.has(`${shortcut}.weight`) && { shortcut }),
    });
  }
  const last = shapes.get(`c${next}.weight`);
  if (!last || !shapes.has(`b${next}.running_mean`)) {
    return `"c${next}" and "b${next}" are missing, expected the last convolution and its norm behind ${blocks.length} blocks`;
  }
  const [values, latent] = stem as [number, number];
  const channels = blocks[0]!.norms[0].channels;
  const side = Math.sqrt(values / channels);
  if (!Number.isInteger(side)) return `"l1" gives ${values} values, no square of ${channels} channels`;
  const attention = findAttention(shapes, blocks);
  if (typeof attention === 'string') return attention;
  const classes = shapes.get('block2.b1.embed.weight')?.[0];
  return {
    latent,
    ...(classes !== undefined && { classes }),
    stem: 'l1',
    channels,
    side,
    blocks,
    ...(attention && { attention }),
    norm: `b${next}`,
    last: `c${next}`,
    colours: last[0]!,
    mode: 'bilinear',
  };
}

function norm(shapes: Shapes, prefix: string): Norm {
  const table = `${prefix}.embed.weight`;
  const statistics = shapes.has(table) ? `${prefix}.bn` : prefix;
  const channels = shapes.get(`${statistics}.running_mean`)?.[0] ?? 0;
  return shapes.has(table) ? { prefix: statistics, channels, table } : { prefix, channels };
}

/** Behind the only block of its channels; where all have them, as at 32x32, before the last block. */
function findAttention(shapes: Shapes, blocks: readonly ResidualBlock[]): SelfAttention | string | undefined {
  const name = 'attn_block';
  const [valueChannels] = shapes.get(`${name}.g.weight`) ?? [];
  const [keyChannels, channels] = shapes.get(`${name}.theta.weight`) ?? [];
  if (valueChannels === undefined || keyChannels === undefined || channels === undefined) return undefined;
  const fitting = blocks.flatMap(({ convolutions }, index) =>
    shapes.get(`${convolutions[1]}.weight`)?.[0] === channels ? [index] : [],
  );
  const block = fitting.length === 1 ? fitting[0] : fitting.find((index) => index === blocks.length - 2);
  if (block === undefined) return `"${name}" takes ${channels} channels, which no block but the last gives`;
  return { name, block, channels, keyChannels, valueChannels };
}
