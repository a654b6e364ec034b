import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { elementUrl, picture, test } from '../site.ts';
import { expectFlat, type Held, measure, times } from './tenths.ts';

const images = times('SOAK_IMAGES', 10_000);
/** There and back in each tenth. */
const switches = times('SOAK_SWITCHES', 200, 20);

test(`${images} images: nothing is gathered`, async ({ page }) => {
  await page.goto(elementUrl({ backend: 'webgpu' }));
  await picture(page);
  const tenths: Held[] = [];
  for (let tenth = 0; tenth < 10; tenth++) {
    const errors = await page.locator('gan-viewer').evaluate(
      async (viewer: GanViewer, [first, count]) => {
        const wrong: string[] = [];
        for (let seed = first!; seed < first! + count! && wrong.length === 0; seed++) {
          await new Promise<void>((resolve) => {
            const stop = new AbortController();
            const { signal } = stop;
            const end = () => {
              stop.abort();
              resolve();
            };
            viewer.addEventListener('image', end, { signal });
            viewer.addEventListener(
              'error',
              ({ detail }) => {
                wrong.push(detail.message);
                end();
              },
              { signal },
            );
            viewer.seed = seed;
          });
        }
        return wrong;
      },
      [1000 + (tenth * images) / 10, images / 10],
    );
    expect(errors).toEqual([]);
    tenths.push(await measure(page));
  }
  expectFlat(`${images} images`, tenths);
});

test(`${switches} model switches: nothing is left of the models before`, async ({ page }) => {
  await page.goto(elementUrl({ backend: 'webgpu' }));
  await picture(page);
  const tenths: Held[] = [];
  for (let tenth = 0; tenth < 10; tenth++) {
    expect(await switchModels(page, switches / 10)).toEqual([]);
    tenths.push(await measure(page));
  }
  expectFlat(`${switches} model switches`, tenths);
});

/** There and back between two models; what went wrong. */
function switchModels(page: Page, count: number): Promise<string[]> {
  return page.locator('gan-viewer').evaluate(async (viewer: GanViewer, count) => {
    const wrong: string[] = [];
    for (let at = 0; at < count; at++) {
      await new Promise<void>((resolve) => {
        const stop = new AbortController();
        const { signal } = stop;
        const end = () => {
          stop.abort();
          resolve();
        };
        viewer.addEventListener('image', end, { signal });
        viewer.addEventListener(
          'error',
          ({ detail }) => {
            wrong.push(detail.message);
            end();
          },
          { signal },
        );
        viewer.labels = {};
        // Each tenth ends with the model that it began with.
        viewer.src = at % 2 === 0 ? '/style.safetensors' : '/tiny.safetensors';
      });
    }
    return wrong;
  }, count);
}
