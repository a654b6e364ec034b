import { settingsCache } from './keptFiles.ts';

/** Milliseconds that the server has to answer before the kept settings are taken. */
const patience = 4000;

/** kiosk.json may change at any time, so it is the server's where there is one, else as it was last; it has a cache of its own. */
export async function configFile(url: string, storage: Pick<CacheStorage, 'open'>): Promise<Response> {
  const cache = await storage.open(settingsCache);
  try {
    const response = await fetch(url, { cache: 'no-cache', signal: AbortSignal.timeout(patience) });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const bytes = await response.arrayBuffer();
    const copy = () => new Response(bytes, { headers: { 'content-type': 'application/json' } });
    if (isJson(bytes)) await cache.put(url, copy());
    return copy();
  } catch (error) {
    const kept = await cache.match(url);
    if (kept) return kept;
    throw error;
  }
}

/** What is no JSON is shown to the page, which says so, but never kept. */
function isJson(bytes: ArrayBuffer): boolean {
  try {
    JSON.parse(new TextDecoder().decode(bytes));
    return true;
  } catch {
    return false;
  }
}
