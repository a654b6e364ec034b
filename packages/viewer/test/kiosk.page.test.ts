import { expect } from '@playwright/test';
import {
  greyLevels,
  health,
  makeKiosk,
  phase,
  pixels,
  playing,
  quick,
  shown,
  slider,
  test,
  touch,
} from './kioskSite.ts';

test('the loop plays: edits move, seeds and labels change, and every picture is marked', async ({ page }) => {
  const kiosk = await makeKiosk();
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
  const kiosk = await makeKiosk({ ...quick, idleSeconds: 60 });
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
  const kiosk = await makeKiosk({ ...quick, idleSeconds: 60 });
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
  const kiosk = await makeKiosk({ ...quick, idleSeconds: 60 });
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
  const kiosk = await makeKiosk();
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
  const kiosk = await makeKiosk();
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
