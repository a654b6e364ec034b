import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from './arguments.ts';
import { benchmarksFolder, builtFolder } from './builtFolder.ts';
import { readResults } from './readResults.ts';
import { fillPage } from './reportPage/fillPage.ts';
import { writeWhole } from './writeResults.ts';

/** `roentgan bench report [FILE...] [-o PAGE.html]`: the report page with these files open, written or served on localhost. */
export async function runReport(args: readonly string[]): Promise<number> {
  const { files, out } = parse(args);
  const page = reportPage(files);
  if (out !== undefined) {
    mkdirSync(dirname(resolve(out)), { recursive: true });
    process.stdout.write(`wrote ${writeWhole(resolve(out), page)}\n`);
    return 0;
  }
  const server = createServer((request, response) => {
    const isPage = request.url === '/';
    response.writeHead(isPage ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      // Isolated pages have a finer clock, and threads that share memory.
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    response.end(isPage ? page : 'There is only the report here.');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}/ shows the report until Ctrl-C\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  server.close();
  server.closeAllConnections();
  return 0;
}

/**
 * The page as one file, with result files and the embedded knee generator inside.
 * @throws Error for a file that is none of roentgan bench, or where the page is not built
 */
export function reportPage(files: readonly string[]): string {
  const built = join(builtFolder, 'report/index.html');
  if (!existsSync(built))
    throw new Error(`${built} is missing, expected the built page: run the build first`);
  const given = files.map((path) => {
    if (!existsSync(path)) throw new Error(`${path} is missing, expected a result file of roentgan bench`);
    const text = readFileSync(path, 'utf8');
    readResults(text, path); // says here what the page would refuse
    return { label: basename(path, '.json'), text };
  });
  const knee = readFileSync(join(benchmarksFolder, '../models/knee.safetensors'));
  return fillPage(readFileSync(built, 'utf8'), given, new Map([['knee', knee]]));
}

function parse(args: readonly string[]): { files: readonly string[]; out: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: { type: 'string', short: 'o' } },
    });
    return { files: positionals, out: values.out };
  } catch (error) {
    throw new UsageError(`bench report: ${(error as Error).message}`);
  }
}
