import { ModelFileError } from '../errors.ts';
import { asArray, asNumber } from './fields.ts';
import { parseNames } from './graphInputs.ts';
import type { GraphShape } from './model.ts';

/** In mm: what is larger is a mistake of the unit. */
const largestPixel = 1000;

/** Millimetres between rows and between columns. Only an image has them. */
export function parsePixelSize(value: unknown, label: string, channels: string): readonly [number, number] {
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
export function parseScoreNames(
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
