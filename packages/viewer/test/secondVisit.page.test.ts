import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { test as base, chromium, expect, type Page } from '@playwright/test';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import type { TuneProgress } from '@roentgan/gan-runtime/tuning';
import { tinyModel } from './tinyModel.ts';

const dist = fileURLToPath(new URL('../../gan-runtime/dist/', import.meta.url));
const knee = fileURLToPath(new URL('../../../models/knee.safetensors', import.meta.url));

/** A site as one that is published: its files are kept by browsers. It counts what is asked of it. */
interface Site {
  readonly url: string;
  readonly asked: string[];
}

const test = base.extend<{ site: Site }>({
  // Not by `page.route`, which turns the browser's cache off.
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs from its first parameter
  site: async ({}, use) => {
    const models = new Map([
      ['/tiny.safetensors', writeModel(tinyModel())],
      ['/knee.safetensors', await readFile(knee)],
    ]);
    const asked: string[] = [];
    const server: Server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url!, 'http://localhost');
      asked.push(pathname);
      response.setHeader('cache-control', 'public, max-age=31536000, immutable');
      if (pathname === '/favicon.ico') response.writeHead(204).end();
      else if (models.has(pathname)) response.end(models.get(pathname));
      else if (pathname === '/') {
        response
          .setHeader('content-type', 'text/html')
          .end('<!doctype html><title>visit</title><canvas></canvas>');
      } else {
        response.setHeader('content-type', 'text/javascript').end(await readFile(dist + pathname));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use({ url: `http://localhost:${(server.address() as AddressInfo).port}/`, asked });
    server.closeAllConnections();
    server.close();
  },
});

/** Tunes the tiny model, loads it with that table and draws it; then makes a knee, of whose file a reader of headers was there before. */
function visit(page: Page) {
  return page.evaluate(async () => {
    const [entry, tuningEntry] = ['/index.js', '/tuning.js'];
    const { loadGenerator } = (await import(entry)) as typeof import('@roentgan/gan-runtime');
    const { tuneGenerator } = (await import(tuningEntry)) as typeof import('@roentgan/gan-runtime/tuning');
    const steps: TuneProgress[] = [];
    const model = '/tiny.safetensors';
    const { table, origin } = await tuneGenerator(model, { onProgress: (step) => steps.push(step) });
    const generator = await loadGenerator(model, { backend: 'webgpu', tuning: table });
    await generator.render(document.querySelector('canvas')!, { seed: 1 });
    const { rgba } = await generator.generate({ seed: 1 });
    const knee = '/knee.safetensors';
    const stream = (await fetch(knee)).body!.getReader();
    await stream.read();
    await stream.cancel();
    const { values } = await (await loadGenerator(knee, { backend: 'cpu' })).generate({ seed: 1 });
    return {
      knee: [...values.slice(0, 9)],
      origin,
      measured: steps.length,
      date: table.date,
      pixels: [...rgba],
    };
  });
}

test('a second visit has the weights and the tuning table from storage', async ({
  launchOptions,
  site,
}, info) => {
  test.setTimeout(180_000); // a software adapter takes seconds for some kernels
  // A profile on disk, as visitors have: a private window's cache, in memory, keeps no file of the knee's size.
  await using context = await chromium.launchPersistentContext(info.outputPath('profile'), launchOptions);
  const first = await context.newPage();
  await first.goto(site.url);
  const before = await visit(first);
  expect(before.origin).toBe('measured');
  expect(before.measured).toBeGreaterThan(1);
  expect(new Set(before.pixels).size).toBeGreaterThan(10);
  expect(site.asked).toContain('/tiny.safetensors');
  expect(site.asked).toContain('/knee.safetensors');
  expect(site.asked).toContain('/tuning.js');
  await first.close();

  site.asked.length = 0;
  const second = await context.newPage();
  await second.goto(site.url);
  const after = await visit(second);
  expect(after).toEqual({ ...before, origin: 'remembered', measured: 0 });
  expect(site.asked).toEqual([]);
});
