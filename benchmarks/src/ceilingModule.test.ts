import { setFlagsFromString } from 'node:v8';
import { beforeAll, expect, test } from 'vitest';
import { compileCeiling } from '../build/compileCeiling.ts';

// Node 20 has relaxed SIMD behind this flag; later versions have it anyway.
beforeAll(() => setFlagsFromString('--experimental-wasm-relaxed-simd'));

type Loop = (count: number, factor: number, summand: number) => number;

async function loopsOf(instructions: 'simd' | 'relaxed'): Promise<[string, Loop][]> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  new Float32Array(memory.buffer).fill(1);
  const { instance } = await WebAssembly.instantiate(await compileCeiling(instructions), { env: { memory } });
  return Object.entries(instance.exports).filter(([, run]) => typeof run === 'function') as [string, Loop][];
}

test.each(['simd', 'relaxed'] as const)(
  'the loops for %s do every multiply-add that is counted',
  async (instructions) => {
    const loops = await loopsOf(instructions);
    expect(loops.map(([name]) => name)).toEqual([
      'chain8',
      'chain10',
      'chain12',
      'chain20',
      'sums8',
      'sums16',
    ]);
    for (const [name, run] of loops) {
      const accumulators = Number(/\d+$/.exec(name));
      const start = (accumulators * (accumulators + 1)) / 2; // they begin at 1, 2, 3 ...
      const rounds = 300; // past the end of the 4 KiB that sums read
      // With a factor of 1, each multiply-add of a chain adds the summand, and each of a sum one of 1, 2, 3 and 4.
      const mean = name.startsWith('chain') ? 1 : 2.5;
      expect(run(accumulators * rounds, 1, 1), name).toBe(start + accumulators * rounds * mean);
      expect(run(accumulators * rounds + 1, 1, 1), name).toBe(start + accumulators * (rounds + 1) * mean);
    }
  },
);

test('only one of the two modules needs relaxed SIMD', async () => {
  // f32x4.relaxed_madd: prefix 0xfd, then 0x105 in LEB128.
  const opcode = Buffer.from([0xfd, 0x85, 0x02]);
  expect(Buffer.from(await compileCeiling('simd')).includes(opcode)).toBe(false);
  expect(Buffer.from(await compileCeiling('relaxed')).includes(opcode)).toBe(true);
});
