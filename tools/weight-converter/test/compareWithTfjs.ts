import type { Model } from '@roentgan/gan-runtime/model-file';
import type { Tensor } from '@roentgan/kernels';
import { type ConvertOptions, convert } from '../src/convert.ts';
import type { OpenSideFile } from '../src/sideFiles.ts';
import { toChannelsFirst } from './channelOrder.ts';
import { interpret, largestDifference } from './interpret.ts';
import { runTfjsGraph, type TfjsInput } from './tfjsOracle.ts';

export interface Comparison {
  readonly model: Model;
  /** Largest difference between our reference and TF.js, as a share of the largest value (at least 1). */
  readonly difference: number;
  /** Largest spread of the values of an output: no test passes on constant images. */
  readonly spread: number;
}

interface Source {
  readonly bytes: Uint8Array;
  readonly open: OpenSideFile;
}

/** Converts a TF.js graph model and runs both; inputs in TF.js's layout, by node. */
export async function compareWithTfjs(
  { bytes, open }: Source,
  inputs: Readonly<Record<string, TfjsInput>>,
  options: Pick<ConvertOptions, 'shapes'> = {},
): Promise<Comparison> {
  const { model } = await convert(bytes, 'model.json', { ...options, openSideFile: open, directions: 0 });
  const { graph } = model;
  const outputs = graph.outputs.filter(({ channels }) => channels === 'raw').map(({ name }) => name);
  const expected = await runTfjsGraph(bytes, open, inputs, outputs);
  const given = graph.inputs.map(({ name, shape }) => {
    const { data, shape: source } = inputs[name]!;
    return [name, { shape: [source[0]!, ...(shape.slice(1) as number[])], data }] as const;
  });
  const found = interpret(model, Object.fromEntries(given));
  const wanted = new Map(outputs.map((name, at) => [name, expected[at]!]));
  for (const { name, channels } of graph.outputs)
    if (channels !== 'raw') wanted.set(name, asPicture(found[name]!.shape, expected));
  let [difference, spread] = [0, 0];
  for (const [name, theirs] of wanted) {
    const ours = found[name]!;
    if (ours.shape.join() !== theirs.shape.join())
      throw new Error(`output "${name}" is [${ours.shape}], TF.js gives [${theirs.shape}]`);
    const [low, high] = theirs.data.reduce(
      ([least, most], value) => [Math.min(least, value), Math.max(most, value)] as const,
      [Infinity, -Infinity] as readonly [number, number],
    );
    const scale = Math.max(1, Math.abs(low), Math.abs(high));
    difference = Math.max(difference, largestDifference(ours.data, theirs.data) / scale);
    spread = Math.max(spread, high - low);
  }
  return { model, difference, spread };
}

/** The output that is a picture of `shape` [N, C, H, W], channels first. */
function asPicture([batch, channels, height, width]: readonly number[], outputs: readonly Tensor[]): Tensor {
  const shape = [batch!, height!, width!, channels!];
  const count = shape.reduce((product, size) => product * size, 1);
  return toChannelsFirst({ shape, data: outputs.find(({ data }) => data.length === count)!.data });
}
