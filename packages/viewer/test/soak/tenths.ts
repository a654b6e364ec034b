import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';

/** What is held after a tenth of a run. */
export interface Held {
  readonly heapBytes: number;
  readonly gpuBytes: number;
}

/** How many times something is done: SOAK_IMAGES, SOAK_SWITCHES and SOAK_LOSSES make a run shorter. */
export function times(name: string, whole: number, multiple = 10): number {
  const text = process.env[name];
  if (text === undefined) return whole;
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1 || count % multiple > 0)
    throw new Error(`${name} is "${text}", expected a multiple of ${multiple}`);
  return count;
}

/** The page's live JavaScript objects after a collection, and the model's bytes on the GPU. */
export async function measure(page: Page): Promise<Held> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  const gpuBytes = await page
    .locator('gan-viewer')
    .evaluate((viewer: GanViewer) => viewer.generator!.counters.gpuBytes);
  return { heapBytes: usedSize, gpuBytes };
}

/** The first tenth warms up; from the second to the last both stay within 5 %. */
export function expectFlat(name: string, tenths: readonly Held[]): void {
  const [second, last] = [tenths[1]!, tenths.at(-1)!];
  const lines = tenths.map(
    ({ heapBytes, gpuBytes }) => `${(heapBytes / 1e6).toFixed(3)} MB heap, ${gpuBytes} GPU bytes`,
  );
  process.stdout.write(`${name}, after each tenth:\n  ${lines.join('\n  ')}\n`);
  for (const key of ['heapBytes', 'gpuBytes'] as const) {
    const change = last[key] / second[key] - 1;
    process.stdout.write(
      `${name}: ${key} of the last tenth ${(change * 100).toFixed(2)} % against the second\n`,
    );
    expect(Math.abs(change), `${name}: ${key}`).toBeLessThanOrEqual(0.05);
  }
}
