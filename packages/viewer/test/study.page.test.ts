import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { analyseStudy, readResult, type StudyResult } from '@roentgan/datasets/study';
import { readImage } from '@roentgan/measurer';
import { answersOf, compareNumbers, simulated } from '../../datasets/test/study/simulatedReaders.ts';
import { siteUrl, test } from './site.ts';
import { namesShown, openStudy, pilotStudy, realFolder, shownPixels } from './studySite.ts';

const { readers, repeats, expected } = simulated.small;
let folder: string;
test.beforeAll(async () => {
  folder = await realFolder();
});
test.afterAll(() => rm(folder, { recursive: true }));

async function arrive(page: Page, code: string): Promise<void> {
  await page.getByLabel('Reader code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('#folder').setInputFiles(folder);
}

async function saveFrom(page: Page, press: () => Promise<void>): Promise<{ name: string; content: string }> {
  const downloading = page.waitForEvent('download');
  await press();
  const download = await downloading;
  return { name: download.suggestedFilename(), content: await readFile(await download.path(), 'utf8') };
}

test('two readers finish, one after a closed tab and one by keyboard alone: the analysis is that of SciPy', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  const { open, file } = await pilotStudy(folder, { repeats });
  const results: StudyResult[] = [];
  const position = (at: number) => page.getByRole('heading', { name: `Image ${at + 1} of 22` });

  await test.step('R1 grades with the mouse, closes the tab, comes back', async () => {
    const answers = answersOf(readers[0]!);
    const names = namesShown(open, 'R1', 'grading');
    await openStudy(page, file);
    await page.getByLabel('Role').selectOption('Radiologist');
    await page.getByLabel('Years of experience').fill('12');
    await arrive(page, 'r1');
    await page.getByRole('button', { name: 'Start' }).click();
    const grade = async (on: Page, from: number, to: number) => {
      for (let at = from; at < to; at++) {
        await expect(on.getByRole('heading', { name: `Image ${at + 1} of 22` })).toBeFocused();
        await on.locator('.choice').nth(answers.get(names[at]!)!.grade).click();
        await on.getByRole('button', { name: 'Next' }).click();
      }
    };
    await grade(page, 0, 9);
    await expect(position(9)).toBeFocused();

    const other = await context.newPage();
    await openStudy(other, file);
    await other.getByRole('button', { name: 'Continue as Reader R1: 9 of 44 answered' }).click();
    await expect(other.getByRole('heading', { name: 'Open in another tab' })).toBeVisible();
    await page.close();
    await other.reload();
    await other.getByRole('button', { name: 'Continue as Reader R1: 9 of 44 answered' }).click();
    await expect(other.getByText('the images are never kept: choose their folder again')).toBeVisible();
    await other.locator('#folder').setInputFiles(folder);
    await expect(other.getByText('9 of 22 images are answered, 13 are left.')).toBeVisible();
    await other.getByRole('button', { name: 'Continue' }).click();
    await grade(other, 9, 22);

    await expect(other.getByRole('heading', { name: 'What this study is about' })).toBeFocused();
    await other.getByRole('button', { name: 'Go on to part 2' }).click();
    await other.getByRole('button', { name: 'Start' }).click();
    for (const [at, name] of namesShown(open, 'R1', 'detection').entries()) {
      await expect(other.getByRole('heading', { name: `Image ${at + 1} of 22` })).toBeFocused();
      const { rating } = answers.get(name)!;
      await other
        .locator('.choice')
        .nth(rating < 0 ? rating + 3 : rating + 2)
        .click();
      await other.getByRole('button', { name: 'Next' }).click();
    }
    const { name, content } = await saveFrom(other, () =>
      other.getByRole('button', { name: 'Save result file' }).click(),
    );
    expect(name).toBe('Pilot-R1.result.json');
    const result = readResult(content, open, name);
    expect(result.reader).toEqual({ code: 'R1', role: 'Radiologist', years: 12 });
    expect(result.grading[9]!.interruptions).toBeGreaterThan(0);
    expect(content).not.toContain('patient');
    results.push(result);
    await other.close();
  });

  await test.step('R2 uses nothing but the keyboard, without a network once the images are there', async () => {
    const keyboardPage = await context.newPage();
    const { keyboard } = keyboardPage;
    // Listened for from the start: asked for just before the key, the browser may be told of it too late.
    keyboardPage.on('filechooser', (chooser) => chooser.setFiles(folder));
    const focused = keyboardPage.locator(':focus');
    const tabTo = async (name: RegExp) => {
      for (let presses = 0; presses < 20; presses++) {
        const found = await focused.evaluateAll(([at]) => at && `${at.id} ${at.textContent}`);
        if (found && name.test(found)) return;
        await keyboard.press('Tab');
      }
      throw new Error(`no ${name} within 20 tabs`);
    };
    await openStudy(keyboardPage, file);
    await expect(keyboardPage.getByRole('heading', { name: 'Before you begin' })).toBeFocused();
    await tabTo(/^code/);
    await keyboard.type('r2');
    await keyboard.press('Enter');
    await expect(keyboardPage.getByRole('heading', { name: 'Images of this study' })).toBeFocused();
    await tabTo(/^folder/);
    await keyboard.press('Space');
    await expect(keyboardPage.getByRole('heading', { name: 'Part 1 of 2' })).toBeFocused();
    await context.setOffline(true);
    await tabTo(/^ Start/);
    await keyboard.press('Enter');
    const answers = answersOf(readers[1]!);
    for (const [at, name] of namesShown(open, 'R2', 'grading').entries()) {
      await expect(keyboardPage.getByRole('heading', { name: `Image ${at + 1} of 22` })).toBeFocused();
      const { grade } = answers.get(name)!;
      if (at % 2 === 0) await keyboard.press(String(grade));
      // From none chosen the first arrow chooses the first.
      else for (let step = 0; step <= grade; step++) await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
    }
    await expect(keyboardPage.getByRole('heading', { name: 'What this study is about' })).toBeFocused();
    await tabTo(/Go on to part 2/);
    await keyboard.press('Enter');
    await tabTo(/^ Start/);
    await keyboard.press('Enter');
    for (const [at, name] of namesShown(open, 'R2', 'detection').entries()) {
      await expect(keyboardPage.getByRole('heading', { name: `Image ${at + 1} of 22` })).toBeFocused();
      const { rating } = answers.get(name)!;
      await keyboard.press(String(rating < 0 ? rating + 4 : rating + 3));
      await keyboard.press('Enter');
    }
    await expect(keyboardPage.getByRole('heading', { name: 'Thank you' })).toBeFocused();
    await tabTo(/Save result file/);
    const { name, content } = await saveFrom(keyboardPage, () => keyboard.press('Enter'));
    results.push(readResult(content, open, name));
    await context.setOffline(false);

    keyboardPage.on('dialog', (dialog) => dialog.accept());
    await tabTo(/Delete my answers/);
    await keyboard.press('Enter');
    await expect(keyboardPage.getByRole('heading', { name: 'Deleted' })).toBeVisible();
    await openStudy(keyboardPage, file);
    await expect(keyboardPage.getByRole('button', { name: /Reader R1: 44 of 44/ })).toBeVisible();
    await expect(keyboardPage.getByRole('button', { name: /Reader R2/ })).toHaveCount(0);
  });

  const analysis = analyseStudy(open, results);
  // How long a simulated reader takes here is nobody's to say, so what rests on times is left out.
  const { comparisons, ...others } = expected as { comparisons: { test: object }[] };
  const untimed = comparisons.map(({ test }, at) => (at === 0 || at === 3 ? {} : { test }));
  const { compared, worst, at } = compareNumbers(analysis, { ...others, comparisons: untimed });
  expect(compared).toBeGreaterThan(700);
  expect(worst, at).toBeLessThan(1e-9);
});

