import { expect } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import {
  drawn,
  grid,
  madeGreys,
  openGallery,
  recordCalls,
  selected,
  shownGreys,
  tile,
} from './galleryPage.ts';
import { settled, siteUrl, test } from './site.ts';

test('every tile shows its seed and class, and says that it is synthetic', async ({ page }) => {
  await openGallery(page);
  for (const seed of [0, 1, 2])
    for (const grade of [0, 2, 4]) {
      const shown = await shownGreys(tile(page, seed, grade));
      expect(shown).toEqual(await madeGreys(page, { seed, labels: { grade }, truncation: 1 }));
    }
  expect(await shownGreys(tile(page, 0, 0))).not.toEqual(await shownGreys(tile(page, 0, 4)));
  await expect(tile(page, 1, 3).getByText('synthetic', { exact: true })).toBeVisible();
  await expect(page.getByText('Synthetic images. Not for diagnosis.')).toBeVisible();
});

test('one class, another size, and the edits of the image at hand', async ({ page }) => {
  await openGallery(page, '&seed=3&edit.direction+1=2&truncation=0.6');
  const edits = { 'direction 1': 2 };
  const asked = { seed: 4, labels: { grade: 3 }, truncation: 0.6 };
  await page.getByRole('radio', { name: '3', exact: true }).check();
  await drawn(page);
  await expect(tile(page, 4, 2)).toHaveCount(0);
  expect(await shownGreys(tile(page, 4, 3))).toEqual(await madeGreys(page, asked));
  await page.getByLabel('Apply the edits of the image at hand').check();
  await expect
    .poll(async () => String(await shownGreys(tile(page, 4, 3))))
    .toBe(String(await madeGreys(page, { ...asked, edits })));

  const width = async () => (await tile(page, 4, 3).boundingBox())!.width;
  const medium = await width();
  await page.getByRole('radio', { name: 'Large' }).check();
  await expect.poll(width).toBeGreaterThan(medium * 1.2);
  await page.getByRole('radio', { name: 'Small' }).check();
  await expect.poll(width).toBeLessThan(medium * 0.8);
  await page.getByRole('radio', { name: 'All', exact: true }).check();
  await drawn(page);
  await expect(tile(page, 4, 2)).toBeVisible();
});

test('scrolling has no end, and only what is in view is in the page', async ({ page }) => {
  await openGallery(page);
  const tops: number[] = [];
  for (let at = 0; at < 4; at++) {
    await grid(page).evaluate((grid) => {
      grid.scrollTop = grid.scrollHeight;
    });
    await drawn(page);
    tops.push(
      await page.evaluate(() => {
        const rows = document.querySelectorAll('.gallery-row');
        return Math.min(...[...rows].map((row) => Number(row.ariaRowIndex)));
      }),
    );
    expect(await page.locator('.gallery-tile').count()).toBeLessThan(60);
  }
  expect(tops.toSorted((a, b) => a - b)).toEqual(tops);
  expect(tops.at(-1)).toBeGreaterThan(6000);
  const last = page.locator('.gallery-tile').last();
  const [seed, grade] = (await last.getAttribute('data-item'))!.split('.').map(Number);
  await last.scrollIntoViewIfNeeded();
  await drawn(page);
  expect(await shownGreys(tile(page, seed!, grade!))).toEqual(
    await madeGreys(page, { seed: seed!, labels: { grade: grade! }, truncation: 1 }),
  );
  await page.mouse.move(300, 400);
  await page.mouse.wheel(0, -1500);
  await drawn(page);
  for (let at = 0; at < 8; at++) {
    await grid(page).evaluate((grid) => {
      grid.scrollTop = 0;
    });
    await drawn(page);
  }
  await expect(tile(page, 0, 0)).toBeVisible();
});

test('what is scrolled past is not made, and what was made is not made again', async ({ page }) => {
  await openGallery(page);
  const calls = await recordCalls(page);
  // Without a wait in between, as a fast hand does.
  await grid(page).evaluate(async (grid) => {
    for (let at = 0; at < 30; at++) {
      grid.scrollTop += 900;
      if (at % 10 === 9) await new Promise(requestAnimationFrame);
    }
  });
  await drawn(page);
  const first = await page.locator('.gallery-tile').first().getAttribute('data-item');
  expect(Number.parseInt(first!, 10)).toBeGreaterThan(100);
  const made = await calls();
  expect(made.length).toBeGreaterThan(0);
  expect(made.length).toBeLessThan(5 * 100);
  await grid(page).evaluate((grid) => {
    grid.scrollTop = 0;
  });
  await drawn(page);
  const after = (await calls()).slice(made.length).map(({ seed }) => seed);
  expect(after.filter((seed) => seed <= 2)).toEqual([]);
});

