import type { CacheReport } from '../worker/messages.ts';

/** The files that this browser keeps. */
export interface OfflineCache {
  /** `ready` with how many files, or why they are not kept. */
  readonly state: string;
}

export interface OfflineEvents {
  /** A new version of the folder is kept: the page is the old one's. */
  onNewVersion(): void;
  onProblem(message: string): void;
}

/** How often the server is asked for a new version, and the cache is checked, in milliseconds. */
const checkEvery = 3_600_000;

/** Keeps the whole folder for the time without a network, by the service worker sw.js, and has it checked now and every hour. */
export function keepOffline(events: OfflineEvents): OfflineCache {
  const cache = { state: 'missing: this browser or connection has no service worker' };
  if (!('serviceWorker' in navigator)) return cache;
  const { serviceWorker } = navigator;
  let controlled = serviceWorker.controller !== null;
  cache.state = 'loading';

  serviceWorker.addEventListener('controllerchange', () => {
    // The first worker takes over the page that it was made by, which is no new version.
    if (controlled) events.onNewVersion();
    controlled = true;
  });
  serviceWorker.addEventListener('message', ({ data }: MessageEvent<CacheReport>) => {
    const { files, healed, missing } = data;
    cache.state = missing.length === 0 ? `ready: ${files} files` : `incomplete: ${missing.join(', ')}`;
    if (healed.length > 0) events.onProblem(`offline cache: ${healed.join(', ')} fetched anew`);
  });
  const check = async (registration: ServiceWorkerRegistration): Promise<void> => {
    (await serviceWorker.ready).active?.postMessage('check');
    await registration.update().catch(() => {}); // no network: there is nothing new
  };
  serviceWorker
    .register('./sw.js', { updateViaCache: 'none' })
    .then((registration) => {
      void check(registration);
      setInterval(() => void check(registration), checkEvery);
    })
    .catch((error: Error) => {
      cache.state = `failed: ${error.message}`;
      events.onProblem(`offline cache: ${error.message}`);
    });
  return cache;
}
