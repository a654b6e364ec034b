import { ready, setBackend, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Contender, Inputs } from '../page/contender.ts';
import type { ChannelsLastModel } from './channelsLastModel.ts';
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
      const [description, values] = await Promise.all([
        fetched(`${modelUrl}.channels-last.json`).then((response) => response.json()),
        fetched(`${modelUrl}.channels-last.bin`).then((response) => response.arrayBuffer()),
      ]);
      model = description as ChannelsLastModel;
      weights = model.nodes.map((node) => {
        if (node.weights.weight?.shape.length === 4) checkConvolution(node);
        if (operations[node.op] === undefined) {
          throw new RangeError(
            `${node.op} "${node.name}": TF.js's half of the benchmark has no such operation`,
          );
        }
        return Object.fromEntries(
          Object.entries(node.weights).map(([role, { shape, offset }]) => {
            const count = shape.reduce((product, size) => product * size, 1);
            return [role, tensor(new Float32Array(values, offset * 4, count), [...shape])];
          }),
        );
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

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: status ${response.status}, expected 200`);
  return response;
}
