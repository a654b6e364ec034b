import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PreparedModel } from '../preparedModel.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs `work` while a model's files lie in a folder of their own; `url` is their `file:` address without an extension. They are
 * removed at the end, also of a run that is interrupted.
 */
export async function withModelFiles<Value>(
  { files, page }: PreparedModel,
  work: (url: string) => Promise<Value>,
): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'roentgan-bench-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const interrupted = (): never => process.exit(130);
  process.once('exit', remove);
  for (const signal of signals) process.once(signal, interrupted);
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return await work(pathToFileURL(join(folder, page.url)).href);
  } finally {
    remove();
    process.off('exit', remove);
    for (const signal of signals) process.off(signal, interrupted);
  }
}
