import type { FlatModel, FlatNode } from './flatModel.ts';

/** Values of a weight, as it lies in the file. */
export type WeightValues = (weight: FlatNode['weights'][string]) => Float32Array;

/** @param address of the two files, without `.json` and `.bin` */
export async function fetchFlatModel<Node extends FlatNode>(
  address: string,
): Promise<{ model: FlatModel<Node>; valuesOf: WeightValues }> {
  const [model, values] = await Promise.all([
    fetched(`${address}.json`).then((response) => response.json()),
    fetched(`${address}.bin`).then((response) => response.arrayBuffer()),
  ]);
  return {
    model: model as FlatModel<Node>,
    valuesOf: ({ shape, offset }) => {
      const count = shape.reduce((product, size) => product * size, 1);
      return new Float32Array(values, offset * 4, count);
    },
  };
}

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: status ${response.status}, expected 200`);
  return response;
}
