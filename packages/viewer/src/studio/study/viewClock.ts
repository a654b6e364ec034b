/** How long an image has been in sight. */
export interface ViewClock {
  /** Stops the clock, or lets it run; a stop is an interruption. */
  pause(paused: boolean): void;
  read(): { readonly milliseconds: number; readonly interruptions: number };
  end(): void;
}

/** How often the time is handed over while the clock runs: a tab that crashes loses no more. */
const HAND_OVER_MS = 5000;

/**
 * Runs while the page is visible and not paused, from what was counted before. `onKeep` is told when it stops, and now and then
 * before, so that the time can be kept.
 */
export function startClock(
  before: { readonly milliseconds: number; readonly interruptions: number },
  onKeep: () => void,
): ViewClock {
  let { milliseconds, interruptions } = before;
  let paused = false;
  let since: number | undefined;
  const update = () => {
    const runs = !paused && document.visibilityState === 'visible';
    if (runs === (since !== undefined)) return;
    if (runs) since = performance.now();
    else {
      milliseconds += performance.now() - since!;
      since = undefined;
      interruptions += 1;
      onKeep();
    }
  };
  document.addEventListener('visibilitychange', update);
  update();
  const timer = setInterval(() => since !== undefined && onKeep(), HAND_OVER_MS);
  return {
    pause(to) {
      paused = to;
      update();
    },
    read: () => ({
      milliseconds: milliseconds + (since === undefined ? 0 : performance.now() - since),
      interruptions,
    }),
    end() {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', update);
    },
  };
}
