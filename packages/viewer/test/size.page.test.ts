import { gzipSync } from 'node:zlib';
import { expect, type Page } from '@playwright/test';
import { elementUrl, picture, settled, siteUrl, test } from './site.ts';

const kibibyte = 1024;

// Both models load operations that plain generators do not; the software adapter takes the small one.
for (const [backend, model] of [
  ['webgpu', 'style'],
  ['cpu', 'knee'],
] as const) {
  test(`the studio loads at most 120 KB of JavaScript until its first image: ${backend}`, async ({
    page,
  }) => {
    const bytes = gzippedScripts(page);
    await page.goto(siteUrl(`studio/?model=/${model}.safetensors&backend=${backend}`));
    await settled(page);
    const sizes = await bytes();
    expect([...sizes.keys()].some((name) => name.startsWith('elementwise'))).toBe(true);
    expect(total(sizes), show(sizes)).toBeLessThanOrEqual(120 * kibibyte);
  });
}

test('the element and the runtime are at most 26 KB, with labels and a convolutional model 40 KB', async ({
  page,
}) => {
  const bytes = gzippedScripts(page);
  await page.goto(elementUrl({ backend: 'webgpu' }));
  await picture(page);
  const sizes = await bytes();
  expect([...sizes.keys()].sort()).toEqual([
    'gan-viewer-convolutional.js',
    'gan-viewer-extras.js',
    'gan-viewer.js',
  ]);
  expect(sizes.get('gan-viewer.js')).toBeLessThanOrEqual(26 * kibibyte);
  expect(total(sizes), show(sizes)).toBeLessThanOrEqual(40 * kibibyte);
});

/** Bytes of each script that the page loads from now on, as a server sends them compressed. */
function gzippedScripts(page: Page): () => Promise<Map<string, number>> {
  const loaded: Promise<[string, number]>[] = [];
  page.on('response', (response) => {
    const { protocol, pathname } = new URL(response.url());
    if (protocol === 'blob:' || !pathname.endsWith('.js')) return;
    const size = response.body().then((body): [string, number] => {
      expect(body.length).toBeGreaterThan(0);
      return [pathname.split('/').at(-1)!, gzipSync(body).length];
    });
    loaded.push(size);
  });
  return async () => new Map(await Promise.all(loaded));
}

function total(sizes: ReadonlyMap<string, number>): number {
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function show(sizes: ReadonlyMap<string, number>): string {
  return [...sizes].map(([name, size]) => `${name} ${size}`).join(', ');
}
