import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { readResult, readStudy } from '@roentgan/datasets/study';
import { expectAccessible, expectNoSideways, expectWithin, schemes, screens } from './screens.ts';
import { siteUrl, test } from './site.ts';
import { openStudy, pilotStudy, realFolder, shownPixels } from './studySite.ts';

let folder: string;
test.beforeAll(async () => {
  folder = await realFolder();
});
test.afterAll(() => rm(folder, { recursive: true }));

const image = (page: Page, number: number) => page.getByRole('heading', { name: `Image ${number} of 20` });

/** Up to the first image. */
async function begin(page: Page): Promise<void> {
  await page.getByLabel('Reader code').fill('R1');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('#folder').setInputFiles(folder);
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(image(page, 1)).toBeFocused();
}

/** Answers all images of a phase that are left with the same key. */
async function answerAll(page: Page, key: string, heading: string): Promise<void> {
  const last = page.getByRole('heading', { name: heading });
  while (!(await last.isVisible())) {
    const position = await page.locator('.position').textContent();
    await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await expect(page.locator('.position').filter({ hasText: new RegExp(`^${position}$`) })).toHaveCount(0);
  }
}

for (const scheme of schemes) {
  test(`axe finds nothing on any screen, ${scheme}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme: scheme });
    const check = async (screen: string) => {
      await test.step(screen, () => expectAccessible(page));
    };
    const { file } = await pilotStudy(folder, { confidence: 'five-levels', allowBack: true });
    await page.goto(siteUrl('studio/study/'));
    await expect(page.getByText('Open a study file')).toBeVisible();
    await check('start');
    await page.goto(siteUrl('studio/study/?model=/tiny.safetensors#make'));
    await expect(page.getByRole('heading', { name: 'Make a study' })).toBeVisible();
    await check('make');
    await openStudy(page, file);
    await page.getByLabel('Reader code').fill('no code');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('alert')).toHaveText(/^reader code is "no code", expected/);
    await check('reader');
    await page.getByLabel('Reader code').fill('R1');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('#folder').setInputFiles(join(folder, '3'));
    await expect(page.getByRole('alert')).toHaveText(
      /^8 of the 10 images are missing: 2 were found among 4 image files\./,
    );
    await check('images');
    await page.locator('#folder').setInputFiles(folder);
    await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
    await check('briefing');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('Zoom and contrast').click();
    await check('question');
    await page.keyboard.press('3');
    await check('answered');
    await page.getByRole('button', { name: 'Pause' }).click();
    await check('pause');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('summary').evaluate((summary: HTMLElement) => summary.blur());
    await answerAll(page, '2', 'What this study is about');
    await check('disclosure');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.keyboard.press('s');
    await check('verdict');
    for (let at = 0; at < 20; at++) {
      await expect(image(page, at + 1)).toBeFocused();
      for (const key of ['r', '4', 'Enter']) await page.keyboard.press(key);
    }
    await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
    await check('done');
  });
}

test('times count neither pauses nor a hidden tab; part of a result can be saved', async ({ page }) => {
  const { open, file } = await pilotStudy(folder);
  await page.clock.install();
  await openStudy(page, file);
  await begin(page);
  await page.clock.pauseAt(new Date(Date.now() + 60_000));
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await expect(image(page, 2)).toBeFocused();
  await page.clock.runFor(3000);
  await page.keyboard.press('p');
  await expect(page.locator('.picture')).toHaveClass(/hidden/);
  await page.clock.runFor(60_000);
  await page.keyboard.press('Enter');
  // The dialog is hidden before its event arrives, with which the image comes back and the clock goes on.
  await expect(page.locator('.picture')).not.toHaveClass(/hidden/);
  await page.clock.runFor(2000);
  await setHidden(page, true);
  await page.clock.runFor(40_000);
  await setHidden(page, false);
  await page.clock.runFor(500);
  for (const key of ['4', 'Enter']) await page.keyboard.press(key);
  await expect(image(page, 3)).toBeFocused();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save answers so far' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('Pilot-R1.partial.json');
  const result = readResult(await readFile(await download.path(), 'utf8'), open, 'partial');
  expect(result.complete).toBe(false);
  expect(result.grading).toHaveLength(2);
  expect(result.grading[1]).toMatchObject({ grade: 4, milliseconds: 5500, interruptions: 2 });
});

async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    hidden ? 'hidden' : 'visible',
  );
}

test('going back where the study allows it, and view tools', async ({ page }) => {
  const { open, file } = await pilotStudy(folder, { allowBack: true });
  await openStudy(page, file);
  await begin(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('Choose a grade first.');
  const plain = await shownPixels(page);
  await page.keyboard.press('i');
  expect(await shownPixels(page)).toEqual(plain.map((grey) => 255 - grey));
  await page.keyboard.press('+');
  await expect(page.locator('canvas')).toHaveCSS('transform', 'matrix(1.25, 0, 0, 1.25, 0, 0)');
  for (const key of ['1', 'Enter']) await page.keyboard.press(key);
  await expect(image(page, 2)).toBeFocused();
  await expect(page.locator('canvas')).toHaveCSS('transform', 'none');
  expect(await shownPixels(page)).not.toEqual(plain);
  await page.keyboard.press('b');
  await expect(image(page, 1)).toBeFocused();
  await expect(page.getByRole('radio', { checked: true })).toHaveValue('1');
  expect(await shownPixels(page)).toEqual(plain);
  for (const key of ['3', 'Enter']) await page.keyboard.press(key);
  await expect(image(page, 2)).toBeFocused();
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save answers so far' }).click();
  const content = await readFile(await (await downloading).path(), 'utf8');
  expect(readResult(content, open, 'partial').grading.map(({ grade }) => grade)).toEqual([3]);
});

test('who withdraws leaves nothing behind', async ({ page }) => {
  const { file } = await pilotStudy(folder);
  await openStudy(page, file);
  await begin(page);
  await answerAll(page, '2', 'What this study is about');
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByRole('heading', { name: 'You have withdrawn' })).toBeVisible();
  await page.goto(siteUrl('studio/study/'));
  await expect(page.getByText('Open a study file')).toBeVisible();
  await expect(page.getByText('Begun in this browser')).toHaveCount(0);
});

test('a study is made in the page, and opened from its file', async ({ page }) => {
  await page.goto(siteUrl('studio/study/?model=/tiny.safetensors#make'));
  const make = page.getByRole('button', { name: 'Make and save the study file' });
  await make.click();
  await expect(page.getByRole('alert')).toHaveText(
    'no folder is chosen, expected one with a folder for each grade',
  );
  await page.locator('#folder').setInputFiles(folder);
  await expect(page.getByText('20 images, 2 other files are left out')).toBeVisible();
  await make.click();
  await expect(page.getByRole('alert')).toHaveText(
    'real images: grade 0 has 4 different images, expected at least 6',
  );
  await page.getByLabel('Real images', { exact: true }).fill('10');
  await page.getByLabel('Synthetic images', { exact: true }).fill('10');
  const downloading = page.waitForEvent('download');
  await make.click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('Knee-study.study.json');
  const path = await download.path();
  const { study } = readStudy(await readFile(path, 'utf8'), 'made');
  expect(study).toMatchObject({
    name: 'Knee study',
    seed: 1,
    width: 24,
    height: 16,
    model: { name: 'tiny' },
  });

  await page.goto(siteUrl('studio/study/?model=/tiny.safetensors'));
  await page
    .locator('#study-file')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{') });
  await expect(page.getByRole('alert')).toHaveText(
    'x.json: is no JSON, or cut short, expected a file as it was saved',
  );
  await page.locator('#study-file').setInputFiles(path);
  await expect(page.getByRole('heading', { name: 'Before you begin' })).toBeVisible();
  await begin(page);
});

test('a model that is not the study’s, and a study that is not there, are said', async ({
  page,
  expected,
}) => {
  expected.consoleErrors.push(/404 .*none\.json/);
  const { file } = await pilotStudy(folder);
  await openStudy(page, file, '/style.safetensors');
  await page.getByLabel('Reader code').fill('R1');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('#folder').setInputFiles(folder);
  await expect(page.getByRole('alert')).toHaveText(/^tiny: is another model than the study's \(SHA-256/);
  await page.goto(siteUrl('studio/study/?study=/none.json'));
  await expect(page.getByRole('alert')).toHaveText(
    '/none.json: the server answers 404, expected the file of a study',
  );
});

test('a folder without any image of the study', async ({ page }) => {
  const { file } = await pilotStudy(folder);
  const empty = join(folder, '..', `none-${Date.now()}`);
  await mkdir(empty);
  await writeFile(join(empty, 'notes.txt'), 'no image');
  await openStudy(page, file);
  await page.getByLabel('Reader code').fill('R1');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('#folder').setInputFiles(empty);
  await expect(page.getByRole('alert')).toHaveText(
    /^10 of the 10 images are missing: 0 were found among 0 image files and 1 other files\./,
  );
  await rm(empty, { recursive: true });
});

for (const [width, height] of screens) {
  test(`nothing is cut off at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const { file } = await pilotStudy(folder);
    await openStudy(page, file);
    await expectNoSideways(page);
    await begin(page);
    await expectNoSideways(page);
    const box = (await page.locator('canvas').boundingBox())!;
    expect(box.width / box.height).toBeCloseTo(24 / 16, 1);
    await expectWithin(page, page.locator('canvas'));
    await expect(page.getByRole('button', { name: 'Next' })).toBeInViewport({ ratio: 1 });
  });
}
