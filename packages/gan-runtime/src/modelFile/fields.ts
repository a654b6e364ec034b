import { ModelFileError } from '../errors.ts';
import { show } from './jsonText.ts';
import { limits } from './limits.ts';

/** Readers of untrusted JSON values. Each throws `ModelFileError` that says where, what was found and what was expected. */

export type JsonObject = Readonly<Record<string, unknown>>;

function refuse(where: string, found: unknown, expected: string): never {
  throw new ModelFileError(`${where} is ${show(found)}, expected ${expected}`);
}

/** An object whose keys are all usable as names. */
export function asObject(value: unknown, where: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(where, value, 'an object');
  for (const key of Object.keys(value)) asName(key, `a key of ${where}`);
  return value as JsonObject;
}

/** An object with no field but `known`: a field that this version ignores could change what the file means. */
export function asRecord(value: unknown, where: string, known: readonly string[]): JsonObject {
  const record = asObject(value, where);
  for (const key of Object.keys(record)) {
    if (!known.includes(key)) {
      throw new ModelFileError(`${where} has the unknown field ${show(key)}, expected ${known.join(', ')}`);
    }
  }
  return record;
}

export function asArray(value: unknown, where: string, maxLength: number): readonly unknown[] {
  if (!Array.isArray(value)) refuse(where, value, 'an array');
  if (value.length > maxLength) {
    throw new ModelFileError(`${where} has ${value.length} entries, expected at most ${maxLength}`);
  }
  return value;
}

/**
 * A name: 1 to 512 characters, no control characters, and nothing that every JavaScript object already has
 * (`__proto__`, `constructor`, ...), since names become keys.
 */
export function asName(value: unknown, where: string): string {
  if (typeof value !== 'string') refuse(where, value, 'a name');
  if (value.length === 0 || value.length > limits.nameLength) {
    throw new ModelFileError(`${where} has ${value.length} characters, expected 1 to ${limits.nameLength}`);
  }
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) refuse(where, value, 'a name without control characters');
  }
  if (value in Object.prototype) refuse(where, value, 'a name that JavaScript objects do not already have');
  return value;
}

export function asText(value: unknown, where: string): string {
  if (typeof value !== 'string') refuse(where, value, 'a string');
  if (value.length > limits.textLength) {
    throw new ModelFileError(
      `${where} has ${value.length} characters, expected at most ${limits.textLength}`,
    );
  }
  return value;
}

export function asBoolean(value: unknown, where: string): boolean {
  if (typeof value !== 'boolean') refuse(where, value, 'true or false');
  return value;
}

export function asNumber(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) refuse(where, value, 'a finite number');
  return value;
}

export function asInteger(value: unknown, where: string, min: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < min) {
    refuse(where, value, `an integer of at least ${min}`);
  }
  return value as number;
}

export function asOneOf<Choice extends string>(
  value: unknown,
  where: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === value);
  return found ?? refuse(where, value, choices.map((choice) => `"${choice}"`).join(' or '));
}

/** Two different numbers: `[black, white]` may run either way. */
export function asPair(value: unknown, where: string): readonly [number, number] {
  const pair = asArray(value, where, 2);
  if (pair.length !== 2) refuse(where, value, 'two numbers');
  const first = asNumber(pair[0], `${where}[0]`);
  const second = asNumber(pair[1], `${where}[1]`);
  if (first === second) refuse(where, value, 'two different numbers');
  return [first, second];
}

/** `[low, high]`, low below high. */
export function asBounds(value: unknown, where: string): readonly [number, number] {
  const pair = asPair(value, where);
  if (pair[0] > pair[1]) refuse(where, value, '[low, high] with low below high');
  return pair;
}
