import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { elementUrl, picture, settled, siteUrl, test } from './site.ts';

test('one script and one tag draw an image that says what it is', async ({ page }) => {
  await page.goto(elementUrl({ backend: 'webgpu' }));
  await settled(page);
  await expect(page.getByRole('img')).toHaveAttribute(
    'aria-label',
    'Synthetic image from tiny: seed 7, grade 3',
  );
  await expect(page.locator('gan-viewer').getByText(/^WebGPU: \w+/)).toBeVisible();
  await expect(page.getByText('synthetic', { exact: true })).toBeVisible();
  await expect(page.locator('gan-viewer')).not.toHaveAttribute('aria-busy');
  const box = (await page.locator('gan-viewer canvas').boundingBox())!;
  expect([box.width, box.height]).toEqual([240, 160]);
});

test('attributes and properties reflect each other', async ({ page }) => {
  await page.goto(elementUrl({ backend: 'webgpu' }));
  const read = await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    viewer.seed = 11;
    viewer.labels = { grade: 1 };
    viewer.edits = { 'direction 1': -1.5, 'direction 2': 0.5 };
    viewer.truncation = 0.5;
    viewer.threads = 2;
    viewer.play = false;
    const names = ['seed', 'labels', 'edits', 'truncation', 'threads'];
    const attributes = names.map((name) => viewer.getAttribute(name));
    viewer.setAttribute('edits', 'direction 2=2');
    viewer.setAttribute('labels', 'grade=4');
    viewer.removeAttribute('truncation');
    viewer.threads = undefined;
    const { seed, labels, edits, truncation, threads, play } = viewer;
    return { attributes, properties: [seed, labels, edits, truncation, threads, play] };
  });
  expect(read.attributes).toEqual(['11', 'grade=1', 'direction 1=-1.5; direction 2=0.5', '0.5', '2']);
  expect(read.properties).toEqual([11, { grade: 4 }, { 'direction 2': 2 }, undefined, undefined, false]);
  await settled(page);
});

test('properties set before the class was there count', async ({ page }) => {
  await page.goto(siteUrl('late.html'));
  await settled(page);
  await expect(page.getByRole('img')).toHaveAttribute(
    'aria-label',
    'Synthetic image from tiny: seed 5, grade 2',
  );
  await expect(page.locator('gan-viewer')).toHaveAttribute('labels', 'grade=2');
});

test('events: progress, ready, image; a burst of changes ends at the last one with few images', async ({
  page,
}) => {
  await page.goto(elementUrl({ backend: 'webgpu' }));
  await settled(page);
  const events = await page.locator('gan-viewer').evaluate(async (viewer: GanViewer) => {
    const seen: string[] = [];
    const image = new Promise<void>((resolve) => {
      viewer.addEventListener('progress', ({ detail }) => {
        if (detail.loaded === detail.total) seen.push('progress to the end');
      });
      viewer.addEventListener('ready', ({ detail }) =>
        seen.push(`ready ${detail.model.name} ${detail.backend}`),
      );
      viewer.addEventListener('image', ({ detail }) => {
        seen.push(`image ${detail.seed} ${detail.width}x${detail.height}`);
        if (detail.seed === 60) resolve();
      });
    });
    viewer.src = '/tiny.safetensors?again';
    await new Promise<void>((resolve) => viewer.addEventListener('image', () => resolve(), { once: true }));
    for (let seed = 1; seed <= 60; seed++) {
      viewer.seed = seed;
      await Promise.resolve();
    }
    await image;
    return seen;
  });
  expect(events.slice(0, 3)).toEqual(['progress to the end', 'ready tiny webgpu', 'image 7 24x16']);
  expect(events.at(-1)).toBe('image 60 24x16');
  expect(events.length).toBeLessThan(20);
});

