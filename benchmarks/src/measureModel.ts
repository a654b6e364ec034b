import type { Browser, Page } from 'playwright-core';
import { checkAgreement } from './checkAgreement.ts';
import type { ContenderName } from './contenders.ts';
import { downloadOf } from './downloads.ts';
import { profiledImages } from './page/profileLayers.ts';
import { extraKey } from './page/timeRounds.ts';
import type { PreparedModel } from './preparedModel.ts';
import type { ContenderResult, Download, ModelResult, Settings, Timing } from './results.ts';
import { joinLayers } from './shares.ts';
import { pairedRatio, summarise } from './statistics.ts';
import { throughputOf, throughputRuns } from './throughput.ts';

const comparedInputs = 3;
const longest = 10 * 60_000;

/** Compares, counts, times and starts cold one model with all contenders, in one browser. */
export async function measureModel(
  browser: Browser,
  url: string,
  folder: string,
  { name, page: model, parameters, layers: work }: PreparedModel,
  settings: Settings,
  say: (line: string) => void,
): Promise<ModelResult> {
  const { contenders, runs, warmup, pause, tolerance, baseline } = settings;
  say(`${name}: comparing ${contenders.join(', ')}`);
  const page = await openPage(browser, url, say);
  const agreement = await within(`${name}: comparing`, () =>
    page.evaluate(([model, names, count]) => window.benchmark.compare(model, names, count), [
      model,
      contenders,
      comparedInputs,
    ] as const),
  );
  checkAgreement(name, agreement, tolerance);
  const facts = await page.evaluate(() => window.benchmark.count());
  say(`${name}: timing ${warmup} + ${runs} rounds`);
  const samples = await within(`${name}: timing`, () =>
    page.evaluate(([model, runs, warmup, pause]) => window.benchmark.time(model, runs, warmup, pause), [
      model,
      runs,
      warmup,
      pause,
    ] as const),
  );
  const layers = await within(`${name}: profiling`, () =>
    page.evaluate((images) => window.benchmark.layers(images), profiledImages(runs)),
  );
  const throughputs: { batch: number; times: Partial<Record<ContenderName, number[]>> }[] = [];
  for (const batch of settings.batches) {
    say(`${name}: throughput of ${batch} image${batch === 1 ? '' : 's'} a run`);
    const times = await within(`${name}: throughput`, () =>
      page.evaluate(([model, batch, runs]) => window.benchmark.throughput(model, batch, runs), [
        model,
        batch,
        throughputRuns(runs),
      ] as const),
    );
    throughputs.push({ batch, times });
  }
  await page.context().close();
  say(`${name}: ${settings.cold} first images each`);
  const cold = await firstImages(browser, url, folder, model, settings, say);
  const timing = (key: string): Timing => ({
    samples: samples[key]!,
    summary: summarise(samples[key]!),
    ratio: pairedRatio(samples[key]!, samples[baseline]!),
  });
  const results = facts.map(({ name, backend, counters, gpuBytes }): ContenderResult => {
    const prefix = extraKey(name, '');
    const extras = Object.keys(samples).filter((key) => key.startsWith(prefix));
    return {
      name,
      backend,
      image: timing(name),
      extras: extras.map((key) => ({ what: key.slice(prefix.length), ...timing(key) })),
      counters,
      ...(gpuBytes.peak > 0 && { gpuBytes }),
      ...(throughputs.length > 0 && {
        throughput: throughputs.map(({ batch, times }) => throughputOf(batch, times[name]!)),
      }),
      layers: joinLayers(layers[name] ?? [], work),
      ...cold.get(name)!,
    };
  });
  return { name, parameters, agreement, baseline, contenders: results };
}

type Cold = Pick<ContenderResult, 'firstImage' | 'download'>;

async function firstImages(
  browser: Browser,
  url: string,
  folder: string,
  model: PreparedModel['page'],
  { contenders, cold }: Settings,
  say: (line: string) => void,
): Promise<Map<ContenderName, Cold>> {
  const times = new Map<ContenderName, number[]>(contenders.map((name) => [name, []]));
  const downloads = new Map<ContenderName, Download>();
  for (let round = 0; round < cold; round++) {
    for (let place = 0; place < contenders.length; place++) {
      const name = contenders[(round + place) % contenders.length]!;
      const page = await openPage(browser, url, say);
      const { milliseconds, urls } = await within(`${name}: first image`, () =>
        page.evaluate(([name, model]) => window.benchmark.firstImage(name, model), [name, model] as const),
      );
      await page.context().close();
      times.get(name)!.push(milliseconds);
      downloads.set(name, downloadOf(urls, folder));
    }
  }
  return new Map(
    contenders.map((name) => [name, { firstImage: times.get(name)!, download: downloads.get(name)! }]),
  );
}

/** A page in a browser context of its own, which shares no cache with any other. */
export async function openPage(browser: Browser, url: string, say: (line: string) => void): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') say(`  browser: ${message.text()}`);
  });
  page.on('pageerror', (error) => say(`  browser: ${error.message}`));
  await page.goto(url);
  return page;
}

async function within<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took over ${longest / 60_000} minutes`)), longest);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
