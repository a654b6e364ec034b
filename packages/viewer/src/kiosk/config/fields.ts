import * as v from 'valibot';

// Each schema's message is what was expected: `readKioskConfig` puts where and what was found before it.

export function number(initial: number, low: number, high: number) {
  const expected = `a number from ${low} to ${high}`;
  return v.optional(
    v.pipe(v.number(expected), v.minValue(low, expected), v.maxValue(high, expected)),
    initial,
  );
}

/** Nothing on screen may be said without words. */
export function text(initial: string) {
  const expected = 'a text of 1 to 200 letters';
  return v.optional(v.pipe(v.string(expected), v.regex(/\S/, expected), v.maxLength(200, expected)), initial);
}

export const name = v.pipe(v.string('a name'), v.minLength(1, 'a name'));

export function trueOrFalse(initial: boolean) {
  return v.optional(v.boolean('true or false'), initial);
}

export function colour(initial: string) {
  const expected = 'a colour such as "#0a0c0d"';
  return v.optional(v.pipe(v.string(expected), v.regex(/^#[0-9a-f]{6}$/i, expected)), initial);
}

/** An object of these settings and no others. */
export function settings<const Entries extends v.ObjectEntries>(entries: Entries) {
  const expected = 'an object of settings';
  return v.pipe(
    v.unknown(),
    // To JavaScript an array is an object too.
    v.check((value) => !Array.isArray(value), expected),
    v.strictObject(entries, (issue) =>
      issue.expected === 'never' ? Object.keys(entries).join(', ') : expected,
    ),
  );
}
