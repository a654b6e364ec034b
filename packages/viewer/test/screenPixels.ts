import type { Page } from '@playwright/test';
import { picture } from './site.ts';

/** The greys on screen where the picture is, one in the middle of each of 24 x 16 equal parts, without the part under the mark. */
export async function greyValues(page: Page): Promise<number[]> {
  const png = await picture(page);
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const greys: number[] = [];
    for (let row = 2; row < 14; row++)
      for (let column = 1; column < 23; column++) {
        const x = Math.round((bitmap.width * (column + 0.5)) / 24);
        const y = Math.round((bitmap.height * (row + 0.5)) / 16);
        greys.push(data[(y * bitmap.width + x) * 4]!);
      }
    return greys;
  }, png);
}
