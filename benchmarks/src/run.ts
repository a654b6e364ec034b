import { UsageError, usage } from './arguments.ts';
import { runModels } from './runModels.ts';

/** What `roentgan bench` can be told to do; each is loaded when it is asked for, and gets the arguments behind its name. */
const commands: Readonly<
  Record<string, () => Promise<(args: readonly string[]) => Promise<number> | number>>
> = {
  compare: async () => (await import('./runCompare.ts')).runCompare,
  report: async () => (await import('./runReport.ts')).runReport,
  pack: async () => (await import('./pack/runPack.ts')).runPack,
};

/** `roentgan bench`: returns the exit code, 0, 1 (failed, outputs differ, or slower than before) or 2 (unusable arguments). */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const [name = '', ...rest] = args;
    const command = Object.hasOwn(commands, name) ? await commands[name]!() : undefined;
    if (args.includes('--help') || args.includes('-h')) {
      process.stdout.write(usage);
      return 0;
    }
    return await (command ? command(rest) : runModels(args));
  } catch (error) {
    const message = (error as Error).message.replace(/^page\.evaluate: (Error: )?/, '');
    process.stderr.write(`${message.split('\n')[0]}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
