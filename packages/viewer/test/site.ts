import { test as base, expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { type Expectations, errorsOf, nothingExpected } from './pageErrors.ts';

/** The address of a page of the test site. */
export function siteUrl(path: string): string {
  return `${process.env.ROENTGAN_TEST_SITE}/${path}`;
}

export const tinyStudio = 'studio/?model=/tiny.safetensors&backend=webgpu';

export interface ElementPage {
  /** The element's attributes. */
  readonly backend: 'auto' | 'webgpu' | 'cpu' | 'reference';
  readonly threads?: string;
  readonly src?: string;
  /** `grade=3` where absent. */
  readonly labels?: string;
  /** Address of the element's script. */
  readonly script?: string;
  /** Content security policy of the page. */
  readonly policy?: string;
  /** Present: a page that is not cross-origin isolated. */
  readonly plain?: '';
}

/** The address of a page with one element: seed 7, grade 3. */
export function elementUrl(page: ElementPage): string {
  return siteUrl(`element.html?${new URLSearchParams({ ...page })}`);
}

/** The address of a file of the viewer on another origin. */
export function cdnUrl(path: string): string {
  return `${process.env.ROENTGAN_TEST_CDN}/${path}`;
}

/** Every test fails on an uncaught error in the page, on a console error, and on a request that leaves the site. */
export const test = base.extend<{ page: Page; expected: Expectations }>({
  expected: nothingExpected,
  page: async ({ page, expected }, use) => {
    const wrong = errorsOf(page, expected);
    page.on('request', (request) => {
      const known = [siteUrl(''), cdnUrl(''), 'data:', 'blob:'];
      if (!known.some((start) => request.url().startsWith(start))) wrong.push(request.url());
    });
    await use(page);
    expect(wrong).toEqual([]);
  },
});

/** Waits until the viewer shows a picture that was asked for after the last change. */
export async function settled(page: Page): Promise<void> {
  await expect.poll(() => viewerState(page)).toBe('ready');
  await expect
    .poll(() =>
      page.locator('gan-viewer').evaluate((element: GanViewer) => {
        const { seed, labels, edits, truncation } = element.shown!;
        return (
          JSON.stringify([seed, labels, edits, truncation]) ===
          JSON.stringify([element.seed, element.labels, element.edits, element.truncation])
        );
      }),
    )
    .toBe(true);
}

export function viewerState(page: Page): Promise<string> {
  return page.locator('gan-viewer').evaluate((element: GanViewer) => element.state);
}

/** What is on screen where the canvas is, as a PNG: what a person sees, whichever backend drew it. */
export async function picture(page: Page): Promise<string> {
  await settled(page);
  // Two frames: the picture has been composited by then.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return (await page.locator('gan-viewer canvas').screenshot()).toString('base64');
}

/** Hides WebGPU as a browser without it does. */
export async function withoutWebGpu(page: Page): Promise<void> {
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'gpu'));
}

/** How many different grey values the picture on screen has. */
export async function greyLevels(page: Page): Promise<number> {
  const png = await picture(page);
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return new Set(data.filter((_, at) => at % 4 === 0)).size;
  }, png);
}
