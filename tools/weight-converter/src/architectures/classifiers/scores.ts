import type { ArchitectureOutput, Layer } from '../architecture.ts';

/** What a classifier gives: the last layer's `logits`, and what they are as `probabilities`: softmax, sigmoid of a single one. */
export function scoreLayers(classes: number): Layer[] {
  return [
    classes === 1
      ? { op: 'sigmoid', name: 'probabilities', inputs: ['logits'] }
      : { op: 'softmax', name: 'probabilities', inputs: ['logits'], attributes: { dim: 1 } },
  ];
}

export const scoreOutputs: readonly ArchitectureOutput[] = [
  { name: 'logits', layer: 'logits' },
  { name: 'probabilities', layer: 'probabilities', range: [0, 1] },
];
