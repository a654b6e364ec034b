import { inFreshBrowser, serveStudio, spread } from './studioSite.mjs';

// `node packages/viewer/measure/saving.mjs [RUNS]` after a build: the longest task on the page's thread while the studio, with the knee on the CPU
// backend, saves images of each kind it has. The middle of RUNS (3) fresh profiles, least and most behind it; 0: none over 50 ms.
const runs = Number(process.argv[2] ?? 3);
const site = await serveStudio();

const animate = '#view=animate&animate.seconds=1.5&animate.repeat=loop';
const kinds = {
  'the first PNG of the view Image': { hash: '', press: ['Save PNG'] },
  'the second': { hash: '', press: ['Save PNG'], before: ['Save PNG'] },
  'frames of an animation as PNG': { hash: animate, press: ['Export PNG frames'], choose: 'PNG frames' },
  'an animation as GIF': { hash: animate, press: ['Export GIF'], choose: 'GIF' },
  'an animation as WebM': { hash: animate, press: ['Export WebM'], choose: 'WebM' },
  'a dataset of 40 PNGs': { hash: '', press: ['Export as a zip'], dialog: 40 },
};

for (const [name, kind] of Object.entries(kinds)) {
  const values = [];
  for (let run = 0; run < runs; run++) values.push(await inFreshBrowser((page) => longestOf(page, kind)));
  console.log(`${name}: ${spread(values)} ms`);
}
site.close();

async function longestOf(page, { hash, press, before, choose, dialog }) {
  // Answered in the page's own storage otherwise, which needs a person.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showDirectoryPicker'));
  await page.goto(site.address('cpu', hash));
  await page.locator('#backend').getByText('CPU').waitFor();
  if (choose) await page.getByRole('radio', { name: choose }).check();
  for (const name of before ?? []) await saved(page, name);
  if (dialog) {
    await page.getByRole('button', { name: 'Export a dataset' }).click();
    await page.getByLabel('Images').fill(String(dialog));
  }
  await page.waitForTimeout(1000);
  const start = await page.evaluate(() => performance.now());
  for (const name of press) await saved(page, name);
  await page.waitForTimeout(500); // entries of the last task arrive
  return page.evaluate((start) => globalThis.longestTask(start, performance.now()), start);
}

async function saved(page, name) {
  const downloading = page.waitForEvent('download', { timeout: 120_000 });
  await page.getByRole('button', { name, exact: true }).click();
  await downloading;
}
