import { audit } from './commands/audit.ts';
import { bench } from './commands/bench.ts';
import { check } from './commands/check.ts';
import { convertCommand } from './commands/convert.ts';
import { edits } from './commands/edits.ts';
import { exportCommand } from './commands/export.ts';
import { generate } from './commands/generate.ts';
import { inspect } from './commands/inspect.ts';
import { kiosk } from './commands/kiosk.ts';
import { measure } from './commands/measure.ts';
import { run } from './commands/run.ts';
import { study } from './commands/study.ts';
import { view } from './commands/view.ts';
import { errorLine, UsageError } from './errors.ts';
import { commandHelp, help } from './help.ts';
import { version } from './version.ts';

type Command = (args: readonly string[]) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  generate,
  export: exportCommand,
  convert: convertCommand,
  inspect,
  run,
  measure,
  check,
  audit,
  edits,
  study,
  bench,
  view,
  kiosk,
};

/**
 * Runs `roentgan ARGS` and returns its exit code: 0, 1 on failure, 2 on unusable arguments, 3 where `check` finds an unmarked image. Failures print
 * one line on stderr.
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help);
    return 0;
  }
  if (name === '--version') {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const found = name === undefined ? 'no command' : `unknown command "${name}"`;
    process.stderr.write(`roentgan: ${found}, expected one of ${Object.keys(commands).join(', ')}\n`);
    return 2;
  }
  if (name !== 'bench' && (rest.includes('--help') || rest.includes('-h'))) {
    process.stdout.write(commandHelp(name!));
    return 0;
  }
  try {
    return await command(rest);
  } catch (error) {
    process.stderr.write(`roentgan ${name}: ${errorLine(error)}\n`);
    if (process.env.ROENTGAN_DEBUG) console.error(error);
    return error instanceof UsageError ? 2 : 1;
  }
}
