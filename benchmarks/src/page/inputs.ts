import type { GraphInput } from '@roentgan/gan-runtime';
import { filled, seededRandom } from '../random.ts';
import type { Inputs } from './contender.ts';

/** Values for `batch` images: latents drawn from `seed`, labels that go round their classes with it. */
export function drawInputs(inputs: readonly GraphInput[], seed: number, batch = 1): Inputs {
  const random = seededRandom(seed);
  return Object.fromEntries(inputs.map((input) => [input.name, draw(input, seed, batch, random)]));
}

function draw(
  input: GraphInput,
  seed: number,
  batch: number,
  random: ReturnType<typeof seededRandom>,
): Inputs[string] {
  const shape = input.shape.map((size) => (size === 'N' ? batch : size));
  const count = shape.reduce((product, size) => product * size, 1);
  if (input.kind === 'label' && input.encoding === 'one-hot') {
    const data = new Float32Array(count);
    const classes = count / batch;
    for (let image = 0; image < batch; image++) data[image * classes + ((seed + image) % classes)] = 1;
    return { data, shape };
  }
  const normal = input.kind === 'latent' && input.distribution === 'normal';
  const [low, high] = (input.kind === 'label' || !normal) && input.range ? input.range : [0, 1];
  return { data: filled(count, normal ? random.normal : () => random.uniform(low, high)), shape };
}
