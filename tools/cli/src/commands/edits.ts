import { UsageError } from '../errors.ts';

/** Loaded when they are asked for: no other command needs their code. */
const subcommands = {
  find: async () => (await import('../edits/findModelEdits.ts')).findModelEdits,
  check: async () => (await import('../edits/checkModelEdits.ts')).checkModelEdits,
  animate: async () => (await import('../edits/animateEdits.ts')).animateEdits,
} as const;

/** `roentgan edits find|check|animate`: named edits of a model, found and checked by measuring its images. */
export async function edits(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args;
  if (!Object.hasOwn(subcommands, name)) {
    const found = name === '' ? 'nothing' : `"${name}"`;
    throw new UsageError(`found ${found}, expected one of ${Object.keys(subcommands).join(', ')}`);
  }
  const subcommand = await subcommands[name as keyof typeof subcommands]();
  return subcommand(rest);
}
