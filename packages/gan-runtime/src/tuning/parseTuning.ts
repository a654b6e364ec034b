import { variantGroups } from '@roentgan/kernels/core';
import { ModelFileError } from '../errors.ts';
import { operationOf } from '../graph/operationTable.ts';
import { asArray, asName, asNumber, asObject, asOneOf, asRecord, asText } from '../modelFile/fields.ts';
import { deviceClasses } from './deviceClass.ts';
import type { Bounds, TuningRule, TuningTable } from './tuningTable.ts';

const fields = [
  'format',
  'version',
  'adapter',
  'deviceClass',
  'elementType',
  'date',
  'model',
  'shaders',
  'rules',
  'layers',
];
const sizes = ['positions', 'channels', 'inputChannels', 'depth'] as const;
const largestTable = 4096;

/**
 * Checks a table from a file or a store. What its times were is not looked at: they choose nothing.
 * @throws TypeError that says where, what was found and what was expected
 */
export function parseTuning(table: unknown): TuningTable {
  try {
    return parse(table);
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    throw new TypeError(error.message, { cause: error });
  }
}

function parse(table: unknown): TuningTable {
  const { format, version } = asObject(table, 'tuning');
  asOneOf(format, 'tuning.format', ['roentgan-tuning']);
  if (version !== 1) throw new ModelFileError(`tuning.version is ${JSON.stringify(version)}, expected 1`);
  const record = asRecord(table, 'tuning', fields);
  asText(record.adapter, 'tuning.adapter');
  asOneOf(record.deviceClass, 'tuning.deviceClass', deviceClasses);
  asOneOf(record.elementType, 'tuning.elementType', ['f32', 'f16']);
  asText(record.date, 'tuning.date');
  asText(asObject(record.model, 'tuning.model').shapes, 'tuning.model.shapes');
  asText(record.shaders, 'tuning.shaders');
  asArray(record.layers, 'tuning.layers', largestTable);
  const rules = asArray(record.rules, 'tuning.rules', largestTable);
  return {
    ...(record as unknown as TuningTable),
    rules: rules.map((rule, at) => parseRule(rule, `tuning.rules[${at}]`)),
  };
}

function parseRule(value: unknown, where: string): TuningRule {
  const rule = asRecord(value, where, ['operation', 'kernel', 'basis', ...sizes]);
  const name = asName(rule.operation, `${where}.operation`);
  const operation = operationOf(name);
  if (operation) {
    const others = variantGroups.flatMap(({ names }) => names.split(' '));
    asOneOf(rule.kernel, `${where}.kernel`, [
      ...operation.kernels.map((kernel) => kernel.name),
      ...others.filter((kernel) => kernel.startsWith(`${name}.`)),
    ]);
  }
  return {
    operation: name,
    kernel: asName(rule.kernel, `${where}.kernel`),
    basis: asOneOf(rule.basis, `${where}.basis`, ['measured', 'reasoned']),
    ...Object.fromEntries(
      sizes.flatMap((size) =>
        rule[size] === undefined ? [] : [[size, parseBounds(rule[size], `${where}.${size}`)]],
      ),
    ),
  };
}

function parseBounds(value: unknown, where: string): Bounds {
  const { min, max } = asRecord(value, where, ['min', 'max']);
  if (min !== undefined) asNumber(min, `${where}.min`);
  if (max !== undefined) asNumber(max, `${where}.max`);
  return value as Bounds;
}
