import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser/chromium.ts';
import { seededModel } from '../models/seededModel.ts';
import { type PageServer, servePage } from '../server.ts';

/** On an adapter in software, which runs the kernels that load first. */
const most = 21 * 1024;
/** With the rules for a GPU and the kernels that they choose: what the issue of speed asks for. */
const mostOnGpus = 25 * 1024;

/** What `GPUAdapterInfo` says of an adapter of each class that rules are shipped for. */
const adapters = {
  software: { vendor: 'google', architecture: 'swiftshader' },
  nvidia: { vendor: 'nvidia', architecture: 'ampere' },
  amd: { vendor: 'amd', architecture: 'rdna-3' },
  intel: { vendor: 'intel', architecture: 'gen-12lp' },
  apple: { vendor: 'apple', architecture: 'metal-3' },
  arm: { vendor: 'arm', architecture: 'valhall' },
  unknown: { vendor: 'qualcomm', architecture: 'adreno-7xx' },
};

const folder = mkdtempSync(join(tmpdir(), 'roentgan-size-'));
let server: PageServer;
let browser: Browser;

beforeAll(async () => {
  // The packages as they are published (`dist`), as a script that a page names: a page that Vite itself writes has 0.9 KB more, with which
  // Vite preloads.
  await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    build: {
      outDir: folder,
      target: 'es2022',
      lib: { entry: 'page.ts', formats: ['es'], fileName: 'page' },
      rolldownOptions: { output: { minify: true, comments: { annotation: false } } }, // annotations are for bundlers
    },
  });
  copyFileSync(join(import.meta.dirname, 'index.html'), join(folder, 'index.html'));
  const model = writeModel(seededModel('dcgan64'));
  server = await servePage(folder, new Map([['/dcgan64.safetensors', model]]));
  browser = await launchBrowser(false);
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(Object.entries(adapters))(
  'JavaScript and WGSL of a page that draws DCGAN-64, minified and gzipped: %s',
  async (name, info) => {
    const page = await browser.newPage();
    await page.addInitScript((info) => {
      Object.defineProperty(GPUAdapter.prototype, 'info', { value: { ...info, description: '' } });
    }, info);
    const loaded: Promise<[string, number]>[] = [];
    page.on('response', (response) => {
      const name = new URL(response.url()).pathname.split('/').at(-1)!;
      if (!name.endsWith('.js')) return;
      loaded.push(response.body().then((body) => [name, gzipSync(body, { level: 9 }).length]));
    });
    await page.goto(server.url);
    await expect.poll(() => page.title(), { timeout: 110_000 }).toBe('drawn');
    const sizes = await Promise.all(loaded);
    await page.close();
    // The page and the runtime: what DCGAN has none of stays where it is, and nothing is splintered.
    const expected = ['firstLoad', 'page.js'];
    if (name !== 'software') expected.push('lazyChoice');
    const names = new Set(sizes.map(([name]) => name.split('-')[0]));
    expect([...names].toSorted()).toEqual(expected.toSorted());
    const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
    expect(total).toBeGreaterThan(5000); // the page did load its code
    const limit = name === 'software' ? most : mostOnGpus;
    expect(total, sizes.map(([name, bytes]) => `${name} ${bytes}`).join(', ')).toBeLessThanOrEqual(limit);
  },
);
