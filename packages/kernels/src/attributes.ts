type Raw = Readonly<Record<string, unknown>>;

interface IntegerRange {
  readonly min: number;
  readonly max?: number;
}

const largest = 2 ** 31 - 1;

function describe(value: unknown): string {
  return value === undefined ? 'absent' : (JSON.stringify(value)?.slice(0, 80) ?? typeof value);
}

/** A number of an untrusted graph, finite also as f32, and at least `min`. */
export function numberAttribute(
  raw: Raw,
  name: string,
  fallback: number | undefined,
  where: string,
  min?: number,
): number {
  const value = raw[name] ?? fallback;
  if (typeof value !== 'number' || !Number.isFinite(Math.fround(value)) || value < (min ?? value)) {
    const range = min === undefined ? '' : ` from ${min}`;
    throw new RangeError(`${where}: ${name} is ${describe(value)}, expected a finite number${range} (f32)`);
  }
  return value;
}

/** An integer attribute within a range; one without a fallback must be there. */
export function integerAttribute(
  raw: Raw,
  name: string,
  fallback: number | undefined,
  { min, max = largest }: IntegerRange,
  where: string,
): number {
  const value = raw[name] ?? fallback;
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
    throw new RangeError(
      `${where}: ${name} is ${describe(value)}, expected an integer from ${min} to ${max}`,
    );
  }
  return value as number;
}

/** A list of integers, of `length` where that is given. */
export function integersAttribute(
  raw: Raw,
  name: string,
  fallback: readonly number[] | undefined,
  { min, max = largest }: IntegerRange,
  where: string,
  length?: number,
): number[] {
  const value = raw[name] ?? fallback;
  const fits =
    Array.isArray(value) &&
    (length === undefined || value.length === length) &&
    value.every((entry) => Number.isInteger(entry) && entry >= min && entry <= max);
  if (!fits) {
    const count = length === undefined ? 'a list of' : `${length}`;
    const range = Number.isFinite(min) ? ` from ${min} to ${max}` : '';
    throw new RangeError(`${where}: ${name} is ${describe(value)}, expected ${count} integers${range}`);
  }
  return [...(value as number[])];
}

/** One of a few words. */
export function choiceAttribute<Choice extends string>(
  raw: Raw,
  name: string,
  choices: readonly [Choice, ...Choice[]],
  where: string,
): Choice {
  const value = raw[name] ?? choices[0];
  if (!choices.includes(value as Choice)) {
    throw new RangeError(`${where}: ${name} is ${describe(value)}, expected ${choices.join(' or ')}`);
  }
  return value as Choice;
}

/** True or false. */
export function booleanAttribute(raw: Raw, name: string, fallback: boolean, where: string): boolean {
  const value = raw[name] ?? fallback;
  if (typeof value !== 'boolean') {
    throw new RangeError(`${where}: ${name} is ${describe(value)}, expected true or false`);
  }
  return value;
}
