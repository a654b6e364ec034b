import { rmdirSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface StagedOutput extends AsyncDisposable {
  write(name: string, content: Uint8Array | string): Promise<void>;
  /** Moves everything written into the folder, in the order it was written. */
  commit(): Promise<void>;
}

/**
 * Collects files in a hidden folder inside `folder` and moves them out only when all are there. Disposing
 * without `commit`, or an interrupt, leaves nothing behind.
 */
export async function stageOutput(folder: string): Promise<StagedOutput> {
  const created = await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(join(folder, '.roentgan-'));
  const names: string[] = [];
  const interrupted = () => {
    rmSync(staging, { recursive: true, force: true });
    if (created) removeIfEmpty(folder);
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  let committed = false;
  return {
    async write(name, content) {
      await writeFile(join(staging, name), content);
      names.push(name);
    },
    async commit() {
      for (const name of names) await rename(join(staging, name), join(folder, name));
      committed = true;
    },
    async [Symbol.asyncDispose]() {
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      await rm(staging, { recursive: true, force: true });
      if (created && !committed) removeIfEmpty(folder);
    },
  };
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else's files are in it.
  }
}
