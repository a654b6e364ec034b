import type { Page } from '@playwright/test';
import { encodePng } from '@roentgan/gan-runtime';
import { siteUrl } from './site.ts';

export const url = siteUrl('studio/?model=/translation.safetensors&backend=cpu');
export const view = (page: Page) => page.locator('.translate-view');
export const output = (page: Page) => view(page).locator('.after canvas');
export const input = (page: Page) => view(page).locator('.before canvas');
export const measurerImages = new URL('../../measurer/test/images/', import.meta.url);

/** A grey PNG with a slope of its own. */
export async function slope(width: number, height: number, by: number): Promise<Buffer> {
  const data = Uint8Array.from(
    { length: width * height },
    (_, at) => ((at % width) * 9 + Math.floor(at / width) * by) % 256,
  );
  const png = await encodePng({ width, height, channels: 1, bitDepth: 8, data });
  return Buffer.from(await png.arrayBuffer());
}

export async function choose(
  page: Page,
  name: string,
  buffer: Buffer,
  mimeType = 'image/png',
): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose an image' }).click();
  await (await choosing).setFiles({ name, mimeType, buffer });
}

/** What a page would drop or paste: files in a DataTransfer. */
export async function give(page: Page, kind: 'drop' | 'paste', name: string, buffer: Buffer): Promise<void> {
  await page.evaluate(
    ({ kind, name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name));
      const event =
        kind === 'drop'
          ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
      if (!event.defaultPrevented) throw new Error(`the page left the ${kind} to the browser`);
    },
    { kind, name, base64: buffer.toString('base64') },
  );
}

export function pixels(canvas: ReturnType<typeof output>): Promise<number[]> {
  return canvas.evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return [...data].filter((_, at) => at % 4 === 0);
  });
}
