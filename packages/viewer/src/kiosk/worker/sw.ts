import { configFile } from './configFile.ts';
import { createKeptFiles, isOldCache } from './keptFiles.ts';
import { unavailable } from './unavailable.ts';
import type { WorkerScope } from './workerScope.ts';

/** How long a page that could not be had waits before it asks again. */
const retrySeconds = 15;

const worker = self as unknown as WorkerScope;
const { version, files } = worker.kioskFiles;
const { scope } = worker.registration;
const configUrl = new URL('kiosk.json', scope).href;
const keptFiles = createKeptFiles(worker.kioskFiles, scope, caches);

worker.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const { missing } = await keptFiles.heal();
      // The version before stays in use until this one is whole; the browser tries again with the next check.
      if (missing.length > 0) throw new Error(`kiosk: ${missing.join(', ')} could not be had`);
      // The page read it before this worker was there to keep it; a folder without it says so by itself.
      await configFile(configUrl, caches).catch(() => {});
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (isOldCache(name, version)) await caches.delete(name);
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener('message', (event) => {
  if (event.data !== 'check') return;
  event.waitUntil(keptFiles.heal().then((report) => event.source?.postMessage(report)));
});

worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  if (method !== 'GET' || !url.startsWith(scope)) return;
  const name = url.slice(scope.length).split(/[?#]/, 1)[0]! || 'index.html';
  const answer =
    name === 'kiosk.json' ? configFile(configUrl, caches) : Object.hasOwn(files, name) && keptFiles.get(name);
  if (!answer) return;
  event.respondWith(
    answer.catch(async (error: Error) => {
      // The server may have a newer version, whose files have other hashes.
      event.waitUntil(worker.registration.update().catch(() => {}));
      return unavailable(`${name}: ${error.message}`, mode === 'navigate' ? retrySeconds : undefined);
    }),
  );
});
