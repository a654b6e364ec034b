import { type Edit, type Model, tensorFromFloat32 } from '@roentgan/gan-runtime/model-file';
import { latentGram } from './latentGram.ts';
import { symmetricEigen } from './symmetricEigen.ts';

const MAX_LATENT = 512;

/**
 * Adds the directions in the first normal latent that the first layers amplify most: eigenvectors of A^T A, where A is
 * what those layers do to the latent (SeFa: Shen and Zhou, Closed-Form Factorization of Latent Semantics in GANs, 2021).
 * One unit is one standard deviation of the latent along the direction. The model is returned as it is where its latent
 * does not go straight into a linear layer or a convolution.
 */
export function addDirections(model: Model, count = 8): Model {
  const latent = model.graph.inputs.find(
    (input) => input.kind === 'latent' && input.distribution === 'normal',
  );
  if (latent === undefined) return model;
  const shape = latent.shape.slice(1) as number[];
  const size = shape.reduce((product, length) => product * length, 1);
  const gram = size <= MAX_LATENT ? latentGram(model, latent.name, size) : undefined;
  if (gram === undefined) return model;
  const tensors = new Map(model.tensors);
  const directions: Edit[] = symmetricEigen(gram, size)
    .slice(0, count)
    .filter(({ value }) => value > 0)
    .map(({ vector }, index) => {
      let name = `directions.${index}`;
      while (tensors.has(name)) name += '.latent';
      tensors.set(name, tensorFromFloat32(withFixedSign(vector), shape));
      return {
        name: `direction ${index + 1}`,
        tensor: latent.name,
        vector: name,
        unit: 'standard deviations',
        range: [-3, 3],
      };
    });
  return { graph: { ...model.graph, directions }, tensors };
}

/** Eigenvectors have no sign of their own: the component largest in size is made positive. */
function withFixedSign(vector: Float64Array): Float32Array {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest) + 1e-12) largest = value;
  return Float32Array.from(vector, (value) => (largest < 0 ? -value : value));
}
