import type { Graph, GraphOutput } from '@roentgan/gan-runtime';

/** What a classifier gives: a score for each class. */
export interface ClassifierOutput {
  readonly name: string;
  readonly classes: number;
  /** `probabilities` come from a softmax in the model; of `logits` the softmax is taken here. */
  readonly scores: 'probabilities' | 'logits';
  /** What the file calls the classes. */
  readonly names?: readonly string[];
}

/**
 * The output with the scores: `name`, or else one that a softmax makes, or else the only one of shape [N,classes].
 * @throws RangeError where there is none, or several and none is the one
 */
export function classifierOutput(graph: Graph, where: string, name?: string): ClassifierOutput {
  const candidates = graph.outputs.filter((output) => classesOf(output) >= 2);
  const made = (output: GraphOutput) => makerOf(graph, output.tensor ?? output.name);
  const known = candidates.map((output) => `"${output.name}"`).join(', ');
  if (name !== undefined && !candidates.some((output) => output.name === name)) {
    throw new RangeError(`${where}: output "${name}" holds no scores, expected ${known || 'another model'}`);
  }
  if (candidates.length === 0) {
    const found = graph.outputs.map((output) => `"${output.name}" [${output.shape.join(',')}]`).join(', ');
    throw new RangeError(
      `${where} is not a classifier: it gives ${found}, expected [N,classes] with at least 2 classes`,
    );
  }
  const named = candidates.find((output) => output.name === name);
  const normalised = candidates.filter((output) => made(output) === 'softmax');
  const only = [normalised, candidates].find((list) => list.length === 1)?.[0];
  const output = named ?? only;
  if (!output)
    throw new RangeError(`${where} gives several lists of scores, expected the name of one: ${known}`);
  const maker = made(output);
  if (maker === 'sigmoid') {
    throw new RangeError(
      `${where}: output "${output.name}" comes from a sigmoid, so its classes do not exclude each other; expected logits or a softmax`,
    );
  }
  const scores = maker === 'softmax' ? 'probabilities' : 'logits';
  const { names } = output;
  return { name: output.name, classes: classesOf(output), scores, ...(names && { names }) };
}

/** Classes of [N,classes], also with axes of 1 behind, as convolutions leave them; 0 for what is no list of scores. */
function classesOf({ shape, channels }: GraphOutput): number {
  const [, classes = 0, ...rest] = shape as readonly number[];
  return channels === 'raw' && rest.every((size) => size === 1) ? classes : 0;
}

/** The operation that makes a tensor's values; reshapes only name them anew. */
function makerOf({ nodes }: Graph, tensor: string): string | undefined {
  const node = nodes.find(({ output }) => output === tensor);
  return node?.op === 'reshape' ? makerOf({ nodes } as Graph, node.inputs[0]!) : node?.op;
}

/** Sums of probabilities that differ more from 1 are no rounding. */
const SUM_TOLERANCE = 0.01;

/** @throws RangeError for values that are not finite, or probabilities that are none */
export function toProbabilities(
  values: ArrayLike<number>,
  { name, scores }: ClassifierOutput,
  where: string,
): number[] {
  const given = Array.from(values);
  if (!given.every(Number.isFinite)) {
    throw new RangeError(`${where}: output "${name}" has values that are not finite, expected ${scores}`);
  }
  const largest = Math.max(...given);
  const shares = scores === 'logits' ? given.map((value) => Math.exp(value - largest)) : given;
  const sum = shares.reduce((total, value) => total + value, 0);
  const isDistribution = shares.every((value) => value >= 0) && Math.abs(sum - 1) <= SUM_TOLERANCE;
  if (scores === 'probabilities' && !isDistribution) {
    throw new RangeError(`${where}: output "${name}" sums to ${sum.toPrecision(4)}, expected probabilities`);
  }
  return shares.map((value) => value / sum);
}
