import { UsageError } from '../errors.ts';

/** Loaded when they are asked for: no other command needs their code. */
const subcommands = {
  make: async () => (await import('../study/makeStudyFile.ts')).makeStudyFile,
  serve: async () => (await import('../study/serveStudy.ts')).serveStudy,
  analyse: async () => (await import('../study/analyseResults.ts')).analyseResults,
  report: async () => (await import('../study/writeReport.ts')).writeReport,
} as const;

/** `roentgan study make|serve|analyse|report`: reader studies, from the choice of images to the report. */
export async function study(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args;
  if (!Object.hasOwn(subcommands, name)) {
    const found = name === '' ? 'nothing' : `"${name}"`;
    throw new UsageError(`found ${found}, expected one of ${Object.keys(subcommands).join(', ')}`);
  }
  const subcommand = await subcommands[name as keyof typeof subcommands]();
  return subcommand(rest);
}
