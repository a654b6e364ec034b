/** What keeps the screen on: `held`, or why nothing does. */
export interface WakeLock {
  readonly state: string;
}

/** Keeps the screen on while the page can be seen; a browser takes the lock away with each time it is hidden. */
export function keepAwake(): WakeLock {
  const lock = { state: 'missing: this browser or connection has no wake lock' };
  if (!('wakeLock' in navigator)) return lock;
  let waiting = false;
  async function request(): Promise<void> {
    if (document.hidden || waiting || lock.state === 'held') return;
    waiting = true;
    try {
      const sentinel = await navigator.wakeLock.request('screen');
      lock.state = 'held';
      sentinel.addEventListener('release', () => {
        lock.state = 'released';
        void request();
      });
    } catch (error) {
      lock.state = `refused: ${(error as Error).message}`;
    }
    waiting = false;
  }
  document.addEventListener('visibilitychange', () => void request());
  // Refused before the first touch in some browsers, granted after it.
  document.addEventListener('pointerdown', () => void request());
  void request();
  return lock;
}
