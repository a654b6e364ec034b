import { expect } from '@playwright/test';
import { health, kneeModel, makeKiosk, phase, playing, quick, test, touch } from './kioskSite.ts';
import { expectAccessible, expectWhole, expectWithin, screens } from './screens.ts';

test('words, names and colours are those of kiosk.json', async ({ page }) => {
  const kiosk = await makeKiosk({
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
  const kiosk = await makeKiosk();
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

test('a page that is hidden makes nothing, and goes on when it is seen again', async ({ page }) => {
  const kiosk = await makeKiosk();
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
  const kiosk = await makeKiosk();
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

test('axe finds nothing, in the loop, while editing and with a problem', async ({ page, expected }) => {
  expected.consoleErrors.push(/^roentgan-kiosk: /);
  const kiosk = await makeKiosk({ ...quick, idleSeconds: 60 });
  await page.goto(kiosk.url);
  await playing(page);
  await expectAccessible(page);
  await touch(page).click();
  await phase(page, 'edit');
  await expectAccessible(page);
  await kiosk.configure('');
  await page.reload();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
});

for (const [width, height] of [...screens, [1080, 1920]] as const) {
  test(`the knee at ${width}x${height}: nothing is cut off`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const kiosk = await makeKiosk({ seed: 3, idleSeconds: 60 }, kneeModel);
    await page.goto(kiosk.url);
    await playing(page);
    const inside = async (selector: string) => {
      await expectWithin(page, page.locator(selector));
      await expectWhole(page.locator(selector));
      for (const element of await page.locator(selector).all()) {
        const box = (await element.boundingBox())!;
        const name = `${selector} ${await element.textContent()}`;
        expect(box.y, name).toBeGreaterThanOrEqual(0);
        expect(box.y + box.height, name).toBeLessThanOrEqual(height);
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
