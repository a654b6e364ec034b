import { ModelFileError } from '../errors.ts';
import { asArray, asName, asObject, asRecord } from './fields.ts';
import { show } from './jsonText.ts';
import { limits } from './limits.ts';
import type { GraphNode } from './model.ts';

/** One node's fields. Which operations, attributes and weights exist is the kernels' business: see `inferShapes`. */
export function parseNode(value: unknown, where: string): GraphNode {
  const record = asRecord(value, where, ['op', 'name', 'inputs', 'weights', 'attributes', 'output']);
  const op = asName(record.op, `${where}.op`);
  const name = asName(record.name, `${where}.name`);
  const label = `${op} "${name}"`;
  const inputs = asArray(record.inputs, `${label}: inputs`, limits.nodeListLength);
  const weights = Object.entries(asObject(record.weights, `${label}: weights`));
  const attributes = Object.entries(asObject(record.attributes, `${label}: attributes`));
  if (weights.length > limits.nodeListLength || attributes.length > limits.nodeListLength) {
    const found = Math.max(weights.length, attributes.length);
    throw new ModelFileError(
      `${label}: has ${found} weights or attributes, expected at most ${limits.nodeListLength}`,
    );
  }
  return {
    op,
    name,
    inputs: inputs.map((input, index) => asName(input, `${label}: inputs[${index}]`)),
    weights: Object.fromEntries(
      weights.map(([role, tensor]) => [role, asName(tensor, `${label}: weights.${role}`)]),
    ),
    attributes: Object.fromEntries(
      attributes.map(([key, entry]) => [key, parseAttribute(entry, `${label}: ${key}`)]),
    ),
    output: asName(record.output, `${label}: output`),
  };
}

/** A finite number, a boolean, a short string, or an array of numbers and strings. */
function parseAttribute(value: unknown, where: string): unknown {
  if (Array.isArray(value)) {
    const entries = asArray(value, where, limits.attributeLength);
    if (entries.every((entry) => isFiniteNumber(entry) || isShortString(entry))) return [...entries];
  } else if (isFiniteNumber(value) || isShortString(value) || typeof value === 'boolean') {
    return value;
  }
  throw new ModelFileError(
    `${where} is ${show(value)}, expected a finite number, a boolean, a string or an array of numbers`,
  );
}

function isFiniteNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isShortString(value: unknown): boolean {
  return typeof value === 'string' && value.length <= limits.nameLength;
}
