import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';

/** What is held after a tenth of a run. */
export interface Held {
  /** Of live objects, without the code that Chromium compiles as functions are called again and again. */
  readonly heapBytes: number;
  readonly codeBytes: number;
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
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  const gpuBytes = await page
    .locator('gan-viewer')
    .evaluate((viewer: GanViewer) => viewer.generator!.counters.gpuBytes);
  return { ...sizesOf(JSON.parse(chunks.join(''))), gpuBytes };
}

/** The parts of a heap snapshot that count here, as V8 writes it: fields of all nodes in one list. */
interface HeapSnapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] } };
  readonly nodes: readonly number[];
}

function sizesOf({ snapshot, nodes }: HeapSnapshot): Pick<Held, 'heapBytes' | 'codeBytes'> {
  const { node_fields: fields, node_types } = snapshot.meta;
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  const code = node_types[0].indexOf('code');
  expect([type, size, code].every((at) => at >= 0)).toBe(true);
  const sizes = { heapBytes: 0, codeBytes: 0 };
  for (let node = 0; node < nodes.length; node += fields.length)
    sizes[nodes[node + type] === code ? 'codeBytes' : 'heapBytes'] += nodes[node + size]!;
  expect(Math.min(sizes.heapBytes, sizes.codeBytes)).toBeGreaterThan(100_000);
  return sizes;
}

/** The first tenth warms up; from the second to the last both stay within 5 %. */
export function expectFlat(name: string, tenths: readonly Held[]): void {
  const [second, last] = [tenths[1]!, tenths.at(-1)!];
  const lines = tenths.map(
    ({ heapBytes, codeBytes, gpuBytes }) =>
      `${(heapBytes / 1e6).toFixed(3)} MB heap, ${(codeBytes / 1e6).toFixed(3)} MB compiled code beside it, ${gpuBytes} GPU bytes`,
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
