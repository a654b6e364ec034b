import { expect, type Locator, type Page } from '@playwright/test';

/** Presses Tab until `wanted` has the focus: what a person without a mouse does. */
export async function tabTo(page: Page, wanted: Locator, most = 40): Promise<void> {
  const hasFocus = () => wanted.evaluate((element) => element === document.activeElement);
  for (let presses = 0; !(await hasFocus()); presses++) {
    expect(presses, `tabs until ${wanted}`).toBeLessThan(most);
    await page.keyboard.press('Tab');
  }
}
