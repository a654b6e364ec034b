import { type Browser, expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { elementUrl, picture, test } from '../site.ts';
import { times } from './tenths.ts';

const losses = times('SOAK_LOSSES', 20);
/** The runtime goes to the CPU with the fourth loss in five minutes: a page sees fewer. */
const lossesOfOnePage = 2;

async function open(page: Page): Promise<void> {
  await page.goto(elementUrl({ backend: 'webgpu' }));
  await picture(page);
}

/** Bytes of seed 41's image, made now. */
function image(page: Page): Promise<string> {
  return page.locator('gan-viewer').evaluate(async (viewer: GanViewer) => {
    const { rgba } = await viewer.generator!.generate({ seed: 41 });
    return `${viewer.generator!.backend} ${rgba.join(' ')}`;
  });
}

function destroyDevice(page: Page): Promise<void> {
  return page.evaluate(() => (globalThis as unknown as { devices: GPUDevice[] }).devices.at(-1)!.destroy());
}

async function killGpuProcess(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const gpu = processInfo.find(({ type }) => type === 'GPU');
  if (!gpu)
    throw new Error(`processes are ${processInfo.map(({ type }) => type).join(', ')}, expected a GPU`);
  process.kill(gpu.id, 'SIGKILL');
}

test(`${losses} losses: each is recovered from, on WebGPU, with the same image`, async ({
  page,
  browser,
}) => {
  await page.addInitScript(() => {
    const devices: GPUDevice[] = [];
    Object.assign(globalThis, { devices });
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (...args) {
      const device = await requestDevice.apply(this, args);
      devices.push(device);
      return device;
    };
  });
  await open(page);
  const before = await image(page);
  expect(before).toMatch(/^webgpu /);
  const milliseconds: Record<'destroy' | 'kill', number[]> = { destroy: [], kill: [] };
  for (let loss = 0; loss < losses; loss++) {
    if (loss > 0 && loss % lossesOfOnePage === 0) await open(page);
    const kind = loss % 2 === 0 ? 'destroy' : 'kill';
    if (kind === 'destroy') await destroyDevice(page);
    else await killGpuProcess(browser);
    const lost = page.evaluate(() =>
      (globalThis as unknown as { devices: GPUDevice[] }).devices.at(-1)!.lost.then(({ reason }) => reason),
    );
    expect(await lost).toMatch(kind === 'destroy' ? /^destroyed$/ : /^unknown$/);
    const started = Date.now();
    expect(await image(page), `loss ${loss + 1} (${kind})`).toBe(before);
    milliseconds[kind].push(Date.now() - started);
  }
  for (const [kind, list] of Object.entries(milliseconds)) {
    const sorted = list.toSorted((a, b) => a - b);
    process.stdout.write(
      `${kind}: ${list.length} of ${list.length} recovered, next image after ${sorted[0]} to ${sorted.at(-1)} ms, median ${sorted[Math.floor(sorted.length / 2)]} ms\n`,
    );
  }
});
