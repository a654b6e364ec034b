export interface LatestOnly {
  /** Runs `work` now; while it runs, any number of requests become one more run after it. */
  request(): void;
  readonly busy: boolean;
}

/** Keeps one run of `work` in flight at a time, and the newest request never lost. `work` must not reject. */
export function latestOnly(work: () => Promise<void>): LatestOnly {
  let busy = false;
  let again = false;
  async function run(): Promise<void> {
    busy = true;
    do {
      again = false;
      await work();
    } while (again);
    busy = false;
  }
  return {
    request() {
      if (busy) again = true;
      else void run();
    },
    get busy() {
      return busy;
    },
  };
}
