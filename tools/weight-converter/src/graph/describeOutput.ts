import type { GraphOutput } from '@roentgan/gan-runtime/model-file';
import { type Activation, toGraphShape } from './graphBuilder.ts';

const channelMeaning = { 1: 'grey', 3: 'rgb', 4: 'rgba' } as const;

/** An output as the model file states it; the range is what the last operations guarantee, else [-1, 1]. */
export function describeOutput(name: string, value: Activation): GraphOutput {
  const isImage = value.shape.length === 4;
  const channels = isImage ? channelMeaning[value.shape[1] as keyof typeof channelMeaning] : undefined;
  const [low, high] = value.bounds ?? [-1, 1];
  return {
    name,
    ...(value.name !== name && { tensor: value.name }),
    shape: toGraphShape(value.shape),
    range: low < high ? [low, high] : [-1, 1],
    channels: channels ?? 'raw',
  };
}
