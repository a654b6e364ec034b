import { type Progress, progressBar } from '../progress.ts';

/** A progress bar for one stage after the other. */
export function stageBar(): {
  onStage(stage: string, done: number, total: number): void;
  clear(): void;
  end(): void;
} {
  let current: string | undefined;
  let bar: Progress | undefined;
  return {
    onStage(stage, done, total) {
      if (stage !== current) {
        bar?.end();
        bar = progressBar(stage, total);
        current = stage;
      }
      bar?.update(done);
    },
    /** Makes room for a line; the next update draws the bar again. */
    clear: () => bar?.end(),
    end() {
      bar?.end();
      bar = undefined;
      current = undefined;
    },
  };
}
