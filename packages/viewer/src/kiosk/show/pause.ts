/** Waits; rejects with the signal's reason where that comes first. */
export function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1000);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Waits until the page can be seen. */
export function whileHidden(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      document.removeEventListener('visibilitychange', look);
      signal?.removeEventListener('abort', stop);
    };
    const look = () => {
      if (document.hidden) return;
      end();
      resolve();
    };
    const stop = () => {
      end();
      reject(signal!.reason);
    };
    document.addEventListener('visibilitychange', look);
    signal?.addEventListener('abort', stop, { once: true });
    look();
  });
}
