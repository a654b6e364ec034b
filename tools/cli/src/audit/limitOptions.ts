import { type Limits, limitNames } from '@roentgan/datasets/audit';
import { type ParsedArguments, parseNumber } from '../arguments.ts';
import { UsageError } from '../errors.ts';

/** Reads `--limit NAME=VALUE`; `none` takes a limit away. Throws `UsageError`. */
export function readLimits(parsed: ParsedArguments): Partial<Limits> {
  const limits: Partial<Record<keyof Limits, number | null>> = {};
  for (const [name, text] of parsed.pairs('limit')) {
    if (!(limitNames as readonly string[]).includes(name)) {
      throw new UsageError(
        `--limit ${name}: there is no such limit, expected one of ${limitNames.join(', ')}`,
      );
    }
    limits[name as keyof Limits] = text === 'none' ? null : parseNumber(`--limit ${name}`, text, 0, 1e9);
  }
  return limits;
}
