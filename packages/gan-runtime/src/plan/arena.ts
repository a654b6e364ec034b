/** Where an activation lies: an arena buffer and a byte offset in it. */
export interface ArenaPlace {
  readonly buffer: number;
  readonly offset: number;
  readonly bytes: number;
}

/** What one step writes and reads. */
export interface StepAccess {
  readonly output: string;
  readonly reads: readonly string[];
}

/** WebGPU's `minStorageBufferOffsetAlignment`. */
const alignment = 256;

function align(offset: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

interface Placed extends ArenaPlace {
  readonly first: number;
  readonly last: number;
}

/**
 * Packs activations into buffers that are reused as lifetimes end. No step's output shares a buffer with what the
 * step reads: a dispatch may not bind one buffer for reading and writing, even at disjoint offsets.
 * Buffer 0 holds the inputs one behind the other and nothing else.
 * @param sizes bytes of each activation
 */
export function placeActivations(
  sizes: ReadonlyMap<string, number>,
  inputs: readonly string[],
  steps: readonly StepAccess[],
  outputs: readonly string[],
): { readonly places: ReadonlyMap<string, ArenaPlace>; readonly arena: readonly number[] } {
  const lastRead = new Map<string, number>();
  steps.forEach(({ reads }, at) => {
    for (const name of reads) lastRead.set(name, at);
  });
  for (const name of outputs) lastRead.set(name, steps.length);

  const places = new Map<string, Placed>();
  const arena: number[] = [0];
  for (const name of inputs) {
    const bytes = sizes.get(name)!;
    places.set(name, { buffer: 0, offset: arena[0]!, bytes, first: -1, last: steps.length });
    arena[0] = align(arena[0]! + bytes);
  }
  steps.forEach(({ output, reads }, at) => {
    const bytes = sizes.get(output)!;
    const forbidden = new Set([0, ...reads.map((name) => places.get(name)!.buffer)]);
    const life = { first: at, last: lastRead.get(output) ?? at };
    const candidates = arena.map((_, buffer) => buffer).filter((buffer) => !forbidden.has(buffer));
    const fits = [...candidates, arena.length].map((buffer) => {
      const offset = firstGap(
        [...places.values()].filter((place) => place.buffer === buffer),
        bytes,
        at,
      );
      return { buffer, offset, growth: Math.max(0, offset + align(bytes) - (arena[buffer] ?? 0)) };
    });
    const best = fits.reduce((winner, fit) => (fit.growth < winner.growth ? fit : winner));
    places.set(output, { buffer: best.buffer, offset: best.offset, bytes, ...life });
    arena[best.buffer] = Math.max(arena[best.buffer] ?? 0, best.offset + align(bytes));
  });
  return { places, arena };
}

/** Lowest offset of `bytes` free bytes among the places that still live at step `at`. */
function firstGap(places: readonly Placed[], bytes: number, at: number): number {
  const live = places.filter((place) => place.last >= at).sort((a, b) => a.offset - b.offset);
  let offset = 0;
  for (const place of live) {
    if (offset + bytes <= place.offset) break;
    offset = Math.max(offset, align(place.offset + place.bytes));
  }
  return offset;
}
