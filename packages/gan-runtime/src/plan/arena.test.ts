import { describe, expect, it } from 'vitest';
import { placeActivations, type StepAccess } from './arena.ts';

/** A chain of steps with skip connections, seeded. */
function randomGraph(seed: number): { sizes: Map<string, number>; steps: StepAccess[] } {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x7fffffff) * below);
  };
  const sizes = new Map([
    ['z', 16 + 16 * next(40)],
    ['label', 16 + 16 * next(8)],
  ]);
  const steps: StepAccess[] = [];
  for (let at = 0; at < 30; at++) {
    const names = [...sizes.keys()];
    const reads = [names.at(-1)!, ...(next(3) === 0 ? [names[next(names.length)]!] : [])];
    sizes.set(`t${at}`, 16 + 16 * next(500));
    steps.push({ output: `t${at}`, reads });
  }
  return { sizes, steps };
}

describe('placeActivations', () => {
  it.each(Array.from({ length: 25 }, (_, seed) => seed))('keeps lifetimes apart, seed %i', (seed) => {
    const { sizes, steps } = randomGraph(seed);
    const { places, arena } = placeActivations(sizes, ['z', 'label'], steps, ['t29']);
    const lastRead = (name: string) =>
      name === 't29' ? 30 : steps.findLastIndex(({ reads }) => reads.includes(name));
    steps.forEach(({ output, reads }, at) => {
      const place = places.get(output)!;
      expect(place.offset % 256).toBe(0);
      expect(place.offset + place.bytes).toBeLessThanOrEqual(arena[place.buffer]!);
      for (const name of reads) expect(places.get(name)!.buffer).not.toBe(place.buffer);
      const living = steps.slice(0, at).filter((earlier) => lastRead(earlier.output) >= at);
      for (const other of living.map((earlier) => places.get(earlier.output)!)) {
        const apart =
          other.buffer !== place.buffer ||
          other.offset + other.bytes <= place.offset ||
          place.offset + place.bytes <= other.offset;
        expect(apart).toBe(true);
      }
    });
    const places0 = [...places].filter(([, { buffer }]) => buffer === 0).map(([name]) => name);
    expect(places0).toEqual(['z', 'label']);
  });

  it('runs a chain in two buffers besides the inputs', () => {
    const sizes = new Map([['z', 400], ...Array.from({ length: 8 }, (_, at) => [`t${at}`, 1024] as const)]);
    const steps = Array.from({ length: 8 }, (_, at) => ({
      output: `t${at}`,
      reads: [at === 0 ? 'z' : `t${at - 1}`],
    }));
    expect(placeActivations(sizes, ['z'], steps, ['t7']).arena).toEqual([512, 1024, 1024]);
  });
});