test('nothing on the page says which image is which, and a real one is shown as it is', async ({ page }) => {
  const { open, file } = await pilotStudy(folder);
  await openStudy(page, file);
  await expect(page.getByRole('heading', { name: 'Before you begin' })).toBeVisible();
  const told = /synthetic|\breal\b|generated|fake|model/i;
  await expect(page.locator('body')).not.toHaveText(told);
  await arrive(page, 'R1');
  await expect(page.getByRole('heading', { name: 'Part 1 of 2' })).toBeVisible();
  await expect(page.locator('body')).not.toHaveText(told);
  await page.getByRole('button', { name: 'Start' }).click();
  let realSeen = 0;
  for (const [at, name] of namesShown(open, 'R1', 'grading').entries()) {
    await expect(page.getByRole('heading', { name: `Image ${at + 1} of 20` })).toBeFocused();
    // Without the names of code, which is the same for every image.
    const content = (await page.content()).replaceAll(/<link [^>]*>/g, '');
    expect(content).not.toMatch(/synthetic|patient|i0\d\d|generated|seed/i);
    await expect(page.locator('canvas')).toHaveAttribute('width', '24');
    if (name.startsWith('real')) {
      const shown = await shownPixels(page);
      expect(await isOneOf(shown, Number(name[5]))).toBe(true);
      realSeen++;
    }
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
  }
  expect(realSeen).toBe(10);
});

/** Whether the pixels are those of a file of the grade. */
async function isOneOf(pixels: number[], grade: number): Promise<boolean> {
  for (let at = 0; at < 4; at++) {
    const path = join(folder, String(grade), `patient-${grade}${at}.png`);
    const { values } = await readImage(new Uint8Array(await readFile(path)), path);
    if (pixels.every((grey, index) => grey === Math.round(values[index]! * 255))) return true;
  }
  return false;
}

test('the studio links to it', async ({ page }) => {
  await page.goto(siteUrl('studio/?model=/tiny.safetensors&backend=cpu'));
  await page.getByRole('link', { name: 'Reader studies' }).click();
  await expect(page.getByRole('heading', { name: 'Take part in a reader study' })).toBeVisible();
});
