import { ModelFileError } from '../errors.ts';
import { asLatentName } from './asLatentName.ts';
import { asArray, asBounds, asName, asNumber, asRecord, asText } from './fields.ts';
import { show } from './jsonText.ts';
import { limits } from './limits.ts';
import type { Curve, Edit, GraphInput, LabelInput, LabelMove } from './model.ts';

const fields = ['name', 'tensor', 'vector', 'label', 'calibration', 'unit', 'range'];

/** `edits` or `directions`; an absent list is empty. */
export function parseEdits(value: unknown, field: string, inputs: readonly GraphInput[]): readonly Edit[] {
  if (value === undefined) return [];
  return asArray(value, field, limits.listLength).map((entry, index) => {
    const record = asRecord(entry, `${field}[${index}]`, fields);
    const name = asName(record.name, `${field}[${index}].name`);
    const where = `edit "${name}"`;
    if (record.label === undefined || record.tensor !== undefined || record.vector !== undefined) {
      asLatentName(record.tensor, `${where}: tensor`, inputs);
      asName(record.vector, `${where}: vector`);
    }
    return {
      name,
      ...(record.vector !== undefined && {
        tensor: record.tensor as string,
        vector: record.vector as string,
      }),
      ...(record.label !== undefined && { label: parseLabelMove(record.label, `${where}: label`, inputs) }),
      ...(record.calibration !== undefined && {
        calibration: parseCalibration(record.calibration, `${where}: calibration`),
      }),
      unit: asText(record.unit, `${where}: unit`),
      range: asBounds(record.range, `${where}: range`),
    };
  });
}

function parseLabelMove(value: unknown, where: string, inputs: readonly GraphInput[]): LabelMove {
  const record = asRecord(value, where, ['tensor', 'positions']);
  const tensor = asName(record.tensor, `${where}.tensor`);
  const isOrdered = (input: GraphInput): input is LabelInput =>
    input.kind === 'label' && input.encoding === 'one-hot' && (input.shape[1] as number) > 1;
  const label = inputs.filter(isOrdered).find((input) => input.name === tensor);
  if (label === undefined) {
    throw new ModelFileError(
      `${where}.tensor is "${tensor}", expected the name of a one-hot label with at least two classes`,
    );
  }
  if (record.positions === undefined) return { tensor };
  const positions = parseCurve(record.positions, `${where}.positions`);
  const [first, last] = [positions[0]![1], positions.at(-1)![1]];
  const end = (label.shape[1] as number) - 1;
  if (first !== 0 || last !== end) {
    throw new ModelFileError(
      `${where}.positions go from ${first} to ${last}, expected 0 to ${end}, the first and last class`,
    );
  }
  return { tensor, positions };
}

/** An amount of 0 must leave the image as it is. */
function parseCalibration(value: unknown, where: string): Curve {
  const curve = parseCurve(value, where);
  if (!curve.some(([amount, step]) => amount === 0 && step === 0)) {
    throw new ModelFileError(`${where} is ${show(value)}, expected [0,0] among its pairs`);
  }
  return curve;
}

function parseCurve(value: unknown, where: string): Curve {
  const pairs = asArray(value, where, limits.curvePoints).map((entry, index): Curve[number] => {
    const pair = asArray(entry, `${where}[${index}]`, 2);
    return [asNumber(pair[0], `${where}[${index}][0]`), asNumber(pair[1], `${where}[${index}][1]`)];
  });
  const isIncreasing = pairs.every(
    ([x, y], at) => at === 0 || (x > pairs[at - 1]![0] && y > pairs[at - 1]![1]),
  );
  if (pairs.length < 2 || !isIncreasing) {
    throw new ModelFileError(
      `${where} is ${show(value)}, expected at least two pairs that increase in both numbers`,
    );
  }
  return pairs;
}
