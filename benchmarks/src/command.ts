import { type Arguments, defaults, modelNames } from './arguments.ts';
import { defaultBaseline, defaultContenders } from './contenders.ts';

/** The command line that measures the same again; where its results went is left out. */
export function commandOf(measured: Arguments): string {
  const { models, files, contenders, baseline, hardware } = measured;
  const parts = ['npx roentgan bench'];
  const add = (option: string, value: string | number, usual: string | number | undefined): void => {
    if (value !== usual) parts.push(`${option} ${/[^\w.,/-]/.test(`${value}`) ? `'${value}'` : value}`);
  };
  if (files.length === 0 && models.length < modelNames.length) {
    for (const name of models) add('--only', name, undefined);
  }
  for (const path of files) add('--model', path, undefined);
  add('--contenders', contenders.join(','), defaultContenders.join(','));
  add('--baseline', baseline, defaultBaseline(contenders));
  for (const name of ['runs', 'warmup', 'pause', 'cold', 'tolerance'] as const) {
    add(`--${name}`, measured[name], defaults[name]);
  }
  if (hardware) parts.push('--hardware');
  return parts.join(' ');
}
