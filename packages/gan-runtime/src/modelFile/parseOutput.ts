import { ModelFileError } from '../errors.ts';
import { channelCounts } from './channelCounts.ts';
import { asName, asOneOf, asPair, asRecord } from './fields.ts';
import { parseShape } from './latentInput.ts';
import type { GraphOutput } from './model.ts';
import { parsePixelSize, parseScoreNames } from './outputExtras.ts';

export function parseOutput(value: unknown, where: string): GraphOutput {
  const record = asRecord(value, where, [
    'name',
    'tensor',
    'shape',
    'range',
    'channels',
    'names',
    'pixelSize',
  ]);
  const name = asName(record.name, `${where}.name`);
  const label = `output "${name}"`;
  const shape = parseShape(record.shape, label);
  const channels = asOneOf(record.channels, `${label}: channels`, ['grey', 'rgb', 'rgba', 'raw']);
  if (channels !== 'raw' && (shape.length !== 4 || shape[1] !== channelCounts[channels])) {
    throw new ModelFileError(
      `${label}: shape is [${shape}], expected [N,${channelCounts[channels]},height,width] for ${channels}`,
    );
  }
  return {
    name,
    ...(record.tensor !== undefined && { tensor: asName(record.tensor, `${label}: tensor`) }),
    shape,
    range: asPair(record.range, `${label}: range`),
    channels,
    ...(record.names !== undefined && {
      names: parseScoreNames(record.names, label, shape, channels),
    }),
    ...(record.pixelSize !== undefined && {
      pixelSize: parsePixelSize(record.pixelSize, label, channels),
    }),
  };
}
