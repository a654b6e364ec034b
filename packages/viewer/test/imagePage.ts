import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { settled, siteUrl, tinyStudio } from './site.ts';

export const frame = (page: Page) => page.getByRole('group', { name: 'Picture: plus and minus zoom' });
export const tool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Picture tools' }).getByRole('button', { name, exact: true });
export const slider = (page: Page, name: string) => page.getByRole('slider', { name, exact: true });
export const compare = 'Compare with the unedited image';

export async function open(page: Page, hash = ''): Promise<void> {
  await page.goto(siteUrl(`${tinyStudio}${hash}`));
  await settled(page);
  await expect(tool(page, 'Move')).toBeVisible();
}

/** What the element was asked to draw last. */
export const shown = (page: Page) =>
  page.locator('gan-viewer').evaluate((viewer: GanViewer) => viewer.shown!);

export async function dragAlong(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
  button: 'left' | 'right' = 'left',
) {
  const { x, y, width, height } = (await frame(page).boundingBox())!;
  await page.mouse.move(x + width * from[0], y + height * from[1]);
  await page.mouse.down({ button });
  for (const share of [0.25, 0.5, 0.75, 1])
    await page.mouse.move(
      x + width * (from[0] + (to[0] - from[0]) * share),
      y + height * (from[1] + (to[1] - from[1]) * share),
    );
  await page.mouse.up({ button });
}
