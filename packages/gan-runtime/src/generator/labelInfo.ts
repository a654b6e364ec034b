import type { Graph, LabelInput } from '../modelFile/model.ts';
import type { LabelInfo } from './modelInfo.ts';

/** The labels that a caller chooses, not those that a sampler, truncation or style mixing feeds. */
export function labelsOf({ inputs, sampler, truncation, mixing }: Graph): LabelInput[] {
  const fed = [
    sampler?.timestep.input,
    truncation && 'label' in truncation ? truncation.label : undefined,
    mixing?.from,
  ];
  return inputs.filter((input): input is LabelInput => input.kind === 'label' && !fed.includes(input.name));
}

/** A one-hot label's classes; those of a value label that is nothing but the row of a table. */
export function classesOf({ nodes }: Graph, { encoding, name, shape, range }: LabelInput): number {
  if (encoding === 'one-hot') return shape[1] as number;
  const isRow = (tensor: string): boolean => {
    const readers = nodes.filter(({ inputs }) => inputs.includes(tensor));
    const reads = ({ op, output }: (typeof nodes)[number]) =>
      op === 'embedding' || (op === 'reshape' && isRow(output));
    return readers.length > 0 && readers.every(reads);
  };
  return range?.[0] === 0 && Number.isInteger(range[1]) && isRow(name) ? range[1] + 1 : 0;
}

/** What a model says of its labels. */
export function labelInfo(graph: Graph): LabelInfo[] {
  return labelsOf(graph).map((label) => ({ ...label, classes: classesOf(graph, label) }));
}
