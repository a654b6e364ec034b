import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { cacheName, createKeptFiles, isOldCache } from './keptFiles.ts';

const scope = 'https://player.example/kiosk/';
const onServer: Record<string, string> = { 'index.html': '<p>page</p>', 'a.js': 'one()' };
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const list = {
  version: '0123456789ab',
  files: Object.fromEntries(Object.entries(onServer).map(([name, text]) => [name, sha256(text)])),
};

/** A cache as far as it is used, and a server; the server checks integrity as browsers do. */
function world(server: Record<string, string> = onServer) {
  const kept = new Map<string, Response>();
  const asked: string[] = [];
  const cache = {
    match: async (url: string) => kept.get(url)?.clone(),
    put: async (url: string, response: Response) => void kept.set(url, response),
  };
  vi.stubGlobal('fetch', async (url: string, { integrity }: RequestInit) => {
    const name = url.slice(scope.length);
    asked.push(name);
    const text = server[name];
    if (text === undefined) return new Response('', { status: 404 });
    if (integrity !== `sha256-${sha256(text)}`) throw new TypeError('Failed to fetch');
    return new Response(text, { headers: { 'content-type': 'text/plain', 'set-cookie': 'no' } });
  });
  const files = createKeptFiles(list, scope, { open: async () => cache as unknown as Cache });
  return { kept, asked, files };
}
afterEach(() => vi.unstubAllGlobals());

test('a file is fetched once, and kept with the headers that isolate the page', async () => {
  const { files, asked } = world();
  expect(await (await files.get('a.js')).text()).toBe('one()');
  const again = await files.get('a.js');
  expect(await again.text()).toBe('one()');
  expect(asked).toEqual(['a.js']);
  expect(Object.fromEntries(again.headers)).toEqual({
    'content-type': 'text/plain',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
});

test('a kept file with another hash is not given, but fetched anew', async () => {
  const { files, kept, asked } = world();
  kept.set(`${scope}a.js`, new Response('evil()'));
  expect(await (await files.get('a.js')).text()).toBe('one()');
  expect(await (await files.get('a.js')).text()).toBe('one()');
  expect(asked).toEqual(['a.js']);
});

test('a server with other content, or none, gives nothing, and nothing is kept', async () => {
  for (const server of [{ 'a.js': 'newer()' }, {}]) {
    const { files, kept } = world(server);
    await expect(files.get('a.js')).rejects.toThrow();
    expect(kept.size).toBe(0);
  }
});

test('healing fetches what is damaged or missing, and says what it could not have', async () => {
  const { files, kept } = world();
  expect(await files.heal()).toEqual({ files: 2, healed: ['index.html', 'a.js'], missing: [] });
  kept.set(`${scope}index.html`, new Response('cut sho'));
  expect(await files.heal()).toEqual({ files: 2, healed: ['index.html'], missing: [] });
  expect(await files.heal()).toEqual({ files: 2, healed: [], missing: [] });
  const { files: without } = world({ 'a.js': 'one()' });
  expect(await without.heal()).toEqual({ files: 2, healed: ['a.js'], missing: ['index.html'] });
});

test('caches of other versions are old; settings and other pages keep theirs', () => {
  expect(isOldCache(cacheName('ffffffffffff'), list.version)).toBe(true);
  expect(isOldCache(cacheName(list.version), list.version)).toBe(false);
  expect(isOldCache('roentgan-kiosk-settings', list.version)).toBe(false);
  expect(isOldCache('someone-else', list.version)).toBe(false);
});
