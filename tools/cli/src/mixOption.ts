import type { Generator } from '@roentgan/gan-runtime';
import type { ParsedArguments } from './arguments.ts';
import { UsageError } from './errors.ts';

export type Mix = NonNullable<NonNullable<Parameters<Generator['generate']>[0]>['mix']>;

/** `--mix SEED:LAYER`: layers from LAYER on take the style of SEED. Throws UsageError for another form. */
export function readMix(parsed: ParsedArguments): Mix | undefined {
  const text = parsed.text('mix');
  if (text === undefined) return undefined;
  const [, seed, from] = /^(\d+):(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (seed === undefined || from === undefined || !Number.isSafeInteger(Number(seed))) {
    throw new UsageError(`--mix is "${text}", expected SEED:LAYER such as 7:4`);
  }
  return { seed: Number(seed), from: Number(from) };
}

/** Throws UsageError where the model has no such layers. */
export function checkMix(mix: Mix | undefined, model: Generator['model']): void {
  if (mix === undefined) return;
  const input = model.inputs.find(({ name }) => name === model.mixing?.from);
  if (input?.kind !== 'label') throw new UsageError('--mix: the model has no style mixing');
  if (mix.from > input.default) {
    throw new UsageError(`--mix: layer ${mix.from}, expected 0 to ${input.default}`);
  }
}
