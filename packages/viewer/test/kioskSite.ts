import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import type { Health } from '../src/kiosk/health/health.ts';
import { type Expectations, errorsOf, nothingExpected } from './pageErrors.ts';
import { tinyModel } from './tinyModel.ts';

const command = fileURLToPath(new URL('../../../tools/cli/bin/roentgan.js', import.meta.url));
export const kneeModel = fileURLToPath(new URL('../../../models/knee.safetensors', import.meta.url));

/** Settings with which a test waits little. */
export const quick = {
  title: 'Tiny patterns',
  text: 'Made by a small network.',
  seed: 7,
  idleSeconds: 2,
  secondsPerImage: 2,
  fadeSeconds: 0.4,
  framesPerSecond: 10,
  cpuImagesPerSecond: 5,
  fullScreen: false,
};

/** A kiosk's folder, served by its own serve.mjs. */
export interface KioskSite {
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  readonly healthFile: string;
  /** Writes kiosk.json anew: settings, or a text as it is. */
  configure(settings: object | string): Promise<void>;
  /** As `roentgan kiosk --force` with another model does: another version. */
  rewrite(): Promise<void>;
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
  health(): Promise<{
    status: number;
    state: { ok: boolean; problem: string | null; heartbeat: Health | null };
  }>;
}

/** Of the test that runs; they end after its page, which would miss its server otherwise. */
const made: AsyncDisposable[] = [];

/** `roentgan kiosk` and `serve.mjs`, both as a person runs them, until the test ends. */
export async function makeKiosk(settings: object = quick, model?: string): Promise<KioskSite> {
  const parent = await mkdtemp(join(tmpdir(), 'roentgan-kiosk-'));
  const folder = join(parent, 'kiosk');
  const file = model ?? join(parent, 'tiny.safetensors');
  if (!model) await writeFile(file, writeModel(tinyModel()));
  const config = join(parent, 'given.json');
  await writeFile(config, JSON.stringify(settings));
  execFileSync(process.execPath, [command, 'kiosk', file, '-o', folder, '--config', config]);
  const healthFile = join(parent, 'health.json');
  let server: ReturnType<typeof spawn> | undefined;
  let port = 0;

  async function startServer(): Promise<void> {
    const args = [join(folder, 'serve.mjs'), '--port', String(port), '--health', healthFile];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    server = child;
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout!.once('data', (data) => resolve(String(data)));
      child.once('exit', (code) => reject(new Error(`serve.mjs ended with ${code}`)));
    });
    port = Number(/localhost:(\d+)/.exec(line)![1]);
  }
  async function stopServer(): Promise<void> {
    const child = server;
    server = undefined;
    if (!child) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
  }

  made.push({
    async [Symbol.asyncDispose]() {
      await stopServer();
      await rm(parent, { recursive: true, force: true });
    },
  });
  await startServer();
  return {
    folder,
    port,
    url: `http://localhost:${port}/`,
    healthFile,
    configure: (to) =>
      writeFile(join(folder, 'kiosk.json'), typeof to === 'string' ? to : JSON.stringify(to)),
    async rewrite() {
      const other = tinyModel();
      const renamed = { ...other, graph: { ...other.graph, name: 'other' } };
      await writeFile(file, writeModel(renamed));
      execFileSync(process.execPath, [command, 'kiosk', file, '-o', folder, '--force']);
    },
    startServer,
    stopServer,
    async health() {
      const response = await fetch(`http://127.0.0.1:${port}/health`);
      return { status: response.status, state: await response.json() };
    },
  };
}

/** Every test fails on page errors, console errors, violations of the page's policy, and requests that leave the origin. */
export const test = base.extend<{ expected: Expectations; kiosks: undefined }>({
  kiosks: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
    async ({}, use) => {
      await use(undefined);
      for (const kiosk of made.splice(0)) await kiosk[Symbol.asyncDispose]();
    },
    { auto: true },
  ],
  expected: nothingExpected,
  page: async ({ page, context, expected, kiosks: _ }, use) => {
    const wrong = errorsOf(page, expected);
    context.on('request', (request) => {
      if (!/^(http:\/\/localhost:|blob:|data:)/.test(request.url())) wrong.push(request.url());
    });
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        console.error(`policy: ${violatedDirective} ${blockedURI}`),
      );
    });
    await use(page);
    expect(wrong).toEqual([]);
  },
});

/** Also while the page is on its way from one load to the next, as kiosks are at times: then that of the next. */
export async function health(page: Page): Promise<Health> {
  let found: Health | undefined;
  await expect(async () => {
    found = await page.evaluate(
      () => (globalThis as unknown as { roentganKiosk: { health: Health } }).roentganKiosk.health,
    );
  }).toPass({ timeout: 20_000 });
  return found!;
}

export const slider = (page: Page) => page.getByRole('slider', { name: 'Direction 1' });
export const touch = (page: Page) => page.getByRole('button', { name: 'Touch to explore' });
export const phase = (page: Page, name: string) =>
  expect(page.locator('body')).toHaveAttribute('data-phase', name);

/** Waits until the loop has shown `count` images. */
export async function playing(page: Page, count = 1): Promise<void> {
  await expect.poll(async () => (await health(page)).images).toBeGreaterThanOrEqual(count);
  await expect(page.locator('body')).toHaveAttribute('data-phase', /attract|edit/);
}

/** What the canvas holds, as text. */
export function pixels(page: Page): Promise<string> {
  return page.locator('#picture').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

/** How many different grey values there are on the canvas. */
export function greyLevels(page: Page): Promise<number> {
  return page.locator('#picture').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(data.filter((_, at) => at % 4 === 0)).size;
  });
}

/** What is shown, in words: "Synthetic image from tiny: seed 7, grade 3". */
export async function shown(page: Page): Promise<string> {
  return (await page.locator('#picture').getAttribute('aria-label')) ?? '';
}
