import { loadGenerator } from '@roentgan/gan-runtime';
import { compareGolden } from '../golden.ts';
import { goldenOf } from '../goldenOf.ts';
import type { Results, Variant } from './variant.ts';

/** Where a family's files lie, for whatever reads them: the model file of each precision and the golden arrays. */
export interface Case {
  readonly name: string;
  readonly f32: string;
  readonly f16: string;
  readonly npz: string;
}

/** Runs every case in every variant, in any JavaScript runtime. */
export async function runCases(
  cases: readonly Case[],
  variants: readonly Variant[],
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Results> {
  const results: Results = { differences: {}, adapters: {} };
  for (const each of cases) {
    const golden = goldenOf(await read(each.npz));
    const row: Record<string, number | string> = {};
    for (const { title, dtype, options } of variants) {
      row[title] = await read(each[dtype])
        .then((bytes) => compareGolden(bytes, golden, options))
        .catch((error: Error) => error.message);
    }
    results.differences[each.name] = row;
  }
  for (const { title, dtype, options } of variants) {
    const generator = await loadGenerator(await read(cases[0]![dtype]), options).catch(() => undefined);
    results.adapters[title] = generator?.adapter ?? 'none';
    generator?.dispose();
  }
  return results;
}
