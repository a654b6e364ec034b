import type { Locator, Page } from '@playwright/test';

/** Two fingers on a page that knows touch: they lie side by side around a place, in shares of `target`, and go apart by `factor`. */
export async function pinch(
  page: Page,
  target: Locator,
  middle: readonly [number, number],
  factor: number,
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { x, y, width, height } = (await target.boundingBox())!;
  const [across, down] = [x + width * middle[0], y + height * middle[1]];
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints:
        type === 'touchEnd'
          ? []
          : [-1, 1].map((side, id) => ({ x: across + (side * apart) / 2, y: down, id })),
    });
  const [first, last] = factor > 1 ? [width / 5 / factor, width / 5] : [width / 5, (width / 5) * factor];
  await send('touchStart', first);
  for (const share of [0.25, 0.5, 0.75, 1]) await send('touchMove', first + (last - first) * share);
  await send('touchEnd', last);
  await session.detach();
}
