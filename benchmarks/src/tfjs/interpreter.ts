import { ready, setBackend, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { fetchFlatModel } from '../fetchFlatModel.ts';
import type { Contender, Inputs } from '../page/contender.ts';
import type { ChannelsLastModel, ChannelsLastNode } from './channelsLastModel.ts';
import { checkConvolution } from './convolutions.ts';
import { fromLogical } from './layout.ts';
import { operations } from './operations.ts';

/** A model on a TF.js backend: weights are uploaded once, an image is one `tidy` and one `data()`. */
export function tfjsContender(backend: string, describe: () => string = () => backend): Contender {
  let model: ChannelsLastModel;
  let weights: Record<string, Tensor>[];

  return {
    layout: 'channelsLast',
    describe,
    async load(modelUrl) {
      if (!(await setBackend(backend))) throw new Error(`TF.js has no backend "${backend}" on this machine`);
      await ready();
      const fetched = await fetchFlatModel<ChannelsLastNode>(`${modelUrl}.channels-last`);
      model = fetched.model;
      weights = model.nodes.map((node) => {
        if (node.weights.weight?.shape.length === 4) checkConvolution(node);
        if (operations[node.op] === undefined) {
          throw new RangeError(
            `${node.op} "${node.name}": TF.js's half of the benchmark has no such operation`,
          );
        }
        const placed = Object.entries(node.weights).map(([role, weight]) => [
          role,
          tensor(fetched.valuesOf(weight), [...weight.shape]),
        ]);
        return Object.fromEntries(placed);
      });
    },
    async run(inputs) {
      const image = tidy(() => predict(model, weights, inputs));
      const values = await image.data<'float32'>();
      image.dispose();
      return values;
    },
  };
}

function predict(
  model: ChannelsLastModel,
  weights: readonly Record<string, Tensor>[],
  inputs: Inputs,
): Tensor {
  const values = new Map<string, Tensor>();
  for (const [name, { data, shape }] of Object.entries(inputs)) {
    values.set(name, fromLogical(tensor(data, [...shape])));
  }
  model.nodes.forEach((node, index) => {
    const operands = node.inputs.map((name) => values.get(name)!);
    values.set(node.output, operations[node.op]!(operands, weights[index]!, node));
  });
  return values.get(model.output)!;
}
