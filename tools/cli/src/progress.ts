export interface Progress {
  /** @param doing what is under way, for those who look */
  update(done: number, doing?: string): void;
  /** Clears the bar's line. */
  end(): void;
}

const WIDTH = 30;

/** A progress bar on stderr where that is a terminal, otherwise nothing. */
export function progressBar(
  label: string,
  total: number,
  stream: NodeJS.WriteStream = process.stderr,
): Progress {
  if (!stream.isTTY) return { update() {}, end() {} };
  return {
    update(done, doing = '') {
      const filled = Math.round((done / Math.max(1, total)) * WIDTH);
      stream.write(
        `\r\x1b[2K${label} [${'#'.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${done}/${total}${doing && ` ${doing}`}`,
      );
    },
    end() {
      stream.write('\r\x1b[2K');
    },
  };
}
