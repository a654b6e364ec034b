import type { Generator, LayerTime } from '@roentgan/gan-runtime';
import type { LayerTimes } from './messages.ts';

/** Medians of fewer are unsteady, more make a person wait. */
const RUNS = 5;

/** The time of each node of a loaded model for one image: the median of several runs, after one that is not counted. */
export async function timeLayers(generator: Generator, signal: AbortSignal): Promise<LayerTimes> {
  const { nodes, inputs } = generator.model.graph;
  if (!inputs.some(({ kind }) => kind === 'image')) await generator.run(generator.inputsOf(), { signal });
  else await generator.profile();
  const { counters } = generator;
  const measured: LayerTime[][] = [];
  for (let run = 0; run < RUNS; run++) {
    signal.throwIfAborted();
    measured.push((await generator.profile()).layers);
  }
  const nodeOf = new Map(nodes.map(({ name, op }) => [`${name}.${op}`, name]));
  const times = new Map<string, number>();
  for (const [step, { label }] of measured[0]!.entries()) {
    const node = nodeOf.get(label)!;
    const taken = measured.map((layers) => layers[step]!.milliseconds);
    if (taken.every((time) => time !== undefined)) times.set(node, (times.get(node) ?? 0) + median(taken));
  }
  const { backend, adapter, backendReason } = generator;
  return { times, timed: times.size > 0, runs: RUNS, backend, adapter, backendReason, counters };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
