import { expect, type Page } from '@playwright/test';
import { siteUrl } from './site.ts';

export const studio = 'studio/?model=/tiny.safetensors&backend=cpu#seed=7&label.grade=2&view=inspect';
export const inputOf = (page: Page) => page.getByLabel('Choose a model file');
export const rows = (page: Page) => page.locator('table.layers tbody tr');
export const tiles = (page: Page) => page.locator('.tiles canvas');

export async function open(page: Page, address = studio): Promise<void> {
  await page.goto(siteUrl(address));
  await expect(page.getByRole('row', { name: /^Total/ })).toBeVisible();
}

export const file = (name: string, bytes: Uint8Array) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
});

/** Grey values of the first tile on screen. */
export function firstTile(page: Page): Promise<number[]> {
  return tiles(page)
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return [...data].filter((_, at) => at % 4 === 0);
    });
}
