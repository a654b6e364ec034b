import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** `roentgan bench`: single kernels and tuning here; the rest is handed to the benchmarks of the repository this command was built in. */
export async function bench(args: readonly string[]): Promise<number> {
  if (args[0] === 'kernels') {
    const { benchKernels } = await import('../benchKernels/benchKernels.ts');
    return benchKernels(args.slice(1));
  }
  if (args[0] === 'tune') {
    const { benchTune } = await import('../tune/benchTune.ts');
    return benchTune(args.slice(1));
  }
  const here = dirname(fileURLToPath(import.meta.url));
  const entry = join(here, '../../../benchmarks/dist/run.js');
  if (!existsSync(entry)) {
    throw new Error(
      `${entry} is not there: benchmarks run in a checkout of the repository, after npm run build`,
    );
  }
  const { main } = (await import(/* @vite-ignore */ pathToFileURL(entry).href)) as {
    main(args: readonly string[]): Promise<number>;
  };
  return main(args);
}
