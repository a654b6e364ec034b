import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { gradeEdit, kneeEdits, measureKnee, openClassifier } from '@roentgan/measurer';
import type { GanViewer } from '@roentgan/viewer';
import { settled, siteUrl, test, tinyStudio } from './site.ts';

const kneeStudio = 'studio/?model=/knee.safetensors&backend=cpu';
const toggle = (page: Page) => page.getByRole('switch', { name: 'Measured' });
/** The line below an edit's slider. */
const line = (page: Page, edit: string) =>
  page
    .locator('.slider', { has: page.getByRole('slider', { name: edit, exact: true }) })
    .locator('.measured');

/** The values of the image on screen with these edits in place of its own, 0 to 1. */
function valuesOf(page: Page, edits: Readonly<Record<string, number>>): Promise<number[]> {
  return page.locator('gan-viewer').evaluate(async (viewer: GanViewer, edits) => {
    const { values } = await viewer.generator!.generate({ ...viewer.shown!, edits });
    return Array.from(values, (value) => Math.min(1, Math.max(0, (value + 1) / 2)));
  }, edits);
}

/** What the measurer says outside of the page. */
async function measuredHere(values: readonly number[]): Promise<Record<string, number>> {
  const image = { width: 224, height: 224, values: Float32Array.from(values) };
  const knee = measureKnee(image);
  if (!knee.found) throw new Error(knee.reason);
  const file = new URL('../../../models/knee-grade.safetensors', import.meta.url);
  const classifier = await openClassifier(new Blob([new Uint8Array(await readFile(file))]), {
    backend: 'cpu',
  });
  const { expectedGrade } = await classifier.classify(image);
  classifier.dispose();
  const outlines = Object.entries(kneeEdits).map(([name, value]) => [name, knee[value]]);
  return { ...Object.fromEntries(outlines), [gradeEdit.name]: expectedGrade };
}

test('what is measured stands beside what was asked for', async ({ page }) => {
  test.setTimeout(120_000);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(siteUrl(`${kneeStudio}#seed=2&label.grade=2&edit.severity=1&edit.exposure=-4`));
  await settled(page);
  await expect(toggle(page)).toBeVisible();
  await expect(line(page, 'Severity')).toBeHidden();
  // Nothing of the measurer is loaded before it is asked for.
  expect(asked.filter((path) => /knee-grade|measureWorker/.test(path))).toEqual([]);
  await toggle(page).check();
  const check = async (edits: Readonly<Record<string, number>>) => {
    const [before, after] = [
      await measuredHere(await valuesOf(page, {})),
      await measuredHere(await valuesOf(page, edits)),
    ];
    const digits: Record<string, number> = { severity: 1, 'joint space medial': 1, exposure: 1, rotation: 1 };
    for (const [name, count] of Object.entries(digits)) {
      const found = line(page, name.charAt(0).toUpperCase() + name.slice(1));
      await expect(found).not.toHaveClass(/stale/, { timeout: 60_000 });
      const text = (await found.locator('span').allTextContents()).join(' ').replaceAll('−', '-');
      const [change, from, to] = Array.from(text.matchAll(/[+-]?\d+\.\d+/g), ([number]) => Number(number));
      expect(change, name).toBeCloseTo(after[name]! - before[name]!, count - 0.4);
      expect(from, name).toBeCloseTo(before[name]!, count - 0.4);
      expect(to, name).toBeCloseTo(after[name]!, count - 0.4);
    }
  };
  await expect(line(page, 'Severity')).toContainText('→', { timeout: 60_000 });
  await check({ severity: 1, exposure: -4 });
  await page.getByRole('slider', { name: 'Exposure', exact: true }).fill('6');
  await settled(page);
  await check({ severity: 1, exposure: 6 });
  await expect.poll(() => new URL(page.url()).hash).toContain('image.measured=1');
  await toggle(page).uncheck();
  await expect(line(page, 'Severity')).toBeHidden();
});

test('without the classifier everything but the grade is measured, and why is said', async ({ page }) => {
  test.setTimeout(120_000);
  await page.route('**/knee-grade.safetensors', (route) => route.fulfill({ status: 404 }));
  await page.goto(siteUrl(`${kneeStudio}#image.measured=1`));
  await settled(page);
  await expect(line(page, 'Exposure')).toContainText('→', { timeout: 60_000 });
  await expect(line(page, 'Severity')).toHaveText('measured –');
  await expect(page.locator('#edits').getByRole('status')).toHaveText(/^No grade: .*404/);
});

test('a model of something else has nothing to measure', async ({ page }) => {
  await page.goto(siteUrl(tinyStudio));
  await settled(page);
  await expect(page.getByRole('toolbar')).toBeVisible();
  await expect(toggle(page)).toHaveCount(0);
});

test('where no knee is found the lines say nothing, and why is said', async ({ page }) => {
  test.setTimeout(120_000);
  // Edits that take this knee's joint space away from the measurer.
  const narrow = 'edit.joint+space+medial=-2.1&edit.joint+space+lateral=-1.7';
  await page.goto(siteUrl(`${kneeStudio}#seed=39&label.grade=4&${narrow}&image.measured=1`));
  await settled(page);
  await expect(line(page, 'Exposure')).toHaveText('measured –', { timeout: 60_000 });
  await expect(line(page, 'Severity')).toContainText('→');
  await expect(page.locator('#edits').getByRole('status')).toHaveText(
    'No knee was found: no dark band between two bright edges runs across the middle',
  );
});
