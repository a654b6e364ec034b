/** How often a terminal's line is drawn anew, and how often one is written where there is no terminal. */
const TERMINAL_MS = 200;
const LOG_MS = 30_000;
/** The rate is that of about the last half minute. */
const WINDOW_MS = 30_000;

export interface ExportProgress {
  update(progress: { readonly done: number; readonly total: number }): void;
  end(): void;
}

/**
 * Images done, how many a second and how long the rest will take, on stderr: one line that changes in a terminal, a line every half
 * minute in a log.
 */
export function exportProgress(stream: NodeJS.WriteStream = process.stderr, now = Date.now): ExportProgress {
  const interval = stream.isTTY ? TERMINAL_MS : LOG_MS;
  const seen: { readonly at: number; readonly done: number }[] = [];
  let shown = now();
  return {
    update({ done, total }) {
      const at = now();
      if (seen.length === 0) seen.push({ at, done });
      if (at - shown < interval) return;
      shown = at;
      seen.push({ at, done });
      while (seen.length > 2 && at - seen[0]!.at > WINDOW_MS) seen.shift();
      const line = progressLine(done, total, seen[0]!, at);
      stream.write(stream.isTTY ? `\r\x1b[2K${line}` : `${line}\n`);
    },
    end() {
      if (stream.isTTY) stream.write('\r\x1b[2K');
    },
  };
}

/** `1500 of 20000 images, 31.2 a second, 9 min 53 s left`. */
export function progressLine(
  done: number,
  total: number,
  since: { readonly at: number; readonly done: number },
  at: number,
): string {
  const start = `${done} of ${total} images`;
  const rate = ((done - since.done) / Math.max(1, at - since.at)) * 1000;
  if (!(rate > 0)) return start;
  return `${start}, ${rate.toFixed(rate < 10 ? 2 : 1)} a second, ${duration((total - done) / rate)} left`;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
