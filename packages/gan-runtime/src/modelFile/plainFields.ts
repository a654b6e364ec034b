import { limits } from './limits.ts';

/** Tests of untrusted JSON values that say yes or no; `fields.ts` reads the same values and says what is wrong with them. */
export type Test = (value: unknown) => boolean;
type JsonObject = Readonly<Record<string, unknown>>;

export const isString = (value: unknown, most = Number.POSITIVE_INFINITY): value is string =>
  typeof value === 'string' && value.length <= most;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isName: Test = (value) =>
  isString(value, limits.nameLength) &&
  value !== '' &&
  !/\p{Cc}/u.test(value) &&
  !(value in Object.prototype);

export const isText: Test = (value) => isString(value, limits.textLength);

export const isSize: Test = (value) => Number.isSafeInteger(value) && (value as number) > 0;

export const optional =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);

export const either =
  (...choices: readonly unknown[]): Test =>
  (value) =>
    choices.includes(value);

export const listOf =
  (test: Test, most: number): Test =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every((entry) => test(entry));

/** An object with names for keys, as many as a node may have. */
export const mapOf =
  (test: Test): Test =>
  (value) =>
    isObject(value) &&
    listOf(isName, limits.nodeListLength)(Object.keys(value)) &&
    Object.values(value).every((entry) => test(entry));

/** An object with these fields and no other. */
export const recordOf =
  (tests: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isObject(value) &&
    Object.keys(value).every((key) => Object.hasOwn(tests, key)) &&
    Object.entries(tests).every(([key, test]) => test(value[key]));

const isShort: Test = (value) => Number.isFinite(value) || isString(value, limits.nameLength);

export const isAttribute: Test = (value) =>
  isShort(value) || typeof value === 'boolean' || listOf(isShort, limits.attributeLength)(value);

export const isPair: Test = (value) => {
  const [first, second, ...more] = Array.isArray(value) ? value : [];
  return Number.isFinite(first) && Number.isFinite(second) && first !== second && more.length === 0;
};

/** `["N", ...sizes]` */
export const isShape: Test = (value) => {
  const [batch, ...sizes] = Array.isArray(value) ? value : [];
  return batch === 'N' && listOf(isSize, limits.rank - 1)(sizes);
};

/** Objects with a name each, of which no two have the same. */
export function hasOwnNames(entries: readonly { readonly name: string }[]): boolean {
  return new Set(entries.map(({ name }) => name)).size === entries.length;
}
