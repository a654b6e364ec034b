import type { Tensor } from '@roentgan/kernels';
import type { TensorsByName } from '../backend.ts';
import type { Graph, LabelInput } from '../modelFile/model.ts';
import type { Guidance, Sampler } from '../modelFile/sampler.ts';
import type { SamplingRun } from './samplingRun.ts';

/**
 * The network as a sampler calls it: the noisy images as f32, the time as it expects it, and guidance. Guided, it runs on a
 * batch of twice as many, first with the label, then with its null value, and gives `none + scale * (label - none)`: Ho, Salimans,
 * "Classifier-free diffusion guidance", 2022, equation 6, with their w = scale - 1.
 * @param fixed all inputs of one batch; image and time are replaced at each call
 */
export function guidedNetwork(
  graph: Graph & { readonly sampler: Sampler },
  fixed: TensorsByName,
  scale: number,
  run: (inputs: TensorsByName, batch: number) => Promise<TensorsByName>,
): SamplingRun['predict'] {
  const { image, timestep, output, guidance } = graph.sampler;
  const guided = scale === 1 ? undefined : guidance;
  const { shape } = fixed[image]!;
  const batch = shape[0]! * (guided ? 2 : 1);
  const others = guided ? withNullLabels(fixed, graph, guided) : fixed;
  return async (noisy, time) => {
    const single = { shape, data: Float32Array.from(noisy) };
    const times = new Float32Array(batch).fill(timestep.offset + timestep.scale * time);
    const inputs = {
      ...others,
      [image]: guided ? joined(single, single) : single,
      [timestep.input]: { shape: [batch, 1], data: times },
    };
    const { data } = (await run(inputs, batch))[output]!;
    if (!guided) return Float64Array.from(data);
    return noisy.map((_, at) => {
      const none = data[noisy.length + at]!;
      return none + scale * (data[at]! - none);
    });
  };
}

/** Every input twice, the second time without the label. */
function withNullLabels(fixed: TensorsByName, { inputs }: Graph, guidance: Guidance): TensorsByName {
  return Object.fromEntries(
    inputs.map((input) => {
      const tensor = fixed[input.name]!;
      const isLabel = input.name === guidance.label && input.kind === 'label';
      return [input.name, joined(tensor, isLabel ? nullLabel(input, tensor, guidance) : tensor)];
    }),
  );
}

function nullLabel({ encoding }: LabelInput, { shape, data }: Tensor, guidance: Guidance): Tensor {
  const none = guidance.null;
  if (none === 'zeros') return { shape, data: new Float32Array(data.length) };
  if (encoding === 'value') return { shape, data: new Float32Array(data.length).fill(none) };
  return { shape, data: data.map((_, at) => (at % shape[1]! === none ? 1 : 0)) };
}

function joined(first: Tensor, second: Tensor): Tensor {
  const data = new Float32Array(first.data.length + second.data.length);
  data.set(first.data);
  data.set(second.data, first.data.length);
  return { shape: [first.shape[0]! + second.shape[0]!, ...first.shape.slice(1)], data };
}
