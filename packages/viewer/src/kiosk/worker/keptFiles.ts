import type { CacheReport, FileList } from './messages.ts';

/** The folder's files in this browser. What is given is what the hash list says, or nothing. */
export interface KeptFiles {
  /** A file as it should be: kept, or fetched and kept. @throws Error where neither can be had */
  get(name: string): Promise<Response>;
  /** Goes through all files, and fetches those anew that are damaged or missing. */
  heal(): Promise<CacheReport>;
}

export function createKeptFiles(
  { version, files }: FileList,
  scope: string,
  storage: Pick<CacheStorage, 'open'>,
): KeptFiles {
  const url = (name: string) => new URL(name, scope).href;
  const open = () => storage.open(cacheName(version));

  async function kept(name: string): Promise<Response | undefined> {
    const found = await (await open()).match(url(name));
    if (!found) return undefined;
    // A body that cannot be read is as good as none.
    const bytes = await found.arrayBuffer().catch(() => undefined);
    if (!bytes || (await hash(bytes)) !== files[name]) return undefined;
    return new Response(bytes, { headers: found.headers });
  }

  async function fetched(name: string): Promise<Response> {
    // The browser refuses what has another hash.
    const response = await fetch(url(name), { cache: 'no-cache', integrity: `sha256-${files[name]}` });
    if (!response.ok) throw new Error(`${name}: the server answered ${response.status}`);
    const bytes = await response.arrayBuffer();
    const headers = isolated(response.headers);
    await (await open()).put(url(name), new Response(bytes, { headers }));
    return new Response(bytes, { headers });
  }

  return {
    get: async (name) => (await kept(name)) ?? fetched(name),
    async heal() {
      const healed: string[] = [];
      const missing: string[] = [];
      for (const name of Object.keys(files)) {
        if (await kept(name)) continue;
        await fetched(name).then(
          () => healed.push(name),
          () => missing.push(name),
        );
      }
      return { files: Object.keys(files).length, healed, missing };
    },
  };
}

const prefix = 'roentgan-kiosk-';
/** Outlives versions: settings are the player's own. */
export const settingsCache = `${prefix}settings`;

export function cacheName(version: string): string {
  return prefix + version;
}

/** Caches of other versions of this folder's kind. */
export function isOldCache(name: string, version: string): boolean {
  return name.startsWith(prefix) && name !== cacheName(version) && name !== settingsCache;
}

async function hash(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...digest));
}

/** The headers that a page and its files need to share memory, wherever they come from: they give the CPU its threads. */
function isolated(from: Headers): Headers {
  const headers = new Headers();
  for (const name of ['content-type', 'content-security-policy']) {
    const value = from.get(name);
    if (value) headers.set(name, value);
  }
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-embedder-policy', 'require-corp');
  headers.set('cross-origin-resource-policy', 'same-origin');
  return headers;
}
