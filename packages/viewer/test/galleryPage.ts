import { expect, type Locator, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { siteUrl } from './site.ts';

/** Opens the gallery of a model at what a link says, and waits until its pictures are there. */
export async function openGallery(page: Page, hash = '', model = 'tiny'): Promise<void> {
  await page.goto('about:blank'); // another hash alone would not load the page anew
  await page.goto(siteUrl(`studio/?model=/${model}.safetensors&backend=cpu#view=gallery${hash}`));
  await drawn(page);
}

/** Waits until every picture in view is drawn. */
export async function drawn(page: Page): Promise<void> {
  const stage = page.locator('.gallery-stage');
  await expect
    .poll(() =>
      stage.evaluate((stage) => {
        const { top, bottom } = stage.getBoundingClientRect();
        const inView = [...stage.querySelectorAll('.synthetic-picture')].filter((picture) => {
          const box = picture.getBoundingClientRect();
          return box.height > 0 && box.bottom > top && box.top < bottom;
        });
        const isDrawn = (picture: Element) => !picture.querySelector<HTMLElement>('.mark')!.hidden;
        return inView.length > 0 && inView.every(isDrawn);
      }),
    )
    .toBe(true);
}

export const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Seeds' });

export function tile(page: Page, seed: number, grade?: number): Locator {
  const name = `Synthetic image: seed ${seed}${grade === undefined ? '' : `, grade ${grade}`}`;
  return page.getByRole('gridcell', { name, exact: true });
}

/** Tiles that are selected, as `7.3`, in the order of the page. */
export function selected(page: Page): Promise<(string | undefined)[]> {
  return page
    .locator('.gallery-tile[aria-selected=true]')
    .evaluateAll((tiles) => tiles.map((tile) => (tile as HTMLElement).dataset.item));
}

/** Grey values of a canvas within `place`. */
export function shownGreys(place: Locator): Promise<number[]> {
  return place.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return [...data.filter((_, at) => at % 4 === 0)];
  });
}

export interface Asked {
  readonly seed: number;
  readonly labels?: Readonly<Record<string, number>>;
  readonly edits?: Readonly<Record<string, number>>;
  readonly truncation?: number;
}

/** Grey values of what the model makes of `asked`, apart from the gallery. */
export function madeGreys(page: Page, asked: Asked): Promise<number[]> {
  return page.locator('gan-viewer').evaluate(async (viewer: GanViewer, asked) => {
    const { rgba } = await viewer.generator!.generate(asked);
    return [...rgba.filter((_, at) => at % 4 === 0)];
  }, asked);
}

/** Records every image that is asked of the model from now on: its seed, and whether its call was ended. */
export async function recordCalls(page: Page): Promise<() => Promise<{ seed: number; ended: boolean }[]>> {
  await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    const generator = viewer.generator!;
    const make = generator.generate.bind(generator);
    const calls: { readonly seed: number; ended: boolean }[] = [];
    Object.assign(globalThis, { calls });
    Object.assign(generator, {
      generate(options: { readonly seeds: readonly number[]; readonly signal: AbortSignal }) {
        for (const seed of options.seeds) {
          const call = { seed, ended: false };
          calls.push(call);
          options.signal.addEventListener('abort', () => {
            call.ended = true;
          });
        }
        return make(options);
      },
    });
  });
  return () => page.evaluate(() => (globalThis as unknown as { calls: [] }).calls);
}
