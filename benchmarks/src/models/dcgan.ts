import type { GraphNode, Model, WeightTensor } from '@roentgan/gan-runtime/model-file';
import { tensorFromFloat32 } from '@roentgan/gan-runtime/model-file';
import { filled, seededRandom } from '../random.ts';

interface Layer {
  readonly input: number;
  readonly output: number;
  readonly stride: number;
  readonly padding: number;
}

const kernelSize = 4;
const latent = 100;
const colours = 3;

/**
 * PyTorch's DCGAN example, z [N,100,1,1] to [N,3,S,S], of any widths: channels at 4 x 4, 8 x 8 and so on. With 512, 256, 128, 64 it is the
 * example itself at 64 x 64: 105 million multiply-accumulates, 14.3 MB in f32. Weights are random but keep activations near unit variance,
 * and batch norms have uneven statistics, so that a contender that skips or misreads one is found out.
 */
export function dcgan(name: string, widths: readonly number[], seed = 64): Model {
  const layers: readonly Layer[] = [...widths, colours].map((output, index) => {
    const input = widths[index - 1] ?? latent;
    return index === 0 ? { input, output, stride: 1, padding: 0 } : { input, output, stride: 2, padding: 1 };
  });
  const size = 4 * 2 ** widths.length;
  const random = seededRandom(seed);
  const tensors = new Map<string, WeightTensor>();
  const nodes: GraphNode[] = [];
  const addWeight = (name: string, shape: readonly number[], value: () => number): string => {
    const count = shape.reduce((product, size) => product * size, 1);
    tensors.set(name, tensorFromFloat32(filled(count, value), shape));
    return name;
  };
  const addNode = (op: string, output: string, weights = {}, attributes = {}): void => {
    nodes.push({ op, name: output, inputs: [nodes.at(-1)?.output ?? 'z'], weights, attributes, output });
  };
  for (const [index, { input, output, stride, padding }] of layers.entries()) {
    const last = index === layers.length - 1;
    const tapsPerOutput = index === 0 ? 1 : (kernelSize / stride) ** 2;
    const deviation = Math.sqrt((last ? 1 : 2) / (input * tapsPerOutput));
    const shape = [input, output, kernelSize, kernelSize];
    const weight = addWeight(`g.${index}.weight`, shape, () => deviation * random.normal());
    const padded = [padding, padding, padding, padding];
    addNode('convTranspose2d', `g.${index}`, { weight }, { stride: [stride, stride], padding: padded });
    if (last) break;
    const statistics = {
      runningMean: addWeight(`n.${index}.runningMean`, [output], () => 0.2 * random.normal()),
      runningVar: addWeight(`n.${index}.runningVar`, [output], () => random.uniform(0.5, 2)),
      weight: addWeight(`n.${index}.weight`, [output], () => random.uniform(0.5, 1.5)),
      bias: addWeight(`n.${index}.bias`, [output], () => 0.2 * random.normal()),
    };
    addNode('batchNorm2d', `n.${index}`, statistics, { eps: 1e-5 });
    addNode('relu', `r.${index}`);
  }
  addNode('tanh', 'image');
  return {
    graph: {
      formatVersion: 1,
      name,
      inputs: [{ kind: 'latent', name: 'z', shape: ['N', latent, 1, 1], distribution: 'normal' }],
      nodes,
      outputs: [{ name: 'image', shape: ['N', colours, size, size], range: [-1, 1], channels: 'rgb' }],
      provenance: { source: 'random weights for benchmarks', synthetic: true },
    },
    tensors,
  };
}
