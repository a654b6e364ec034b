import { checkExport } from '@roentgan/datasets';
import { nodeFolder } from '@roentgan/datasets/node';
import { exportProgress } from './exportProgress.ts';

/** `roentgan export --check`: prints what is wrong with an export, one line each; returns 1 where something is. */
export async function checkFolder(folder: string, json: boolean): Promise<number> {
  const progress = exportProgress();
  const result = await checkExport(nodeFolder(folder), progress.update).finally(() => progress.end());
  const { images, files, problems } = result;
  if (json) process.stdout.write(`${JSON.stringify({ folder, ...result })}\n`);
  else if (problems.length === 0)
    process.stdout.write(`${folder}: ${images} images in ${files} files, all as written\n`);
  else process.stdout.write(problems.map((problem) => `${folder}/${problem}\n`).join(''));
  return problems.length === 0 ? 0 : 1;
}
