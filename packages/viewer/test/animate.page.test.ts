import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { type Download, expect, type Page } from '@playwright/test';
import { checkImage } from '@roentgan/datasets';
import type { GanViewer } from '@roentgan/viewer';
import { unzipSync } from 'fflate';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { siteUrl, test } from './site.ts';

/** Two seeds there and back in a second: ten frames at ten a second. */
const short = 'seed=7&label.grade=3&view=animate&animate.seconds=0.5';
/** A busy machine without a GPU encodes slowly; only something that hangs takes longer. */
const EXPORT_MS = 90_000;
const url = (hash = short, model = 'tiny') =>
  siteUrl(`studio/?model=/${model}.safetensors&backend=cpu#${hash}`);
const view = (page: Page) => page.locator('.animate-view');
const stage = (page: Page) => view(page).locator('.stage canvas');
const time = (page: Page) => page.getByRole('slider', { name: 'Time' });
const rows = (page: Page) => view(page).locator('.key-images li');

/** Nothing moves by itself, so that a test sees what it asked for. */
async function open(page: Page, hash?: string, model?: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(url(hash, model));
  await expect(stage(page)).toHaveAttribute('aria-label', /^Synthetic image: /);
}

/** Pixels of the stage once it says what it is to show. */
async function shown(page: Page, name: string): Promise<string> {
  await expect(stage(page)).toHaveAttribute('aria-label', `Synthetic image: ${name}`);
  return stage(page).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

/** What the runtime itself makes of options, as a picture of the stage. */
function made(page: Page, options: object): Promise<string> {
  return page.locator('gan-viewer').evaluate(async (viewer: GanViewer, options) => {
    const image = await viewer.generator!.generate(options);
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext('2d')!.putImageData(new ImageData(image.rgba, image.width, image.height), 0, 0);
    return canvas.toDataURL();
  }, options);
}

async function goTo(page: Page, seconds: number): Promise<void> {
  await time(page).evaluate((slider: HTMLInputElement, seconds) => {
    slider.value = String(seconds);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  }, seconds);
}

async function exported(page: Page): Promise<Download> {
  const downloading = page.waitForEvent('download', { timeout: EXPORT_MS });
  await page.getByRole('button', { name: /^Export (WebM|GIF|PNG)/ }).click();
  const download = await downloading;
  await expect(view(page).getByRole('status')).toHaveText(`Saved ${download.suggestedFilename()}`);
  return download;
}

test('the picture is that of the runtime, at chosen images and between them, spherical and linear', async ({
  page,
}) => {
  await open(page);
  const labels = { grade: 3 };
  expect(await shown(page, 'seed 7')).toBe(await made(page, { seed: 7, labels }));
  await goTo(page, 0.25);
  const between = (how: string) =>
    made(page, { seed: 7, labels, towards: { seed: 8, labels, share: 0.5, how } });
  const spherical = await shown(page, 'seed 7 to seed 8, 50 %');
  expect(spherical).toBe(await between('slerp'));
  await page.getByRole('radio', { name: 'Linear' }).check();
  const linear = await between('linear');
  expect(linear).not.toBe(spherical);
  await expect.poll(() => shown(page, 'seed 7 to seed 8, 50 %')).toBe(linear);
  await goTo(page, 0.5);
  expect(await shown(page, 'seed 8')).toBe(await made(page, { seed: 8, labels }));
  await expect(view(page).locator('.stage .mark')).toBeVisible();
});

test('images are added, moved, removed and shown; the address keeps them', async ({ page }) => {
  await open(page);
  const names = () => rows(page).locator('strong').allTextContents();
  await expect.poll(names).toEqual(['Seed 7', 'Seed 8']);
  await page.getByRole('link', { name: 'Image' }).click();
  await page.getByLabel('Seed', { exact: true }).fill('21');
  await page.getByRole('radio', { name: '1' }).check();
  await page.getByRole('slider', { name: 'Direction 1' }).fill('2');
  await page.getByRole('link', { name: 'Animate' }).click();
  await page.getByRole('button', { name: 'Add seed 21' }).click();
  await expect.poll(names).toEqual(['Seed 7', 'Seed 8', 'Seed 21']);
  await expect(rows(page).nth(2)).toContainText('grade 1, edited');
  await expect(time(page)).toHaveAttribute('max', '1.5');
  for (const row of await rows(page).all())
    await expect(row.locator('canvas')).toHaveAttribute('aria-label', /^Synthetic image: Seed/);

  await page.getByRole('button', { name: 'Move up: image 3, Seed 21' }).click();
  await expect.poll(names).toEqual(['Seed 7', 'Seed 21', 'Seed 8']);
  await expect(page.getByRole('button', { name: 'Move up: image 2, Seed 21' })).toBeFocused();
  await page.getByRole('button', { name: 'Move down: image 1, Seed 7' }).click();
  await expect.poll(names).toEqual(['Seed 21', 'Seed 7', 'Seed 8']);
  await page.getByRole('button', { name: /^Show image 1: Seed 21/ }).click();
  const edited = { seed: 21, labels: { grade: 1 }, edits: { 'direction 1': 2 } };
  expect(await shown(page, 'seed 21')).toBe(await made(page, edited));
  await goTo(page, 0.25);
  const half = { seed: 7, labels: { grade: 3 }, edits: { 'direction 1': 0 }, share: 0.5 };
  expect(await shown(page, 'seed 21 to seed 7, 50 %')).toBe(await made(page, { ...edited, towards: half }));

  await expect.poll(() => page.url()).toContain('animate.images=');
  await page.reload();
  await expect.poll(names).toEqual(['Seed 21', 'Seed 7', 'Seed 8']);
  await page.getByRole('button', { name: 'Remove: image 3, Seed 8' }).click();
  await page.getByRole('button', { name: 'Remove: image 1, Seed 21' }).click();
  await expect.poll(names).toEqual(['Seed 7']);
  await expect(page.getByText('Add a second image')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Play' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Remove: image 1, Seed 7' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await page.getByRole('button', { name: 'Add a random one' }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Play' })).toBeEnabled();
});

test('along an edit, in its units, of the image at hand', async ({ page }) => {
  await open(page);
  await page.getByRole('radio', { name: 'Along an edit' }).check();
  await expect(page.getByRole('radio', { name: 'Back and forth' })).toBeChecked();
  await page.getByRole('combobox', { name: 'Edit' }).selectOption('direction 2');
  await page.getByRole('slider', { name: 'From' }).fill('-1');
  await page.getByRole('slider', { name: 'To' }).fill('2');
  await expect(time(page)).toHaveAttribute('max', '1');
  await goTo(page, 0.25);
  const at = (amount: number) =>
    made(page, { seed: 7, labels: { grade: 3 }, edits: { 'direction 2': amount } });
  expect(await shown(page, 'seed 7, direction 2 0.5')).toBe(await at(0.5));
  await goTo(page, 0.75);
  expect(await shown(page, 'seed 7, direction 2 0.5')).toBe(await at(0.5));
  await goTo(page, 0.5);
  expect(await shown(page, 'seed 7, direction 2 2')).toBe(await at(2));
  await expect.poll(() => page.url()).toContain('animate.edit=direction+2');
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Edit' })).toHaveValue('direction 2');
  await expect(page.getByRole('slider', { name: 'From' })).toHaveValue('-1');
});

test('it plays when it is opened, pauses, and stays paused', async ({ page }) => {
  await page.goto(url(`${short}&animate.repeat=loop`));
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  const name = () => stage(page).getAttribute('aria-label');
  const before = await name();
  await expect.poll(name).not.toBe(before);
  await page.getByRole('button', { name: 'Pause' }).click();
  const at = await time(page).inputValue();
  await twoFrames(page);
  expect(await time(page).inputValue()).toBe(at);
  await page.getByRole('link', { name: 'Image' }).click();
  await page.getByRole('link', { name: 'Animate' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('with "Stop" it ends at the last image, and plays again from the first', async ({ page }) => {
  await open(page, `${short}&animate.repeat=once`);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await expect(time(page)).toHaveValue('0.5');
  await shown(page, 'seed 8');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await shown(page, 'seed 8');
});

test('where less motion is preferred nothing starts by itself; another view stops what runs', async ({
  page,
}) => {
  await open(page);
  await twoFrames(page);
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await expect(time(page)).toHaveValue('0');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.getByRole('link', { name: 'Image' }).click();
  await expect(view(page)).toBeHidden();
  const at = await view(page).locator('.track input').inputValue();
  await twoFrames(page);
  expect(await view(page).locator('.track input').inputValue()).toBe(at);
});

test('everything works with the keyboard alone', async ({ page }) => {
  test.setTimeout(2 * EXPORT_MS);
  await open(page);
  const { keyboard } = page;
  await page.locator('body').evaluate((body) => body.focus());
  await keyboard.press(' ');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await keyboard.press(' ');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await keyboard.press('Home');
  await expect(time(page)).toHaveValue('0');
  await keyboard.press('ArrowRight');
  await expect(time(page)).toHaveValue('0.04');
  await keyboard.press('PageUp');
  await expect.poll(async () => Number(await time(page).inputValue())).toBeCloseTo(0.14);
  await keyboard.press('ArrowLeft');
  await keyboard.press('End');
  await expect(time(page)).toHaveValue('1');
  await time(page).focus();
  await keyboard.press('Home');
  await keyboard.press('ArrowRight');
  await expect(time(page)).toHaveValue('0.04');
  const tabTo = async (name: RegExp) => {
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement as HTMLInputElement;
        return element.ariaLabel || element.labels?.[0]?.textContent || element.textContent || '';
      });
    for (let presses = 0; !name.test(await focused()); presses++) {
      expect(presses, `tabs until ${name}`).toBeLessThan(40);
      await keyboard.press('Tab');
    }
  };
  await tabTo(/^Between images/);
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Along an edit' })).toBeChecked();
  await keyboard.press('ArrowLeft');
  await tabTo(/^Move down: image 1/);
  await keyboard.press('Enter');
  await expect(rows(page).locator('strong').first()).toHaveText('Seed 8');
  await tabTo(/^Seconds for a step/);
  await keyboard.press('End');
  await expect(page.getByRole('slider', { name: 'Seconds for a step' })).toHaveValue('10');
  await keyboard.press('Home');
  await tabTo(/^WebM/);
  await keyboard.press('ArrowRight');
  await tabTo(/^Export GIF/);
  const downloading = page.waitForEvent('download', { timeout: EXPORT_MS });
  await keyboard.press('Enter');
  expect((await downloading).suggestedFilename()).toBe('tiny-seeds-8-7.gif');
  await expect(page.getByRole('button', { name: 'Export GIF' })).toBeFocused();
});

test('WebM: frames of the animation, and tags that say what it is', async ({ page }) => {
  test.setTimeout(2 * EXPORT_MS);
  await open(page);
  await page.getByLabel('Frames', { exact: true }).selectOption('10');
  const download = await exported(page);
  expect(download.suggestedFilename()).toBe('tiny-seeds-7-8.webm');
  const input = new Input({
    source: new BufferSource(await readFile(await download.path())),
    formats: ALL_FORMATS,
  });
  const track = (await input.getPrimaryVideoTrack())!;
  expect([track.codec, track.displayWidth, track.displayHeight]).toEqual(['vp9', 624, 416]);
  const times: number[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) times.push(packet.timestamp);
  expect(times).toEqual(Array.from({ length: 10 }, (_, at) => at / 10));
  const { title, comment, raw } = await input.getMetadataTags();
  expect(title).toBe('tiny-seeds-7-8.webm');
  expect(comment).toContain(
    'Synthetic: every frame was made by a trained model (tiny), between the images of seeds 7, 8.',
  );
  expect(comment).toContain('"kind":"images","keys":[{"seed":7,"labels":{"grade":3}');
  expect(raw!.DIGITAL_SOURCE_TYPE).toContain('trainedAlgorithmicMedia');
});

test('GIF: frames, timing and origin; the word stands in the picture unless that is not wanted', async ({
  page,
}) => {
  test.setTimeout(4 * EXPORT_MS);
  await open(page);
  await page.getByRole('radio', { name: 'GIF' }).check();
  await page.getByLabel('Frames', { exact: true }).selectOption('10');
  const first = await readFile(await (await exported(page)).path());
  const text = first.toString('utf8');
  expect(text).toContain('trainedAlgorithmicMedia');
  expect(text).toContain('<roentgan:Animation>{&quot;kind&quot;:&quot;images&quot;');
  expect(text).toContain('Synthetic: every frame was made by a trained model');
  const marked = await decodeGif(page, first);
  expect(marked).toMatchObject({ width: 624, height: 416, frames: 10, repeats: true, milliseconds: 100 });
  await page.getByLabel('Write “synthetic” into the picture').uncheck();
  const plain = await decodeGif(page, await readFile(await (await exported(page)).path()));
  expect(plain.differing(marked)).toBeGreaterThan(200);
  expect(plain.differing(plain)).toBe(0);

  await page.getByRole('radio', { name: 'Stop' }).check();
  await page.getByLabel('Size').selectOption({ index: 0 });
  const once = await decodeGif(page, await readFile(await (await exported(page)).path()));
  expect(once).toMatchObject({ width: 312, height: 208, frames: 6, repeats: false });
});

test('GIF of a colour model', async ({ page }) => {
  test.setTimeout(2 * EXPORT_MS);
  await open(page, `view=animate&animate.seconds=0.5`, 'colour');
  await page.getByRole('radio', { name: 'GIF' }).check();
  await page.getByLabel('Frames', { exact: true }).selectOption('10');
  await page.getByLabel('Size').selectOption({ index: 0 });
  const gif = await decodeGif(page, await readFile(await (await exported(page)).path()));
  expect(gif.frames).toBe(10);
  expect(gif.colours).toBeGreaterThan(20);
});

test('PNG frames: a zip of images that each carry their provenance', async ({ page }) => {
  await open(page);
  await page.getByRole('radio', { name: 'PNG frames' }).check();
  await page.getByLabel('Frames', { exact: true }).selectOption('10');
  await expect(page.getByLabel('Size')).toBeHidden();
  const download = await exported(page);
  expect(download.suggestedFilename()).toBe('tiny-seeds-7-8.zip');
  const files = unzipSync(await readFile(await download.path()));
  const names = Object.keys(files);
  expect(names).toHaveLength(11);
  const frame = files['tiny-seeds-7-8/frame-0003.png']!;
  const { manifest, origin } = await checkImage(Uint8Array.from(frame), 'frame-0003.png');
  const towards = { seed: 8, share: 0.4, how: 'slerp' };
  expect(manifest).toMatchObject({ state: 'intact', generation: { seed: 7, towards } });
  expect(origin.digitalSourceType).toBe('trainedAlgorithmicMedia');
  const about = JSON.parse(new TextDecoder().decode(files['tiny-seeds-7-8/animation.json']!));
  expect(about).toMatchObject({ synthetic: true, framesPerSecond: 10, kind: 'images', secondsPerStep: 0.5 });
});

test('an export is stopped, and leaves nothing', async ({ page }) => {
  await open(page, 'seed=7&view=animate&animate.seconds=10');
  await page.getByLabel('Frames', { exact: true }).selectOption('50');
  let saved = 0;
  page.on('download', () => saved++);
  for (const format of ['WebM', 'GIF', 'PNG frames']) {
    await page.getByRole('radio', { name: format }).check();
    await page.getByRole('button', { name: `Export ${format}` }).click();
    const bar = page.getByRole('progressbar', { name: 'Frames made' });
    await expect.poll(() => bar.evaluate((bar: HTMLProgressElement) => bar.value)).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(view(page).getByRole('status')).toHaveText('Stopped. Nothing was saved.');
    await expect(page.getByRole('button', { name: `Export ${format}` })).toBeFocused();
  }
  const left = await page.evaluate(async () => {
    const names: string[] = [];
    for await (const name of (
      (await navigator.storage.getDirectory()) as unknown as { keys(): AsyncIterable<string> }
    ).keys())
      names.push(name);
    return names;
  });
  expect([saved, left]).toEqual([0, []]);
  // The image view has its generator for itself again.
  await page.getByRole('link', { name: 'Image' }).click();
  await page.getByRole('button', { name: 'Next seed' }).click();
  await expect(page.getByRole('img', { name: /seed 8/ })).toBeVisible();
});

test('without an encoder WebM says what is missing; a failure says what failed', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'VideoEncoder'));
  await open(page);
  await expect(page.getByText('This browser has no video encoder for pages (WebCodecs)')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export WebM' })).toBeDisabled();
  await page.route(/gifWorker/, (route) => route.abort());
  await page.getByRole('radio', { name: 'GIF' }).check();
  await page.getByRole('button', { name: 'Export GIF' }).click();
  await expect(view(page).getByRole('status')).toHaveText(/^Not exported: .*could not be loaded/);
  await expect(page.getByRole('button', { name: 'Export GIF' })).toBeEnabled();
});

test('a link with nonsense shows what a model begins with', async ({ page }) => {
  await open(
    page,
    'view=animate&animate.images=seed%3D-4+&animate.seconds=x&animate.how=y&animate.repeat=z&animate.edit=none',
  );
  await expect(rows(page).locator('strong')).toHaveText(['Seed 0', 'Seed 0']);
  await expect(page.getByRole('slider', { name: 'Seconds for a step' })).toHaveValue('3');
  await expect(page.getByRole('radio', { name: 'Spherical' })).toBeChecked();
});

test('a diffusion model says its steps, and gives up a picture that is not wanted any more', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(url('view=animate&animate.seconds=0.5', 'diffusion'));
  await expect(view(page).locator('.where')).toHaveText('seed 0');
  await goTo(page, 0.1);
  await goTo(page, 0.25);
  await shown(page, 'seed 0 to seed 1, 50 %');
});

test('a model that makes no images has no such view', async ({ page }) => {
  await page.goto(url('view=animate', 'classifier'));
  await expect(page.locator('#model-name')).not.toBeEmpty();
  await expect(page.getByRole('link', { name: 'Animate' })).toHaveCount(0);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await open(page);
    await expect(rows(page).last().locator('canvas')).toHaveAttribute('aria-label', /./);
    const check = async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
    };
    await check();
    await page.getByRole('radio', { name: 'Along an edit' }).check();
    await page.getByRole('radio', { name: 'PNG frames' }).check();
    await check();
  });
}

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const) {
  test(`nothing is cut off at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await expect(page.locator('#image-view')).toBeHidden();
    const canvas = (await stage(page).boundingBox())!;
    expect(canvas.width / canvas.height).toBeCloseTo(24 / 16, 1);
    expect(canvas.x).toBeGreaterThanOrEqual(0);
    expect(canvas.x + canvas.width).toBeLessThanOrEqual(width);
    await expect(page.getByRole('button', { name: 'Play' })).toBeInViewport({ ratio: 1 });
    await expect(time(page)).toBeInViewport({ ratio: 1 });
    for (const kind of ['Between images', 'Along an edit']) {
      await page.getByRole('radio', { name: kind }).check();
      const cut = await view(page)
        .locator('.controls button, .segments span, .controls select, .controls p, .controls label')
        .evaluateAll((elements) =>
          elements
            .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
            .map(({ textContent }) => textContent),
        );
      expect(cut).toEqual([]);
    }
    await page.getByRole('button', { name: 'Export WebM' }).scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: 'Export WebM' })).toBeInViewport({ ratio: 1 });
  });
}

function twoFrames(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

/** What the browser itself reads in a GIF. */
async function decodeGif(page: Page, bytes: Buffer) {
  const { pixels, ...facts } = await page.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const decoder = new ImageDecoder({ data, type: 'image/gif' });
    await Promise.all([decoder.completed, decoder.tracks.ready]);
    const { frameCount, repetitionCount } = decoder.tracks.selectedTrack!;
    const { image } = await decoder.decode({ frameIndex: frameCount - 1 });
    const context = new OffscreenCanvas(image.displayWidth, image.displayHeight).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data: rgba, width, height } = context.getImageData(0, 0, image.displayWidth, image.displayHeight);
    const pixels = Array.from({ length: width * height }, (_, at) =>
      [...rgba.slice(at * 4, at * 4 + 3)].join(),
    );
    const milliseconds = image.duration! / 1000;
    return { width, height, frames: frameCount, repeats: repetitionCount === Infinity, milliseconds, pixels };
  }, bytes.toString('base64'));
  return {
    ...facts,
    pixels,
    colours: new Set(pixels).size,
    differing: (other: { readonly pixels: readonly string[] }) =>
      pixels.filter((pixel, at) => pixel !== other.pixels[at]).length,
  };
}
