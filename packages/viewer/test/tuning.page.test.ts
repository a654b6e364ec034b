import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type { Tuned } from '@roentgan/gan-runtime/tuning';
import { siteUrl, test } from './site.ts';

const packages = fileURLToPath(new URL('../..', import.meta.url));
const imports = Object.fromEntries(
  [
    ['@roentgan/gan-runtime/tuning', 'gan-runtime/dist/tuning.js'],
    ['@roentgan/kernels', 'kernels/dist/index.js'],
    ['@roentgan/kernels/core', 'kernels/dist/core.js'],
    ['@roentgan/kernels/operations', 'kernels/dist/operations.js'],
    ['@roentgan/kernels/variants', 'kernels/dist/variants.js'],
  ].map(([name, path]) => [name, `/packages/${path}`]),
);

/** A page that has the packages as they are published, by an import map. */
async function openPage(page: Page): Promise<void> {
  await page.route('**/tuning.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><title>tuning</title><script type="importmap">${JSON.stringify({ imports })}</script>`,
    }),
  );
  await page.route('**/packages/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = await readFile(packages + pathname.slice('/packages/'.length), 'utf8');
    await route.fulfill({ contentType: 'text/javascript', body });
  });
  await page.goto(siteUrl('tuning.html'));
}

function tune(page: Page): Promise<Tuned> {
  return page.evaluate(async () => {
    const name = '@roentgan/gan-runtime/tuning';
    const { tuneGenerator } = (await import(name)) as typeof import('@roentgan/gan-runtime/tuning');
    return tuneGenerator('/tiny.safetensors');
  });
}

/** Puts something else where the only table is. */
function damage(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('roentgan-tuning', 1);
        opening.onerror = reject;
        opening.onsuccess = () => {
          const writing = opening.result.transaction('tables', 'readwrite');
          const store = writing.objectStore('tables');
          store.getAllKeys().onsuccess = ({ target }) => {
            for (const key of (target as IDBRequest<IDBValidKey[]>).result) store.put({ version: 0 }, key);
          };
          writing.onerror = reject;
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
}

test('a browser tunes a model once and remembers; what is damaged is measured anew', async ({ page }) => {
  test.setTimeout(180_000); // tiled kernels take a software adapter seconds to compile
  await openPage(page);
  const first = await tune(page);
  expect(first.origin).toBe('measured');
  expect(first.note).toBeUndefined();
  expect(first.table).toMatchObject({ format: 'roentgan-tuning', deviceClass: 'software' });
  expect(first.table.rules.length).toBeGreaterThan(0);

  await page.reload();
  const second = await tune(page);
  expect(second).toEqual({ table: first.table, origin: 'remembered' });

  await damage(page);
  const third = await tune(page);
  expect(third.origin).toBe('measured');
  expect(third.note).toBe(
    'a remembered table was not taken: tuning.format is undefined, expected "roentgan-tuning"',
  );
  expect((await tune(page)).origin).toBe('remembered');
});
