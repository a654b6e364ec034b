import type { CeilingSample } from '../results.ts';

/** A loop of the module in assembly/: at least `count` multiply-adds of four lanes. */
type Loop = (count: number, factor: number, summand: number) => number;

const lanes = 4;
/** Milliseconds for which a loop runs first: it starts in the browser's baseline compiler. */
const warmup = 150;
const shortWarmupCount = 2 ** 16;
/** Milliseconds that a batch takes at least, thousands of times the clock's resolution. */
const leastBatch = 20;
const batches = 15;

/** The best rate of each loop of each module that this browser runs. Blocks the page for milliseconds at a time. */
export async function measureCeiling(): Promise<CeilingSample[]> {
  const samples: CeilingSample[] = [];
  for (const instructions of ['simd', 'relaxed'] as const) {
    const response = await fetch(`ceiling/${instructions}.wasm`);
    if (!response.ok) throw new Error(`${response.url}: status ${response.status}, expected the module`);
    const bytes = await response.arrayBuffer();
    if (!WebAssembly.validate(bytes)) continue;
    const memory = new WebAssembly.Memory({ initial: 1 });
    new Float32Array(memory.buffer).fill(0.5);
    const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
    for (const [loop, run] of Object.entries(instance.exports)) {
      if (typeof run !== 'function') continue;
      samples.push({ instructions, loop, gmacs: await bestRate(run as Loop) });
    }
  }
  return samples;
}

async function bestRate(run: Loop): Promise<number> {
  const time = (count: number): number => {
    const start = performance.now();
    run(count, 0.999, 0.001);
    return performance.now() - start;
  };
  for (const start = performance.now(); performance.now() - start < warmup; await pause()) {
    time(shortWarmupCount);
  }
  let best = 0;
  let count = shortWarmupCount;
  for (let measured = 0; measured < batches; await pause()) {
    const milliseconds = time(count);
    if (milliseconds < leastBatch) {
      count *= 2;
      continue;
    }
    best = Math.max(best, (count * lanes) / milliseconds / 1e6);
    measured++;
  }
  return best;
}

/** Lets compiled code take over, and the page answer. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
