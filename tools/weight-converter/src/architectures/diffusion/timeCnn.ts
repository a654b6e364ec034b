import type { Sampler } from '@roentgan/gan-runtime/model-file';
import type { ComputedWeight, Family } from '../architecture.ts';
import { constant } from '../computedWeights.ts';
import { LayerList } from '../layerList.ts';
import { indicesUnder, join, type Shapes } from '../names.ts';
import { FamilySettings } from './familySettings.ts';
import { range } from './rows.ts';
import { addSinusoid } from './sinusoid.ts';
import { unusedTensor } from './unusedTensor.ts';

/**
 * A small DDPM as courses build it: convolutions with layer norm over the image and GELU at one resolution, the time through
 * stored frequencies and linear layers added behind the first, and the noise schedule as buffers `alpha_t` and `beta_t`.
 */
export const timeCnn: Family = {
  name: 'time-cnn',
  describe(shapes, _given, settings = new FamilySettings()) {
    const suffix = 'time_embed.0.weight';
    const stem = [...shapes.keys()].find((name) => name.endsWith(suffix) && !name.startsWith('time_embed_'));
    const root = stem?.slice(0, -suffix.length).replace(/\.$/, '');
    const at = (...parts: (string | number)[]) => join(root ?? '', ...parts);
    const frequencies = shapes.get(at('frequencies'))?.[0];
    const steps = shapes.get('alpha_t')?.[0];
    const first = shapes.get(at('blocks.0.net.0.weight'));
    const image = shapes.get(at('blocks.0.net.1.weight'))?.slice(-2);
    if (root === undefined || !frequencies || !steps || !first || image?.length !== 2)
      return 'has not "alpha_t", "frequencies", "time_embed.0" and "blocks.0.net"';
    if (steps < 3) return `"alpha_t" has ${steps} values, expected at least 3`;
    const [channels = 0, [height = 0, width = 0]] = [first[1], image];
    const list = new LayerList();
    addTimeEmbedding(list, shapes, at(), frequencies);
    addBlocks(list, shapes, at('blocks'));
    const unused = unusedTensor(shapes, list.layers, /^(alpha|beta)_t$/);
    if (unused !== undefined) return `"${unused}" belongs to no block with layer norm`;
    const last = shapes.get(`${list.layers.at(-1)?.weights}.weight`)?.[0];
    if (last !== channels) return `the last layer gives ${last} channels, expected ${channels}`;
    const unread = settings.unread(['family']);
    if (unread !== undefined) return `setting "${unread}" is unknown`;
    return {
      architecture: {
        inputs: [
          { kind: 'latent', name: 'x', shape: ['N', channels, height, width], distribution: 'normal' },
          { kind: 'label', name: 't', shape: ['N', 1], encoding: 'value', default: 0 },
        ],
        layers: list.layers,
        outputs: [{ name: 'noise', range: [-0.5, 0.5] }],
        sampler: samplerOf(steps),
        tables: [scheduleTable(steps)],
      },
      notes: [
        `time-cnn: ${indicesUnder(shapes, at('blocks')).length} convolutions, x [${channels},${height},${width}], schedule of ${steps - 1} steps from "alpha_t"`,
        'time-cnn: taken to be so, because weights do not say it: GELU, t from 1/steps to 1, the cosine less 1, images from -0.5 (black) to 0.5 (white)',
      ],
    };
  },
};

/** Training never sees entry 0 of the buffers, and the network takes step / steps. */
function samplerOf(steps: number): Sampler {
  const count = steps - 1;
  return {
    kind: 'ddpm',
    image: 'x',
    timestep: { input: 't', scale: 1 / count, offset: 1 / count },
    output: 'noise',
    prediction: 'epsilon',
    schedule: { kind: 'table', alphasCumprod: 'alphasCumprod' },
    steps: Math.min(count, 1000),
    variance: 'large',
  };
}

function scheduleTable(steps: number): ComputedWeight {
  return {
    name: 'alphasCumprod',
    from: ['alpha_t'],
    shape: [steps - 1],
    compute: (source) => source!.data.subarray(1),
  };
}

/** Sines and cosines less 1, then linear layers with GELU between them, as a column [N, channels, 1, 1]. */
function addTimeEmbedding(list: LayerList, shapes: Shapes, root: string, frequencies: number): void {
  const from = join(root, 'frequencies');
  let hidden = addSinusoid(list, 'time.sinusoid', 't', { from, count: frequencies });
  const shift = constant(
    'time.shift',
    [1, 2 * frequencies],
    range(0, 2 * frequencies).map((at) => (at < frequencies ? 0 : -1)),
  );
  hidden = list.add('add', 'time.phases', [hidden], { weights: { other: shift } });
  const layers = indicesUnder(shapes, join(root, 'time_embed'));
  for (const at of layers) {
    const name = join(root, 'time_embed', at);
    const isLast = at === layers.at(-1);
    hidden = list.add('linear', name, [hidden], { weights: name, ...(!isLast && { activation: 'gelu' }) });
  }
  const channels = shapes.get(`${join(root, 'time_embed', layers.at(-1)!)}.weight`)?.[0] ?? 0;
  list.reshape('time.column', hidden, channels, 1, 1);
}

function addBlocks(list: LayerList, shapes: Shapes, blocks: string): void {
  let feature = 'x';
  for (const at of indicesUnder(shapes, blocks)) {
    const block = join(blocks, at);
    const isPlain = shapes.has(`${block}.weight`);
    const name = isPlain ? block : `${block}.net.0`;
    const kernel = shapes.get(`${name}.weight`)?.[2] ?? 1;
    const attributes = { padding: Math.floor(kernel / 2) };
    feature = list.add('conv2d', name, [feature], { weights: name, attributes });
    if (isPlain) continue;
    const norm = `${block}.net.1`;
    feature = list.add('layerNorm', norm, [feature], {
      weights: norm,
      attributes: { normalizedShape: shapes.get(`${norm}.weight`) ?? [] },
      activation: 'gelu',
    });
    if (at === 0) feature = list.add('add', 'timed', [feature, 'time.column']);
  }
}
