import type { Graph } from './model.ts';

/** Which code a graph needs beside what every page has. */
export interface Needs {
  /** Operations whose code the graph needs. */
  readonly operations: ReadonlySet<string>;
  readonly sampler: boolean;
}

type Unchecked = Partial<Readonly<Record<keyof Graph, unknown>>>;

/** What a graph needs, parsed or not. */
export function needsOf(graph: Unchecked): Needs {
  const nodes: readonly unknown[] = Array.isArray(graph.nodes) ? graph.nodes : [];
  const operations = nodes.flatMap((node) => {
    const { op, attributes } = Object(node);
    if (typeof op !== 'string') return [];
    // Transposed convolutions of several groups are where convolutions are.
    return (attributes?.groups ?? 1) === 1 ? op : [op, 'conv2d'];
  });
  return { operations: new Set(operations), sampler: isStated(graph.sampler) };
}

/** Whether a graph, parsed or not, has more than latents, nodes and images: see extras.ts. */
export function needsExtras(graph: Unchecked): boolean {
  const { truncation, mixing, edits, directions, sampler } = graph;
  return (
    [truncation, mixing, edits, directions, sampler].some(isStated) ||
    hasSome(graph.inputs, ({ kind }) => kind !== 'latent') ||
    hasSome(graph.outputs, ({ names, pixelSize }) => [names, pixelSize].some(isStated))
  );
}

/** null is, too: it is refused where it is parsed. */
const isStated = (value: unknown) => value !== undefined;

/** Whether an untrusted list has such an entry. */
function hasSome(list: unknown, test: (entry: Readonly<Record<string, unknown>>) => boolean): boolean {
  return Array.isArray(list) && list.some((entry) => test(Object(entry)));
}
