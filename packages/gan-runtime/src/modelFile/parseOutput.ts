import { ModelFileError } from '../errors.ts';
import { asName, asOneOf, asPair, asRecord } from './fields.ts';
import { parseNames, parseShape } from './graphInputs.ts';
import type { GraphOutput, GraphShape } from './model.ts';

const channelCounts = { grey: 1, rgb: 3, rgba: 4 } as const;

export function parseOutput(value: unknown, where: string): GraphOutput {
  const record = asRecord(value, where, ['name', 'tensor', 'shape', 'range', 'channels', 'names']);
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
    ...(record.names !== undefined && { names: parseScoreNames(record.names, label, shape, channels) }),
  };
}

/** Only scores have classes to name: one for each, maybe with axes of 1 behind, as convolutions leave them. */
function parseScoreNames(
  value: unknown,
  label: string,
  shape: GraphShape,
  channels: string,
): readonly string[] {
  const [, classes, ...rest] = shape;
  if (channels !== 'raw' || classes === undefined || rest.some((size) => size !== 1)) {
    throw new ModelFileError(
      `${label}: has class names, expected none (only raw scores [N,classes] have them)`,
    );
  }
  return parseNames(value, label, classes as number);
}
