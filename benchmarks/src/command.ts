import { type Arguments, defaults, whats } from './arguments.ts';
import { defaultBaseline, defaultContenders, ownContenders } from './contenders.ts';
import { defaultModels, modelNames } from './modelNames.ts';
import { defaultBatches, runtimes } from './runtimes.ts';

/** The command line that measures the same again; where its results went is left out. */
export function commandOf(measured: Arguments): string {
  const { what, models, files, contenders, baseline, runtime, batches, hardware, software } = measured;
  const parts = ['npx roentgan bench', ...(what === whats[0] ? [] : [what])];
  const add = (option: string, value: string | number, usual: string | number | undefined): void => {
    if (value !== usual) parts.push(`${option} ${/^$|[^\w.,/-]/.test(`${value}`) ? `'${value}'` : value}`);
  };
  if (files.length === 0 && same(models, modelNames)) parts.push('--all');
  else if (files.length === 0 && !same(models, defaultModels)) {
    for (const name of models) add('--only', name, undefined);
  }
  for (const path of files) add('--model', path, undefined);
  add('--runtime', runtime, runtimes[0]);
  add(
    '--contenders',
    contenders.join(','),
    (what === 'models' ? ownContenders : defaultContenders).join(','),
  );
  add('--baseline', baseline, defaultBaseline(contenders));
  for (const name of ['runs', 'warmup', 'pause', 'cold', 'tolerance'] as const) {
    add(`--${name}`, measured[name], defaults[name]);
  }
  add('--batches', batches.join(','), defaultBatches(runtime).join(','));
  if (measured.adapter !== undefined) add('--adapter', measured.adapter, undefined);
  if (software) parts.push('--software');
  if (hardware) parts.push('--hardware');
  return parts.join(' ');
}

function same(first: readonly string[], second: readonly string[]): boolean {
  return first.join() === second.join();
}
