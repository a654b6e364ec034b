import type { Comparable } from './alignedDistance.ts';
import { INNER, PLACES, SHIFT, SMALL } from './smallPictures.ts';

/** Frequencies a side; a hash has one bit for each of their products. */
const FREQUENCIES = 16;
const BITS = FREQUENCIES * FREQUENCIES;
export const HASH_WORDS = BITS / 32;
/** Places of the window that known pictures are hashed at, along one side: a copy that was moved is found by the nearest of them. */
const OFFSETS = [1, SHIFT, PLACES - 2];
/** Pictures that thresholds are taken from. */
const SAMPLE = 500;

/** Hashes of pictures at one or several places of the window. */
export interface Hashes {
  readonly count: number;
  /** Hashes of one picture, one behind the other. */
  readonly places: number;
  readonly words: Int32Array;
}

/** cos(pi (2 x + 1) u / 2 INNER), u before x: the DCT-II that hashes are made of. */
const cosines = Float64Array.from({ length: FREQUENCIES * INNER }, (_, at) =>
  Math.cos((Math.PI * (2 * (at % INNER) + 1) * Math.floor(at / INNER)) / (2 * INNER)),
);

/** The lowest frequencies of the window at (y, x), over its deviation, so that brightness and contrast change nothing but the first. */
function frequencies(known: Comparable, index: number, y: number, x: number, into: Float64Array): void {
  const { values } = known.pictures;
  const scale = known.fine.inverseNorms[(index * PLACES + y) * PLACES + x]!;
  const columns = new Float64Array(FREQUENCIES * INNER);
  for (let row = 0; row < INNER; row++) {
    const start = index * SMALL * SMALL + (y + row) * SMALL + x;
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let at = 0; at < INNER; at++) sum += cosines[u * INNER + at]! * values[start + at]!;
      columns[u * INNER + row] = sum * scale;
    }
  }
  for (let v = 0; v < FREQUENCIES; v++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let row = 0; row < INNER; row++) sum += cosines[v * INNER + row]! * columns[u * INNER + row]!;
      into[v * FREQUENCIES + u] = sum;
    }
  }
  into[0] = 0;
}

/**
 * What each frequency is compared with: its mean over pictures. Pictures of one kind are alike in the large, so a threshold of 0 would
 * give most of them the same bits.
 */
export function hashThresholds(known: Comparable): Float64Array {
  const { count } = known.pictures;
  const step = Math.max(1, Math.floor(count / SAMPLE));
  const mean = new Float64Array(BITS);
  const values = new Float64Array(BITS);
  let taken = 0;
  for (let index = 0; index < count; index += step) {
    frequencies(known, index, SHIFT, SHIFT, values);
    for (let at = 0; at < BITS; at++) mean[at]! += values[at]!;
    taken++;
  }
  return mean.map((sum) => sum / Math.max(1, taken));
}

/** Hashes of all pictures: at the middle place for those that are asked about, at nine places for those they are compared with. */
export function hashPictures(known: Comparable, thresholds: Float64Array, where: 'middle' | 'moved'): Hashes {
  const offsets = where === 'middle' ? [SHIFT] : OFFSETS;
  const places = offsets.length ** 2;
  const { count } = known.pictures;
  const words = new Int32Array(count * places * HASH_WORDS);
  const values = new Float64Array(BITS);
  let at = 0;
  for (let index = 0; index < count; index++) {
    for (const y of offsets) {
      for (const x of offsets) {
        frequencies(known, index, y, x, values);
        for (let bit = 0; bit < BITS; bit++) {
          if (values[bit]! > thresholds[bit]!) words[at + (bit >> 5)]! |= 1 << (bit & 31);
        }
        at += HASH_WORDS;
      }
    }
  }
  return { count, places, words };
}

/** Bits in which the hash of picture `i` differs from the nearest hash of picture `j`. */
export function hashDistance(asked: Hashes, i: number, known: Hashes, j: number): number {
  const from = i * asked.places * HASH_WORDS;
  let best = BITS;
  for (let place = 0; place < known.places; place++) {
    const to = (j * known.places + place) * HASH_WORDS;
    let bits = 0;
    for (let word = 0; word < HASH_WORDS; word++)
      bits += ones(asked.words[from + word]! ^ known.words[to + word]!);
    if (bits < best) best = bits;
  }
  return best;
}

/** Ones among 32 bits (Warren, Hacker's Delight, 5-1). */
function ones(word: number): number {
  let pairs = word - ((word >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
