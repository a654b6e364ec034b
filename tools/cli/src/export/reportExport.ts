import type { ExportResult } from '@roentgan/datasets';

/** Exit code of a process that was interrupted (128 + SIGINT). */
const INTERRUPTED = 130;

/** Says what an export came to; returns the exit code. */
export function reportExport(folder: string, result: ExportResult, json: boolean): number {
  const { done, total, made, lostChunks } = result;
  if (lostChunks > 0) {
    process.stderr.write(`files of ${lostChunks} chunks were gone or cut: those chunks were made again\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify({ folder, ...result })}\n`);
  else if (done < total) {
    process.stdout.write(
      `stopped: ${done} of ${total} images in ${folder}; the same command goes on with them\n`,
    );
  } else {
    const before = made < total ? `, ${total - made} of them by an earlier run` : '';
    process.stdout.write(`${total} images in ${folder}${before}\n`);
  }
  return done < total ? INTERRUPTED : 0;
}
