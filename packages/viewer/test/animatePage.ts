import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { siteUrl } from './site.ts';

/** Two seeds there and back in a second: ten frames at ten a second. */
export const short = 'seed=7&label.grade=3&view=animate&animate.seconds=0.5';
/** A busy machine without a GPU encodes slowly; only something that hangs takes longer. */
export const EXPORT_MS = 90_000;
export const url = (hash = short, model = 'tiny') =>
  siteUrl(`studio/?model=/${model}.safetensors&backend=cpu#${hash}`);
export const view = (page: Page) => page.locator('.animate-view');
export const stage = (page: Page) => view(page).locator('.stage canvas');
export const time = (page: Page) => page.getByRole('slider', { name: 'Time' });
export const rows = (page: Page) => view(page).locator('.key-images li');

/** Nothing moves by itself, so that a test sees what it asked for. */
export async function open(page: Page, hash?: string, model?: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(url(hash, model));
  await expect(stage(page)).toHaveAttribute('aria-label', /^Synthetic image: /);
}

/** Pixels of the stage once it says what it is to show. */
export async function shown(page: Page, name: string): Promise<string> {
  await expect(stage(page)).toHaveAttribute('aria-label', `Synthetic image: ${name}`);
  return stage(page).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

/** What the runtime itself makes of options, as a picture of the stage. */
export function made(page: Page, options: object): Promise<string> {
  return page.locator('gan-viewer').evaluate(async (viewer: GanViewer, options) => {
    const image = await viewer.generator!.generate(options);
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext('2d')!.putImageData(new ImageData(image.rgba, image.width, image.height), 0, 0);
    return canvas.toDataURL();
  }, options);
}

export async function goTo(page: Page, seconds: number): Promise<void> {
  await time(page).evaluate((slider: HTMLInputElement, seconds) => {
    slider.value = String(seconds);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  }, seconds);
}

export function twoFrames(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}
