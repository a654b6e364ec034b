import { type Progress, progressBar } from '../progress.ts';

/** Progress of a run in stages: a bar on a terminal, else a line for each stage. */
export function stageProgress(): {
  readonly onProgress: (progress: { stage: string; images: number; total: number }) => void;
  end(): void;
} {
  let current = '';
  let bar: Progress | undefined;
  return {
    onProgress({ stage, images, total }) {
      if (stage !== current) {
        bar?.end();
        current = stage;
        if (!process.stderr.isTTY) process.stderr.write(`${stage}: ${total} images\n`);
        bar = progressBar(stage, total);
      }
      bar?.update(images);
    },
    end: () => bar?.end(),
  };
}
