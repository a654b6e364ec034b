import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import {
  greyLevels,
  health,
  kneeModel,
  makeKiosk,
  pixels,
  playing,
  quick,
  shown,
  test,
} from './kioskSite.ts';

const slider = (page: Page) => page.getByRole('slider', { name: 'Direction 1' });
const touch = (page: Page) => page.getByRole('button', { name: 'Touch to explore' });
const phase = (page: Page, name: string) => expect(page.locator('body')).toHaveAttribute('data-phase', name);

test('the loop plays: edits move, seeds and labels change, and every picture is marked', async ({ page }) => {
  await using kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await phase(page, 'attract');
  await playing(page, 3);
  expect(await greyLevels(page)).toBeGreaterThan(20);
  await expect(page.getByText('Synthetic image. Not for diagnosis.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Tiny patterns' })).toBeVisible();
  await expect(page.getByText('Made by a small network.')).toBeVisible();
  const seen = new Set<string>();
  await expect
    .poll(async () => {
      seen.add(await shown(page));
      return [...new Set([...seen].map((text) => /seed \d+, grade \d/.exec(text)?.[0]))];
    })
    .toEqual(expect.arrayContaining(['seed 7, grade 0', 'seed 8, grade 1', 'seed 9, grade 2']));
  expect([...seen].some((text) => /direction 1 -?\d/.test(text))).toBe(true);
  const before = await pixels(page);
  await expect.poll(() => pixels(page)).not.toBe(before);
});

test('a touch hands over the image that is shown; sliders, grades and buttons change it', async ({
  page,
}) => {
  await using kiosk = await makeKiosk({ ...quick, idleSeconds: 60 });
  await page.goto(kiosk.url);
  await playing(page, 2);
  await touch(page).click();
  await phase(page, 'edit');
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect.poll(() => shown(page)).toMatch(/^Synthetic image from tiny: seed \d+, grade \d$/);
  const rest = await pixels(page);
  const box = (await slider(page).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => shown(page)).toMatch(/direction 1 2\.\d/);
  await expect.poll(() => pixels(page)).not.toBe(rest);
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect.poll(() => pixels(page)).toBe(rest);
  await page.getByRole('radio', { name: '4' }).check();
  await expect.poll(() => shown(page)).toContain('grade 4');
  const seed = /seed (\d+)/.exec(await shown(page))![1]!;
  await page.getByRole('button', { name: 'Another tiny' }).click();
  await expect.poll(() => shown(page)).toBe(`Synthetic image from tiny: seed ${Number(seed) + 1}, grade 4`);
  await expect(page.getByText('Synthetic image. Not for diagnosis.')).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await phase(page, 'attract');
  await expect.poll(() => shown(page)).toContain(`seed ${Number(seed) + 2}`);
});

test('fingers: a tap opens the controls, a drag moves a slider', async ({ browser }) => {
  await using kiosk = await makeKiosk({ ...quick, idleSeconds: 60 });
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 800, height: 1280 } });
  const page = await context.newPage();
  await page.goto(kiosk.url);
  await playing(page);
  await touch(page).tap();
  await phase(page, 'edit');
  const box = (await slider(page).boundingBox())!;
  const session = await context.newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', share: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width * share, y: box.y + box.height / 2 }],
    });
  await send('touchStart', 0.5);
  for (const share of [0.4, 0.3, 0.2, 0.1]) await send('touchMove', share);
  await send('touchEnd', 0.1);
  await expect.poll(() => shown(page)).toMatch(/direction 1 -2\.\d/);
  await context.close();
});