test('a setting that the model does not know is an error; the next good one draws again', async ({
  page,
}) => {
  await page.goto(elementUrl({ backend: 'webgpu' }));
  const first = await picture(page);
  const message = await page.locator('gan-viewer').evaluate(
    (viewer: GanViewer) =>
      new Promise((resolve) => {
        viewer.addEventListener('error', ({ detail }) => resolve(detail.message));
        viewer.setAttribute('labels', 'side=left');
      }),
  );
  expect(message).toContain('label "side" is unknown, expected one of "grade"');
  await expect(page.getByRole('alert')).toContainText('label "side" is unknown');
  await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    viewer.labels = { grade: 3 };
  });
  await expect(page.getByRole('alert')).toBeHidden();
  expect(await picture(page)).toBe(first);
  for (const [attribute, value, expected] of [
    ['seed', 'seven', 'seed: found "seven", expected a number'],
    ['seed', '-1', 'expected an integer from 0'],
    ['edits', 'direction 1', 'expected NAME=VALUE'],
    ['backend', 'gpu', 'backend: found "gpu", expected auto, webgpu, cpu, reference'],
    ['threads', '0', 'threads: found "0", expected a whole number from 1'],
  ] as const) {
    const before = await page.locator('gan-viewer').getAttribute(attribute);
    await setAttribute(page, attribute, value);
    await expect(page.getByRole('alert')).toContainText(expected);
    await setAttribute(page, attribute, before);
    await settled(page);
  }
});

test('the last src wins; an element that is taken out frees its model and comes back with a new one', async ({
  page,
}) => {
  // Never answered: an answer that came before the next address was set would be a message of the browser's about a missing file.
  await page.route('**/absent.safetensors', () => {});
  await page.goto(elementUrl({ backend: 'webgpu' }));
  const first = await picture(page);
  await page.locator('gan-viewer').evaluate(async (viewer: GanViewer) => {
    viewer.src = '/absent.safetensors';
    await new Promise((resolve) => setTimeout(resolve));
    viewer.src = '/tiny.safetensors?second';
  });
  expect(await picture(page)).toBe(first);

  const states = await page.locator('gan-viewer').evaluate(async (viewer: GanViewer) => {
    const { generator } = viewer;
    const parent = viewer.parentElement!;
    parent.append(viewer);
    await Promise.resolve();
    const kept = viewer.generator === generator;
    viewer.remove();
    await Promise.resolve();
    const outcome = await generator!.generate({ seed: 1 }).catch((error: Error) => error.message);
    const state = viewer.state;
    parent.append(viewer);
    return { kept, state, outcome };
  });
  expect(states).toEqual({ kept: true, state: 'empty', outcome: expect.stringContaining('disposed') });
  expect(await picture(page)).toBe(first);
});

test('play moves the picture, stops off screen, and starts again in view', async ({ page }) => {
  await page.goto(elementUrl({ backend: 'webgpu' }));
  const still = await picture(page);
  await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    viewer.play = true;
  });
  await imageAfterNow(page);
  await expect
    .poll(async () => (await page.locator('canvas').screenshot()).toString('base64'))
    .not.toBe(still);
  await page.locator('gan-viewer').evaluate((viewer) => {
    viewer.style.marginTop = '3000px';
  });
  await expect.poll(() => imagesInAWhile(page)).toBe(0);
  await page.locator('gan-viewer').evaluate((viewer) => viewer.scrollIntoView());
  await expect.poll(() => imagesInAWhile(page)).toBeGreaterThan(0);
  await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    viewer.play = false;
    viewer.style.marginTop = '';
  });
  await settled(page);
  await expect.poll(() => picture(page)).toBe(still);
});

test('play stays still where less motion is preferred', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(elementUrl({ backend: 'webgpu' }));
  const still = await picture(page);
  await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    viewer.play = true;
  });
  await expect.poll(() => imagesInAWhile(page)).toBe(0);
  expect(await picture(page)).toBe(still);
});

function setAttribute(page: Page, name: string, value: string | null): Promise<void> {
  return page.locator('gan-viewer').evaluate(
    (viewer, [name, value]) => {
      if (value === null) viewer.removeAttribute(name);
      else viewer.setAttribute(name, value);
    },
    [name, value] as const,
  );
}

function imageAfterNow(page: Page): Promise<void> {
  return page
    .locator('gan-viewer')
    .evaluate(
      (viewer) =>
        new Promise<void>((resolve) => viewer.addEventListener('image', () => resolve(), { once: true })),
    );
}

/** Images drawn while thirty frames pass. */
function imagesInAWhile(page: Page): Promise<number> {
  return page.locator('gan-viewer').evaluate(async (viewer) => {
    let images = 0;
    const count = () => images++;
    viewer.addEventListener('image', count);
    for (let frame = 0; frame < 30; frame++) await new Promise(requestAnimationFrame);
    viewer.removeEventListener('image', count);
    return images;
  });
}
