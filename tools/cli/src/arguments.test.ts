import { describe, expect, test } from 'vitest';
import { parseArguments, parseNumber } from './arguments.ts';
import { UsageError } from './errors.ts';

const options = {
  seed: { type: 'string' },
  backend: { type: 'string' },
  json: { type: 'boolean' },
  label: { type: 'string', multiple: true },
  output: { type: 'string', short: 'o' },
} as const;
const parse = (...args: string[]) => parseArguments(args, options, { names: ['MODEL'], required: 1 });

describe('accepted', () => {
  test('positionals, options and flags in any order', () => {
    const parsed = parse('--json', '--seed', '7', 'knee.safetensors', '--label', 'grade=3', '-o', 'x');
    expect(parsed.positionals).toEqual(['knee.safetensors']);
    expect(parsed.integer('seed', 0, 10)).toBe(7);
    expect(parsed.flag('json')).toBe(true);
    expect(parsed.text('output')).toBe('x');
    expect([...parsed.pairs('label')]).toEqual([['grade', '3']]);
  });

  test('as many of the last positional as there are, where it may repeat', () => {
    const several = (...args: string[]) =>
      parseArguments(args, options, { names: ['IMAGE'], required: 1, more: true }).positionals;
    expect(several('a', '--json', 'b', 'c')).toEqual(['a', 'b', 'c']);
    expect(() => several()).toThrow('IMAGE is missing');
  });

  test('a value may hold an equals sign', () => {
    expect(parse('m', '--label', 'a=b=c').pairs('label').get('a')).toBe('b=c');
  });

  test('names with spaces', () => {
    expect(parse('m', '--label', 'joint space=-1.5').pairs('label').get('joint space')).toBe('-1.5');
  });

  test('what was not given is undefined', () => {
    const parsed = parse('m');
    expect(parsed.number('seed', 0, 1)).toBeUndefined();
    expect(parsed.choice('backend', ['cpu'])).toBeUndefined();
    expect(parsed.flag('json')).toBe(false);
    expect(parsed.pairs('label').size).toBe(0);
  });

  test.each([
    ['-1.5', -1.5],
    ['.5', 0.5],
    ['2e3', 2000],
    ['+4', 4],
  ])('number %s', (text, value) => {
    expect(parseNumber('x', text, -1e9, 1e9)).toBe(value);
  });
});

describe('refused with UsageError', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['missing positional', () => parse('--json'), /^MODEL is missing$/],
    ['too many positionals', () => parse('a', 'b'), /^unexpected argument "b"$/],
    ['unknown option', () => parse('m', '--sede', '1'), /unknown option '--sede'/],
    ['unknown short option', () => parse('m', '-x'), /unknown option '-x'/],
    ['missing value', () => parse('m', '--seed'), /--seed.* argument missing/],
    ['option instead of a value', () => parse('m', '--seed', '--json'), /--seed/],
    ['value for a flag', () => parse('m', '--json=yes'), /--json/],
    ['empty value', () => parse('m', '--seed=').integer('seed', 0, 1), /^--seed is empty$/],
    [
      'not a number',
      () => parse('m', '--seed', '7a').integer('seed', 0, 9),
      /--seed is "7a", expected a number from 0 to 9/,
    ],
    ['hexadecimal', () => parse('m', '--seed', '0x7').integer('seed', 0, 9), /--seed is "0x7"/],
    [
      'a fraction',
      () => parse('m', '--seed', '1.5').integer('seed', 0, 9),
      /--seed is 1.5, expected a whole number/,
    ],
    [
      'negative',
      () => parse('m', '--seed', '-1').integer('seed', 0, 9),
      /--seed is "-1", expected a number from 0 to 9/,
    ],
    ['too large', () => parse('m', '--seed', '1e99').integer('seed', 0, 9), /--seed is "1e99"/],
    ['infinite', () => parseNumber('x', 'Infinity', 0, 9), /x is "Infinity"/],
    [
      'choice',
      () => parse('m', '--backend', 'gpu').choice('backend', ['cpu', 'webgpu']),
      /"gpu", expected cpu, webgpu/,
    ],
    [
      'pair without =',
      () => parse('m', '--label', 'grade').pairs('label'),
      /--label is "grade", expected NAME=VALUE/,
    ],
    ['pair without name', () => parse('m', '--label', '=3').pairs('label'), /expected NAME=VALUE/],
    ['pair without value', () => parse('m', '--label', 'grade=').pairs('label'), /expected NAME=VALUE/],
    [
      'pair twice',
      () => parse('m', '--label', 'a=1', '--label', 'a=2').pairs('label'),
      /--label a is given twice/,
    ],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(UsageError);
    expect(action).toThrow(message);
    expect(action).not.toThrow(/\n/);
  });
});
