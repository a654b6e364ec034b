import { ModelFileError } from '../errors.ts';
import { asArray, asName, asNumber, asOneOf, asPair, asRecord } from './fields.ts';
import { parseNames, parseShape } from './graphInputs.ts';
import type { GraphOutput, GraphShape } from './model.ts';

const channelCounts = { grey: 1, rgb: 3, rgba: 4 } as const;
/** In mm: what is larger is a mistake of the unit. */
const largestPixel = 1000;

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
    ...(record.names !== undefined && { names: parseScoreNames(record.names, label, shape, channels) }),
    ...(record.pixelSize !== undefined && { pixelSize: parsePixelSize(record.pixelSize, label, channels) }),
  };
}

/** Millimetres between rows and between columns. Only an image has them. */
function parsePixelSize(value: unknown, label: string, channels: string): readonly [number, number] {
  const where = `${label}: pixelSize`;
  if (channels === 'raw') throw new ModelFileError(`${where} is given, expected none (only images have one)`);
  const pair = asArray(value, where, 2);
  if (pair.length !== 2)
    throw new ModelFileError(`${where} has ${pair.length} numbers, expected mm between rows and columns`);
  const [rows, columns] = pair.map((entry, at) => {
    const size = asNumber(entry, `${where}[${at}]`);
    if (size > 0 && size <= largestPixel) return size;
    throw new ModelFileError(`${where}[${at}] is ${size}, expected above 0 and at most ${largestPixel} mm`);
  }) as [number, number];
  return [rows, columns];
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
