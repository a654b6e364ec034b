import type { GraphInput } from '@roentgan/gan-runtime/model-file';
import type { Family } from './architecture.ts';
import { latentInput } from './familyInputs.ts';
import { LayerList } from './layerList.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

/** Side of what skip-layer excitation pools its small feature map to. */
const POOLED = 4;

/**
 * FastGAN (Liu et al., Towards Faster and Stabilized GAN Training for High-fidelity Few-shot Image Synthesis, 2021), by the
 * names of github.com/odegeasslbc/FastGAN-pytorch. Spectral norms are folded before families are asked.
 */
export const fastgan: Family = {
  name: 'fastgan',
  describe(shapes) {
    const first = shapes.get('init.init.0.weight');
    const last = shapes.get('to_big.weight');
    if (first?.length !== 4 || last?.length !== 4) return 'has no "init.init.0.weight" and "to_big.weight"';
    const [latent, , kernel] = first as [number, number, number];
    if (kernel !== POOLED) return `"init.init.0.weight" has a kernel of ${kernel}, expected ${POOLED}`;
    const list = new LayerList();
    const noises: GraphInput[] = [];
    let value = list.reshape('z.image', 'z', latent, 1, 1);
    value = list.add('convTranspose2d', 'init.init.0', [value], { weights: 'init.init.0' });
    value = addGate(list, shapes, 'init.init.1', value);
    const features = new Map([[POOLED, value]]);
    let size = POOLED;
    while (shapes.has(`feat_${size * 2}.1.weight`)) {
      size *= 2;
      value = list.add('upsample2d', `feat_${size}.0`, [value], {
        attributes: { size: [size, size], mode: 'nearest' },
      });
      value = addFeatures(list, shapes, `feat_${size}`, value, size, noises);
      const small = features.get(size / 16);
      if (shapes.has(`se_${size}.main.1.weight`)) {
        if (small === undefined) return `"se_${size}" excites a layer 16 times smaller, which is none`;
        value = list.add('multiply', `se_${size}`, [value, addExcitation(list, small, size)]);
      }
      features.set(size, value);
    }
    const [channels, , finalKernel] = last as [number, number, number];
    const hasTanh = size >= 1024;
    list.add('conv2d', 'to_big', [value], {
      weights: 'to_big',
      attributes: { padding: (finalKernel - 1) / 2 },
      ...(hasTanh && { activation: 'tanh' }),
    });
    return {
      architecture: {
        inputs: [latentInput('z', latent), ...noises],
        layers: list.layers,
        outputs: [{ name: 'image', range: [-1, 1] }],
      },
      notes: [
        `fastgan: z [${latent}] to [${channels},${size},${size}], ${noises.length} noise inputs; the small image of "to_128" is left out`,
        `fastgan: ${hasTanh ? 'tanh at the end' : 'nothing after "to_big"'}, as its authors have it at ${size} x ${size}`,
      ],
    };
  },
};

/** One convolution, or two with noise between convolution and norm. */
function addFeatures(
  list: LayerList,
  shapes: Shapes,
  prefix: string,
  input: string,
  size: number,
  noises: GraphInput[],
): string {
  const convolve = (at: number, value: string) =>
    list.add('conv2d', `${prefix}.${at}`, [value], {
      weights: `${prefix}.${at}`,
      attributes: { padding: 1 },
    });
  if (shapes.has(`${prefix}.2.running_mean`)) {
    return addGate(list, shapes, `${prefix}.2`, convolve(1, input));
  }
  let value = input;
  for (const at of [1, 5]) {
    value = convolve(at, value);
    const name = `noise.${noises.length}`;
    noises.push(latentInput(name, 1, size, size));
    const noise = list.add('multiply', `${prefix}.${at + 1}`, [name], {
      weights: { other: `${prefix}.${at + 1}.weight` },
    });
    value = list.add('add', `${prefix}.${at + 1}.noisy`, [value, noise]);
    value = addGate(list, shapes, `${prefix}.${at + 2}`, value);
  }
  return value;
}

/** Batch norm and a gated linear unit: the first half of the channels times the sigmoid of the second. */
function addGate(list: LayerList, shapes: Shapes, norm: string, input: string): string {
  const half = (shapes.get(`${norm}.running_mean`)?.[0] ?? 0) / 2;
  const value = list.add('batchNorm2d', norm, [input], { weights: norm });
  const part = (start: number) => ({ starts: [start], ends: [start + half], axes: [1], steps: [1] });
  const kept = list.add('slice', `${norm}.kept`, [value], { attributes: part(0) });
  const gate = list.add('slice', `${norm}.gate`, [value], { attributes: part(half), activation: 'sigmoid' });
  return list.add('multiply', `${norm}.gated`, [kept, gate]);
}

/** Channel weights of a large feature map from a small one. */
function addExcitation(list: LayerList, small: string, size: number): string {
  const prefix = `se_${size}.main`;
  const stride = size / 16 / POOLED;
  const pooled =
    stride === 1
      ? small
      : list.add('avgPool2d', `${prefix}.0`, [small], {
          attributes: { kernelSize: [stride, stride], stride },
        });
  const squeezed = list.add('conv2d', `${prefix}.1`, [pooled], {
    weights: `${prefix}.1`,
    activation: 'silu',
  });
  return list.add('conv2d', `${prefix}.3`, [squeezed], { weights: `${prefix}.3`, activation: 'sigmoid' });
}
