import { defaultDevice, init, jit, numpy as np, tree } from '@jax-js/jax';
import { fetchFlatModel } from '../fetchFlatModel.ts';
import type { FlatModel } from '../flatModel.ts';
import type { Contender } from '../page/contender.ts';
import { operations } from './operations.ts';

type Arrays = Record<string, np.Array>;

/** A model on one of jax-js's backends: the whole generator under one `jit`, weights uploaded once, an image is one `data()`. */
export function jaxContender(device: 'webgpu' | 'wasm', describe: () => string): Contender {
  let weights: Arrays[] = [];
  let generate: ReturnType<typeof compiled> | undefined;
  return {
    layout: 'channelsFirst',
    describe,
    async load(modelUrl) {
      if (!(await init(device)).includes(device))
        throw new Error(`jax-js has no "${device}" on this machine`);
      defaultDevice(device);
      const { model, valuesOf } = await fetchFlatModel(`${modelUrl}.channels-first`);
      weights = model.nodes.map((node) => {
        if (operations[node.op] === undefined) {
          throw new RangeError(
            `${node.op} "${node.name}": jax-js's half of the benchmark has no such operation`,
          );
        }
        const placed = Object.entries(node.weights).map(([role, weight]) => [
          role,
          np.array(valuesOf(weight).slice(), { shape: [...weight.shape] }),
        ]);
        return Object.fromEntries(placed);
      });
      generate = compiled(model);
    },
    async run(inputs) {
      if (!generate) throw new Error('no model is loaded');
      const given = Object.entries(inputs).map(([name, { data, shape }]) => [
        name,
        np.array(data as Float32Array<ArrayBuffer>, { shape: [...shape] }),
      ]);
      const image = generate(tree.ref(weights), Object.fromEntries(given));
      return (await image.data()) as Float32Array;
    },
  };
}

/** Traced at its first call, and again for inputs of another shape. */
function compiled(model: FlatModel) {
  return jit((weights: Arrays[], inputs: Arrays): np.Array => {
    const values = new Map(Object.entries(inputs));
    model.nodes.forEach((node, index) => {
      const operands = node.inputs.map((name) => values.get(name)!.ref);
      values.set(node.output, operations[node.op]!(operands, weights[index]!, node));
    });
    const image = values.get(model.output)!.ref;
    for (const value of values.values()) value.dispose();
    return image;
  });
}
