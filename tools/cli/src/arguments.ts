import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

export interface ParsedArguments {
  readonly positionals: readonly string[];
  /** The last value of an option that takes one. */
  text(name: string): string | undefined;
  /** All values of a repeated option, in order. */
  list(name: string): readonly string[];
  flag(name: string): boolean;
  integer(name: string, minimum: number, maximum: number): number | undefined;
  number(name: string, minimum: number, maximum: number): number | undefined;
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined;
  /** `NAME=VALUE` pairs of a repeated option, in order; a name given twice is refused. */
  pairs(name: string): Map<string, string>;
}

/** Parses strictly: an unknown option, a missing value or too many positionals throw `UsageError`. */
export function parseArguments(
  args: readonly string[],
  options: Options,
  positionals: {
    readonly names: readonly string[];
    readonly required: number;
    /** Whether the last of them may be there several times. */
    readonly more?: boolean;
    /** What an unexpected argument may have been meant for. */
    readonly instead?: string;
  },
): ParsedArguments {
  const parsed = parseStrictly(args, options);
  const given = parsed.positionals;
  if (given.length < positionals.required) {
    throw new UsageError(`${positionals.names[given.length]} is missing`);
  }
  if (given.length > positionals.names.length && !positionals.more) {
    const expected = positionals.instead ? `, expected ${positionals.instead}` : '';
    throw new UsageError(`unexpected argument "${given[positionals.names.length]}"${expected}`);
  }
  const values = parsed.values as Record<string, string | boolean | string[] | undefined>;
  const text = (name: string): string | undefined => {
    const value = values[name];
    if (value === '') throw new UsageError(`--${name} is empty`);
    return typeof value === 'string' ? value : undefined;
  };
  const number = (name: string, minimum: number, maximum: number): number | undefined => {
    const value = text(name);
    return value === undefined ? undefined : parseNumber(`--${name}`, value, minimum, maximum);
  };
  return {
    positionals: given,
    text,
    number,
    list: (name) => (values[name] as string[] | undefined) ?? [],
    flag: (name) => values[name] === true,
    integer(name, minimum, maximum) {
      const value = number(name, minimum, maximum);
      if (value !== undefined && !Number.isInteger(value)) {
        throw new UsageError(`--${name} is ${value}, expected a whole number`);
      }
      return value;
    },
    choice<Choice extends string>(name: string, choices: readonly Choice[]) {
      const value = text(name);
      if (value === undefined || choices.includes(value as Choice)) return value as Choice | undefined;
      throw new UsageError(`--${name} is "${value}", expected ${choices.join(', ')}`);
    },
    pairs: (name) => parsePairs(name, (values[name] as string[] | undefined) ?? []),
  };
}

/** A finite decimal number within bounds; anything else throws `UsageError` that opens with `where`. */
export function parseNumber(where: string, text: string, minimum: number, maximum: number): number {
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (value >= minimum && value <= maximum) return value;
  const bounds =
    Number.isFinite(minimum) && Number.isFinite(maximum)
      ? `a number from ${minimum} to ${maximum}`
      : 'a number';
  throw new UsageError(`${where} is "${text}", expected ${bounds}`);
}

function parseStrictly(args: readonly string[], options: Options) {
  try {
    return parseArgs({
      args: joinNegativeNumbers(args, options),
      options,
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const message = (error as Error).message.split('\n', 1)[0]!;
    const sentence = message.split(/\. (?=To specify|Did you)/, 1)[0]!;
    throw new UsageError(sentence.charAt(0).toLowerCase() + sentence.slice(1));
  }
}

/** `--seed -1` becomes `--seed=-1`, so that the number's own check says what is wrong with it. */
function joinNegativeNumbers(args: readonly string[], options: Options): string[] {
  const joined: string[] = [];
  for (const argument of args) {
    const option = joined.at(-1)?.match(/^--([^=]+)$/)?.[1];
    if (/^-[\d.]/.test(argument) && option && options[option]?.type === 'string') {
      joined[joined.length - 1] += `=${argument}`;
    } else joined.push(argument);
  }
  return joined;
}

function parsePairs(option: string, entries: readonly string[]): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const entry of entries) {
    const at = entry.indexOf('=');
    const name = entry.slice(0, at);
    const value = entry.slice(at + 1);
    if (at < 1 || value === '') throw new UsageError(`--${option} is "${entry}", expected NAME=VALUE`);
    if (pairs.has(name)) throw new UsageError(`--${option} ${name} is given twice`);
    pairs.set(name, value);
  }
  return pairs;
}