test('a call that takes long is ended when its image is scrolled away', async ({ page }) => {
  await openGallery(page, '&gallery.size=large', 'diffusion');
  const calls = await recordCalls(page);
  const field = page.getByLabel('Go to seed');
  await field.fill('5000');
  await field.press('Enter');
  await expect.poll(async () => (await calls()).length).toBeGreaterThan(0);
  await field.fill('90000');
  await field.press('Enter');
  await drawn(page);
  const asked = await calls();
  expect(asked.filter(({ seed }) => seed >= 5000 && seed < 90_000).some(({ ended }) => ended)).toBe(true);
  await expect(page.getByRole('gridcell', { name: 'seed 90000, digit 2' })).toBeVisible();
  const before = (await calls()).length;
  await field.fill('700000');
  await field.press('Enter');
  await expect.poll(async () => (await calls()).length).toBeGreaterThan(before);
  await page.getByRole('link', { name: 'Image' }).click();
  await expect.poll(async () => (await calls()).at(-1)!.ended).toBe(true);
});

test('a seed to go to: the last there is, and what is none', async ({ page }) => {
  await openGallery(page);
  const field = page.getByLabel('Go to seed');
  const last = Number.MAX_SAFE_INTEGER;
  await field.fill(String(last));
  await field.press('Enter');
  await drawn(page);
  await expect(tile(page, last, 4)).toBeVisible();
  await grid(page).press('ControlOrMeta+Home');
  await expect(tile(page, 0, 0)).toBeVisible();
  for (const wrong of ['-3', '1.5', '', 'seven', '9007199254740992']) {
    await field.fill(wrong);
    await page.getByRole('button', { name: 'Go' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Seed is' })).toHaveText(
      `Seed is “${wrong}”, expected a whole number from 0 to 9007199254740991.`,
    );
    await expect(tile(page, 0, 0)).toBeVisible();
  }
  await field.fill('12');
  await page.getByRole('button', { name: 'Go' }).click();
  await expect(tile(page, 12, 0)).toBeVisible();
  await expect(page.getByText('Seed is')).toHaveCount(0);
  await expect(page).toHaveURL(/gallery\.at=12(&|$)/);
});

test('the mouse selects, a range too, and opens', async ({ page }) => {
  await openGallery(page);
  await tile(page, 0, 1).click();
  await tile(page, 1, 2).click({ modifiers: ['Shift'] });
  const range = ['0.1', '0.2', '0.3', '0.4', '1.0', '1.1', '1.2'];
  await expect.poll(() => selected(page)).toEqual(range);
  await tile(page, 0, 3).click();
  await expect(page.getByRole('heading', { name: '6 selected' })).toBeVisible();
  await expect(page.getByRole('listitem').first()).toHaveText('Seed 0, grade 1');
  await expect(page.getByText('and 2 more')).toBeVisible();
  await tile(page, 2, 3).dblclick();
  await expect(page.getByRole('link', { name: 'Image' })).toHaveAttribute('aria-current', 'page');
  await settled(page);
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('2');
  await expect(page.locator('gan-viewer')).toHaveAttribute('labels', 'grade=3');
  await page.getByRole('link', { name: 'Gallery' }).click();
  await expect.poll(() => selected(page)).toEqual(range.filter((item) => item !== '0.3'));
  await page.getByRole('button', { name: 'Clear selection' }).click();
  await expect.poll(() => selected(page)).toEqual([]);
  await expect(page.getByRole('heading', { name: 'Nothing selected' })).toBeVisible();
});

test('what cannot be made is said, and tried again', async ({ page }) => {
  await openGallery(page);
  await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    Object.assign(viewer.generator!, { generate: () => Promise.reject(new Error('the GPU is gone')) });
  });
  const field = page.getByLabel('Go to seed');
  await field.fill('500');
  await field.press('Enter');
  const alert = page.getByRole('alert').filter({ hasText: 'GPU' });
  await expect(alert).toContainText('The image could not be made. the GPU is gone.');
  await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    Reflect.deleteProperty(viewer.generator!, 'generate');
  });
  await page.getByRole('button', { name: 'Try again' }).click();
  await drawn(page);
  await expect(page.getByText('GPU is gone')).toHaveCount(0);
});

test('models without classes have a gallery, those that start from an image have none', async ({ page }) => {
  await openGallery(page, '', 'seeds');
  expect(await shownGreys(tile(page, 5))).toEqual(await madeGreys(page, { seed: 5 }));
  await expect(page.getByRole('radio', { name: 'All', exact: true })).toHaveCount(0);
  await openGallery(page, '', 'style');
  await expect(page.getByRole('radio', { name: 'All', exact: true })).toBeChecked();
  await page.goto(siteUrl('studio/?model=/translation.safetensors&backend=cpu#view=gallery'));
  await expect(page.locator('gan-viewer')).toContainText('This model needs an image to start from');
  await expect(page.getByRole('link', { name: 'Gallery' })).toHaveCount(0);
});

test('nothing of it is loaded before it is opened', async ({ page }) => {
  const files: string[] = [];
  page.on('request', (request) => files.push(request.url()));
  await page.goto(siteUrl('studio/?model=/tiny.safetensors&backend=cpu'));
  await settled(page);
  expect(files.filter((url) => /gallery/i.test(url))).toEqual([]);
  await page.getByRole('link', { name: 'Gallery' }).click();
  await drawn(page);
  expect(files.some((url) => /gallery/i.test(url))).toBe(true);
});