test('the keyboard alone: opens, edits and leaves', async ({ page }) => {
  await using kiosk = await makeKiosk({ ...quick, idleSeconds: 60 });
  await page.goto(kiosk.url);
  await playing(page);
  await page.keyboard.press('Tab');
  await expect(touch(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await phase(page, 'edit');
  await expect(page.getByRole('radio', { checked: true })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => shown(page)).toContain('grade 1');
  // A slider that has moved has its reset before it.
  await expect
    .poll(async () => {
      await page.keyboard.press('Tab');
      return slider(page).evaluate((element) => element === document.activeElement);
    })
    .toBe(true);
  await page.keyboard.press('End');
  await expect.poll(() => shown(page)).toContain('direction 1 3');
  for (const name of ['Another tiny', 'Reset', 'Done'])
    await expect
      .poll(async () => {
        await page.keyboard.press('Tab');
        return page.evaluate(() => document.activeElement?.textContent);
      })
      .toBe(name);
  await page.keyboard.press('Enter');
  await phase(page, 'attract');
});

test('nobody there: the loop takes over after the idle time, and says so before', async ({ page }) => {
  await using kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await playing(page);
  await touch(page).click();
  await phase(page, 'edit');
  await expect(page.getByText(/^Back to the start in \d s$/)).toBeVisible();
  await phase(page, 'attract');
  await expect(page.locator('#returning')).toBeHidden();
  await playing(page, (await health(page)).images + 3);
});

test('someone who goes on is not interrupted', async ({ page }) => {
  await using kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await playing(page);
  await touch(page).click();
  // More than the idle time of two seconds in all.
  for (let press = 0; press < 8; press++) {
    await slider(page).press('ArrowRight');
    await page.waitForTimeout(400);
    await phase(page, 'edit');
  }
  await phase(page, 'attract');
});

test('offline after the first load: the folder is kept, and plays without a server', async ({
  page,
  context,
}) => {
  await using kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await expect.poll(async () => (await health(page)).cache).toMatch(/^ready: \d+ files$/);
  const files = Number(/\d+/.exec((await health(page)).cache)![0]);
  const assets = await readdir(join(kiosk.folder, 'assets'));
  // Beside the assets: page, model, icon and manifest.
  expect(files).toBe(assets.length + 4);
  await kiosk.stopServer();
  await context.setOffline(true);
  await page.reload();
  await playing(page, 3);
  expect(await greyLevels(page)).toBeGreaterThan(20);
  await expect(page.getByRole('heading', { name: 'Tiny patterns' })).toBeVisible();
  // Headers of the kept files: memory can be shared, so the CPU has its threads.
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('a kept file that was damaged or lost is found and fetched anew', async ({
  page,
  context,
  expected,
}) => {
  await using kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await expect.poll(async () => (await health(page)).cache).toMatch(/^ready/);
  const spoil = () =>
    page.evaluate(async () => {
      const name = (await caches.keys()).find((key) => /-[0-9a-f]{12}$/.test(key))!;
      const cache = await caches.open(name);
      const requests = await cache.keys();
      const model = requests.find(({ url }) => url.endsWith('model.safetensors'))!;
      const bytes = new Uint8Array(await (await cache.match(model))!.arrayBuffer());
      bytes[bytes.length - 1]! ^= 1;
      await cache.put(model, new Response(bytes));
      await cache.delete(requests.find(({ url }) => /\/simd-/.test(url))!);
    });
  await spoil();
  await page.reload();
  await playing(page, 2);
  await expect.poll(async () => (await health(page)).lastError ?? '').toMatch(/fetched anew/);
  expect((await health(page)).lastError).toContain('simd-');
  // Whole again: it plays without a server.
  await kiosk.stopServer();
  await context.setOffline(true);
  await page.reload();
  await playing(page, 2);

  // Damaged and no server: the page says so, waits, and heals itself once the server is back.
  expected.consoleErrors.push(/503|model\.safetensors|Failed to load resource/);
  await spoil();
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('This display has a problem');
  await expect(page.getByRole('alert')).toContainText('model.safetensors');
  await context.setOffline(false);
  await kiosk.startServer();
  await phase(page, 'attract');
  await playing(page, 2);
});

test('a new version on the server is taken while nobody is there', async ({ page }) => {
  await using kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await expect.poll(async () => (await health(page)).cache).toMatch(/^ready/);
  const { version } = await health(page);
  await kiosk.rewrite();
  await page.reload();
  await expect.poll(async () => (await health(page)).version, { timeout: 40_000 }).not.toBe(version);
  await expect.poll(() => shown(page)).toContain('Synthetic image from other');
  await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(2);
  // The player's own settings outlive the version.
  await expect(page.getByRole('heading', { name: 'Tiny patterns' })).toBeVisible();
});

for (const [settings, message] of [
  ['{ "title": ', /kiosk\.json: is no JSON \(.+\), expected an object of settings/],
  [{ idleSeconds: 'soon' }, 'kiosk.json: idleSeconds is "soon", expected a number from 1 to 3600'],
  [{ idleSecond: 5 }, /kiosk\.json: idleSecond is no setting, expected one of title, text, /],
  [{ edits: ['age'] }, 'kiosk.json: edits[0] is "age", expected one of direction 1, direction 2'],
  [
    { heartbeat: { url: 'https://monitor.example/beat' } },
    /heartbeat\.url is at https:\/\/monitor\.example, which this folder's policy refuses/,
  ],
] as const) {
  test(`unusable settings: ${JSON.stringify(settings)}`, async ({ page, expected }) => {
    expected.consoleErrors.push(/^roentgan-kiosk: kiosk\.json: /);
    await using kiosk = await makeKiosk();
    await kiosk.configure(settings);
    const line = page.waitForEvent('console', (event) => event.type() === 'error');
    await page.goto(kiosk.url);
    await expect(page.locator('#problem-text')).toHaveText(message);
    expect((await line).text()).toMatch(/^roentgan-kiosk: kiosk\.json: /);
    await expect(page.locator('#problem-again')).toHaveText(/^Next try in \d+ s$/);
    await expect(page.getByText('Synthetic image. Not for diagnosis.')).toBeVisible();
    expect(await health(page)).toMatchObject({ ok: false, phase: 'failed' });
  });
}

test('settings that are mended are taken by themselves', async ({ page, expected }) => {
  expected.consoleErrors.push(/^roentgan-kiosk: kiosk\.json: /);
  await using kiosk = await makeKiosk();
  await kiosk.configure({ idleSeconds: 'soon' });
  await page.goto(kiosk.url);
  await expect(page.getByRole('alert')).toBeVisible();
  await kiosk.configure(quick);
  await expect(page.locator('body')).toHaveAttribute('data-phase', 'attract', { timeout: 30_000 });
});

test('words, names and colours are those of kiosk.json', async ({ page }) => {
  await using kiosk = await makeKiosk({
    ...quick,
    idleSeconds: 60,
    language: 'de',
    edits: ['direction 2'],
    labels: [],
    strings: {
      touch: 'Berühren',
      another: 'Noch eines',
      mark: 'Künstliches Bild. Nicht zur Diagnose.',
      names: { 'direction 2': 'Weite', 'standard deviations': 'SD' },
    },
    colours: { background: '#f4f5f5', ink: '#14191c', accent: '#0f5f78', accentInk: '#ffffff' },
  });
  await page.goto(kiosk.url);
  await playing(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByRole('button', { name: 'Berühren' }).click();
  await expect(page.getByRole('slider')).toHaveCount(1);
  await expect(page.getByRole('slider', { name: 'Weite' })).toBeVisible();
  await expect(page.getByText(/^[+−]?\d\.\d SD$/)).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Noch eines' })).toBeVisible();
  await expect(page.getByText('Künstliches Bild. Nicht zur Diagnose.')).toBeVisible();
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
    'rgb(244, 245, 245)',
  );
});

test('nothing scrolls, zooms, opens a menu or leaves the page', async ({ page }) => {
  await using kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await playing(page);
  const refused = await page.evaluate(() => {
    const cancelled = (event: Event) => !document.body.dispatchEvent(event);
    const key = (key: string, more: KeyboardEventInit = {}) =>
      cancelled(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
    const mouse = (type: string) => cancelled(new MouseEvent(type, { bubbles: true, cancelable: true }));
    return {
      menu: mouse('contextmenu'),
      drag: mouse('dragstart'),
      drop: mouse('drop'),
      zoom: cancelled(new WheelEvent('wheel', { ctrlKey: true, bubbles: true, cancelable: true })),
      pinch: cancelled(new Event('gesturestart', { bubbles: true, cancelable: true })),
      plus: key('+', { ctrlKey: true }),
      print: key('p', { ctrlKey: true }),
      reload: key('F5'),
      back: key('ArrowLeft', { altKey: true }),
      tab: key('Tab'),
      enter: key('Enter'),
    };
  });
  expect(refused).toEqual({
    ...{ menu: true, drag: true, drop: true, zoom: true, pinch: true },
    ...{ plus: true, print: true, reload: true, back: true, tab: false, enter: false },
  });
  await page.mouse.wheel(0, 500);
  expect(await page.evaluate(() => [scrollY, document.scrollingElement!.scrollHeight - innerHeight])).toEqual(
    [0, 0],
  );
  const free = await page.evaluate(() =>
    [...document.querySelectorAll('body, main, canvas, #touch')].map(
      (element) => getComputedStyle(element).touchAction,
    ),
  );
  expect(new Set(free)).toEqual(new Set(['none']));
});

test('heartbeats: off by default; to serve.mjs, its file and /health where they are asked for', async ({
  page,
  expected,
}) => {
  await using kiosk = await makeKiosk();
  const lines: string[] = [];
  page.on('console', (message) => lines.push(message.text()));
  await page.goto(kiosk.url);
  await playing(page, 2);
  expect(lines.some((line) => /^roentgan-kiosk health \{"ok":true/.test(line))).toBe(true);
  expect(await kiosk.health()).toMatchObject({ status: 503, state: { problem: 'no heartbeat yet' } });

  await kiosk.configure({ ...quick, heartbeat: { url: 'health', seconds: 1 } });
  await page.goto(kiosk.url);
  await playing(page, 2);
  await expect.poll(async () => (await kiosk.health()).state.heartbeat?.phase).toBe('attract');
  const { status, state } = await kiosk.health();
  expect(status).toBe(200);
  expect(state.heartbeat).toMatchObject({ ok: true, backend: 'cpu', visible: true, errors: 0 });
  expect(JSON.parse(await readFile(kiosk.healthFile, 'utf8')).heartbeat.version).toBe(
    state.heartbeat!.version,
  );

  // The address asks, as kiosk.sh does, and a failure is told at once.
  expected.consoleErrors.push(/ERR_CONNECTION_REFUSED/);
  await kiosk.configure(quick);
  await kiosk.stopServer();
  await kiosk.startServer();
  await page.goto(`${kiosk.url}?heartbeat=health`);
  await expect.poll(async () => (await kiosk.health()).status).toBe(200);
});

test('a model that fails: told in words and in the health, then loaded again', async ({ page, expected }) => {
  expected.consoleErrors.push(/^roentgan-kiosk: /);
  await using kiosk = await makeKiosk();
  await writeFile(join(kiosk.folder, 'model.safetensors'), 'no model');
  await page.goto(`${kiosk.url}?heartbeat=health`);
  await expect(page.getByRole('alert')).toContainText('model.safetensors');
  await expect.poll(async () => (await kiosk.health()).state.problem).toContain('model.safetensors');
  await expect.poll(async () => (await health(page)).reloads).toBeGreaterThanOrEqual(2);
  // It goes on trying, and the server ends before the page does.
  await page.close();
});

test('a page that is hidden makes nothing, and goes on when it is seen again', async ({ page }) => {
  await using kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await playing(page, 2);
  const see = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await see(true);
  await page.waitForTimeout(1500); // what was under way ends
  const { images } = await health(page);
  await page.waitForTimeout(3000);
  expect((await health(page)).images).toBe(images);
  expect(await health(page)).toMatchObject({ ok: true, visible: false });
  await see(false);
  await playing(page, images + 3);
});

test('the screen is kept on, again after the page was hidden', async ({ page }) => {
  await page.addInitScript(() => {
    const made: EventTarget[] = [];
    Object.assign(globalThis, { made });
    Object.defineProperty(navigator, 'wakeLock', {
      value: {
        async request(kind: string) {
          const sentinel = Object.assign(new EventTarget(), { kind });
          made.push(sentinel);
          return sentinel;
        },
      },
    });
  });
  await using kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await playing(page);
  expect((await health(page)).wakeLock).toBe('held');
  const requests = await page.evaluate(async () => {
    const { made } = globalThis as unknown as { made: EventTarget[] };
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    made.at(-1)!.dispatchEvent(new Event('release'));
    await Promise.resolve();
    const whileHidden = made.length;
    Object.defineProperty(document, 'hidden', { value: false, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    await new Promise((resolve) => setTimeout(resolve));
    return [whileHidden, made.length];
  });
  expect(requests).toEqual([1, 2]);
});

test('a connection without HTTPS: the page says what it lacks, and plays', async ({ page, expected }) => {
  expected.consoleErrors.push(/Cross-Origin-Opener-Policy/);
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'isSecureContext', { value: false });
  });
  await using kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await expect(page.getByText(/^Missing here: HTTPS or localhost/)).toBeVisible();
  await playing(page, 2);
  expect((await health(page)).missing).toHaveLength(1);
});

test('WebGPU: a lost device is replaced, and the picture stays', async ({ page }) => {
  await page.addInitScript(() => {
    const devices: GPUDevice[] = [];
    Object.assign(globalThis, { devices });
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (...args) {
      const device = await requestDevice.apply(this, args);
      devices.push(device);
      return device;
    };
  });
  await using kiosk = await makeKiosk({ ...quick, backend: 'webgpu' });
  await page.goto(kiosk.url);
  await playing(page, 3);
  expect(await health(page)).toMatchObject({ backend: 'webgpu', ok: true });
  await page.evaluate(() => (globalThis as unknown as { devices: GPUDevice[] }).devices.at(-1)!.destroy());
  expect(await greyLevels(page)).toBeGreaterThan(20);
  const { images } = await health(page);
  await playing(page, images + 5);
  expect(await health(page)).toMatchObject({ backend: 'webgpu', ok: true, reloads: 0 });
  expect(await page.evaluate(() => (globalThis as unknown as { devices: unknown[] }).devices.length)).toBe(2);
});

test('axe finds nothing, in the loop, while editing and with a problem', async ({ page, expected }) => {
  expected.consoleErrors.push(/^roentgan-kiosk: /);
  await using kiosk = await makeKiosk({ ...quick, idleSeconds: 60 });
  const check = async () => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  };
  await page.goto(kiosk.url);
  await playing(page);
  await check();
  await touch(page).click();
  await phase(page, 'edit');
  await check();
  await kiosk.configure('');
  await page.reload();
  await expect(page.getByRole('alert')).toBeVisible();
  await check();
});

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 844],
  [1080, 1920],
] as const) {
  test(`the knee at ${width}x${height}: nothing is cut off`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await using kiosk = await makeKiosk({ seed: 3, idleSeconds: 60 }, kneeModel);
    await page.goto(kiosk.url);
    await playing(page);
    const inside = async (selector: string) => {
      for (const element of await page.locator(selector).all()) {
        const box = (await element.boundingBox())!;
        const name = `${selector} ${await element.textContent()}`;
        expect(box.x, name).toBeGreaterThanOrEqual(0);
        expect(box.y, name).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width, name).toBeLessThanOrEqual(width);
        expect(box.y + box.height, name).toBeLessThanOrEqual(height);
        expect(await element.evaluate((it) => it.scrollWidth - it.clientWidth), name).toBeLessThanOrEqual(0);
      }
    };
    await inside('#touch-text, #title, #mark');
    await touch(page).click();
    await phase(page, 'edit');
    await expect(page.getByRole('slider')).toHaveCount(6);
    await inside('.actions button, .segments span, .slider, #mark, #title');
    expect(
      await page.locator('.settings').evaluate((it) => it.scrollHeight - it.clientHeight),
    ).toBeLessThanOrEqual(0);
    const picture = (await page.locator('#picture').boundingBox())!;
    expect(Math.min(picture.width, picture.height)).toBeGreaterThan(240);
  });
}
