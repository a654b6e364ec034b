import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

/** Width and height in pixels of a desk, a small laptop or tablet, and a phone. */
export const screens = [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const;

export const schemes = ['light', 'dark'] as const;

/** axe finds nothing on the page, or in the part of it that a selector names. */
export async function expectAccessible(page: Page, part?: string): Promise<void> {
  const builder = new AxeBuilder({ page });
  if (part) builder.include(part);
  const { violations } = await builder.analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

/** The page does not scroll sideways. */
export async function expectNoSideways(page: Page): Promise<void> {
  const { width } = page.viewportSize()!;
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
}

/** Each of these lies within the page's width, or within `place` from left to right. */
export async function expectWithin(page: Page, elements: Locator, place?: Locator): Promise<void> {
  const { x: left, width } = place ? (await place.boundingBox())! : { x: 0, ...page.viewportSize()! };
  for (const element of await elements.all()) {
    const name = `${elements}: ${await element.textContent()}`;
    const box = (await element.boundingBox())!;
    // Lines of a plot lie between pixels.
    expect(box.x, name).toBeGreaterThanOrEqual(left - 1);
    expect(box.x + box.width, name).toBeLessThanOrEqual(left + width + 1);
  }
}

/** No text of these is wider than its place. */
export async function expectWhole(elements: Locator): Promise<void> {
  const cut = await elements.evaluateAll((all) =>
    all
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .map(({ textContent }) => textContent),
  );
  expect(cut).toEqual([]);
}

/** A button or the like is seen whole once one scrolls to it. */
export async function expectReachable(element: Locator): Promise<void> {
  await element.scrollIntoViewIfNeeded();
  await expect(element).toBeInViewport({ ratio: 1 });
}
