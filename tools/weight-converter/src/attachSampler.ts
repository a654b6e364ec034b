import { type Graph, type GraphInput, ModelFileError, type Sampler } from '@roentgan/gan-runtime/model-file';

/**
 * A graph with a sampler that its source does not state, or with fields of one that it has changed. The input that is the noisy image
 * becomes a normal latent and the time a value label, whatever they were taken for. All else is checked where the model is written.
 * @param stated fields of the model file's `sampler`, from a JSON file
 */
export function attachSampler(graph: Graph, stated: unknown, fileName: string): Graph {
  if (typeof stated !== 'object' || stated === null || Array.isArray(stated)) {
    throw new ModelFileError(
      `${fileName}: the sampler is no JSON object, expected one such as {"kind":"ddim"}`,
    );
  }
  const sampler = { ...graph.sampler, ...stated } as Sampler;
  const { truncation, ...rest } = graph;
  const isOfNoise = truncation && 'tensor' in truncation && truncation.tensor === sampler.image;
  return {
    ...rest,
    ...(truncation && !isOfNoise && { truncation }),
    inputs: graph.inputs.map((input) => asSampled(input, sampler, fileName)),
    sampler,
  };
}

function asSampled(input: GraphInput, sampler: Sampler, fileName: string): GraphInput {
  const { name, shape } = input;
  if (name === sampler.image) return { kind: 'latent', name, shape, distribution: 'normal' };
  if (name !== sampler.timestep?.input) return input;
  if (shape.length !== 2 || shape[1] !== 1) {
    throw new ModelFileError(
      `${fileName}: input "${name}" is [${shape}], expected [N,1] as the time; export it so, or state it with --shape ${name}=1,1`,
    );
  }
  return { kind: 'label', name, shape, encoding: 'value', default: 0 };
}
