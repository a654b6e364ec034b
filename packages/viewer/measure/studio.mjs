import { inFreshBrowser, serveStudio, spread } from './studioSite.mjs';

// `node packages/viewer/measure/studio.mjs [RUNS] [BACKEND,...]` after a build: how long the studio takes from navigation to its first knee and from a
// slider to its picture, and how long the page's thread is kept busy, in Chromium on this machine. The middle of RUNS (5) fresh profiles, least
// and most behind it. From the slider's event to the event of the image; the same image made by the generator alone is measured in turn.
const runs = Number(process.argv[2] ?? 5);
const backends = (process.argv[3] ?? 'auto,cpu,webgpu').split(',');
const images = 8;
const site = await serveStudio();

for (const backend of backends) {
  const results = [];
  for (let run = 0; run < runs; run++)
    results.push(await inFreshBrowser((page) => measure(page, site.address(backend))));
  const [{ adapter }] = results;
  console.log(`${backend} (${adapter})`);
  for (const [name, unit] of [
    ['first image', 'ms after navigation'],
    ['an image', `ms, of ${images} that differ in seed and an edit`],
    ['from a slider to its picture', `ms, median of ${images}`],
    ['the same picture, generator alone', `ms, median of ${images}`],
    ['longest task until the first image', 'ms (0: none over 50 ms)'],
    ['longest task while generating', 'ms (0: none over 50 ms)'],
  ])
    console.log(`  ${name}: ${spread(results.map((result) => result[name]))} ${unit}`);
}
site.close();

async function measure(page, address) {
  await page.addInitScript(() => {
    const drawn = new Promise((resolve) => {
      const watch = () =>
        document
          .querySelector('gan-viewer')
          .addEventListener('image', () => resolve(performance.now()), { once: true });
      addEventListener('DOMContentLoaded', watch, { once: true });
      if (document.readyState !== 'loading') watch();
    });
    Object.assign(globalThis, { drawn });
  });
  await page.goto(address);
  return await page.evaluate(async (images) => {
    const { longestTask, drawn } = globalThis;
    const first = await drawn;
    const viewer = document.querySelector('gan-viewer');
    const rest = () => new Promise((resolve) => setTimeout(resolve, 500));
    await rest();
    const start = performance.now();
    const edit = viewer.generator.model.edits[0].name;
    for (let image = 1; image <= images; image++) {
      const next = new Promise((resolve) => viewer.addEventListener('image', resolve, { once: true }));
      viewer.seed = image;
      viewer.edits = { [edit]: image % 2 };
      await next;
    }
    const end = performance.now();
    const slider = document.querySelector('input[type="range"]');
    const [, label] = slider.labels[0].textContent.match(/^\s*(.*?)\s*$/);
    const name = viewer.generator.model.edits.find(({ name }) => label.toLowerCase().startsWith(name)).name;
    const canvas = document.createElement('canvas');
    const fromSlider = [];
    const alone = [];
    for (let image = 1; image <= images; image++) {
      slider.value = String(Number(slider.max) * (image / images));
      const next = new Promise((resolve) => viewer.addEventListener('image', resolve, { once: true }));
      const moved = performance.now();
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      await next;
      fromSlider.push(performance.now() - moved);
      await rest();
      const asked = performance.now();
      await viewer.generator.render(canvas, {
        seed: viewer.seed,
        labels: viewer.labels,
        edits: viewer.edits,
      });
      alone.push(performance.now() - asked);
      await rest();
    }
    const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
    const moves = {
      'from a slider to its picture': median(fromSlider),
      'the same picture, generator alone': median(alone),
    };
    if (viewer.edits[name] === undefined) throw new Error(`the slider "${label}" moved no edit`);
    await rest(); // entries of the last task arrive
    const { adapter } = viewer.generator;
    return {
      adapter,
      'first image': first,
      'an image': (end - start) / images,
      ...moves,
      'longest task until the first image': longestTask(0, first),
      'longest task while generating': longestTask(start, end),
    };
  }, images);
}
