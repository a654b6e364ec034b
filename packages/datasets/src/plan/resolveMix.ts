import type { LabelInfo, ModelInfo } from '@roentgan/gan-runtime';
import { DatasetError } from '../datasetError.ts';
import type { DatasetSettings } from './datasetSettings.ts';
import type { DatasetRequest } from './resolveSettings.ts';

/**
 * Which classes are drawn how often. Where nothing is said of the model's only label with classes, all are drawn alike, but for
 * the one that stands for none in a sampler's guidance.
 * @throws DatasetError for weights that do not fit the label's classes
 */
export function resolveMix(
  { mix, labels = {} }: Pick<DatasetRequest, 'mix' | 'labels'>,
  info: ModelInfo,
): DatasetSettings['mix'] {
  const choices = info.labels.filter(({ classes }) => classes > 1);
  if (!mix) {
    const [only] = choices;
    if (choices.length !== 1 || !only || Object.hasOwn(labels, only.name)) return undefined;
    return { label: only.name, weights: evenWeights(only, info) };
  }
  const label = mixedLabel(mix.label, choices);
  if (Object.hasOwn(labels, label.name)) {
    throw new DatasetError(`label "${label.name}" is given and mixed, expected one of the two`);
  }
  checkWeights(mix.weights, label);
  return { label: label.name, weights: mix.weights };
}

function mixedLabel(name: string | undefined, choices: readonly LabelInfo[]): LabelInfo {
  const names = choices.map((label) => `"${label.name}"`).join(', ');
  if (choices.length === 0) throw new DatasetError('mix: the model has no label with classes');
  if (name === undefined && choices.length > 1) {
    throw new DatasetError(`mix: the model has several labels with classes, say which: ${names}`);
  }
  const label = name === undefined ? choices[0] : choices.find((choice) => choice.name === name);
  if (label) return label;
  throw new DatasetError(`mix: the model has no label "${name}" with classes, expected ${names}`);
}

function checkWeights(weights: readonly number[], { name, classes, names }: LabelInfo): void {
  const isWeight = (weight: number) => Number.isFinite(weight) && weight >= 0;
  if (weights.length === classes && weights.every(isWeight) && weights.some((weight) => weight > 0)) return;
  const what = names ? ` (${names.join(', ')})` : '';
  throw new DatasetError(
    `mix is ${weights.join(',')}, expected ${classes} numbers from 0 on, one for each class of "${name}"${what}, not all 0`,
  );
}

function evenWeights({ name, classes }: LabelInfo, { sampler }: ModelInfo): number[] {
  const guidance = sampler?.guidance;
  const none = guidance?.label === name ? guidance.null : undefined;
  return Array.from({ length: classes }, (_, index) => (index === none ? 0 : 1));
}
