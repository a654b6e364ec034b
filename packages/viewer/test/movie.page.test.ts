import { readFile } from 'node:fs/promises';
import { type Download, expect, type Page } from '@playwright/test';
import { checkImage } from '@roentgan/datasets';
import { unzipSync } from 'fflate';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { EXPORT_MS, open, view } from './animatePage.ts';
import { test } from './site.ts';

async function exported(page: Page): Promise<Download> {
  const downloading = page.waitForEvent('download', { timeout: EXPORT_MS });
  await page.getByRole('button', { name: /^Export (WebM|GIF|PNG)/ }).click();
  const download = await downloading;
  await expect(view(page).getByRole('status')).toHaveText(`Saved ${download.suggestedFilename()}`);
  return download;
}

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
    // The browser complains, at a time of its own choosing, of frames that nobody closes.
    image.close();
    decoder.close();
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
