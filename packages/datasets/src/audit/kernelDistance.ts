import { dotRows, type Rows } from './rows.ts';
import { seededOrder } from './seededOrder.ts';

/** A squared distance and how sure it is. */
export interface KernelDistance {
  readonly distance: number;
  /** Standard error from blocks; `null` where there are too few vectors for two blocks. */
  readonly standardError: number | null;
  readonly blocks: number;
}

/** Vectors with the block that each belongs to. */
export interface BlockedRows {
  readonly rows: Rows;
  readonly blockOf: Uint8Array;
  /** Sums of the kernel within the set: see `kernelSums`. */
  readonly within: Float64Array;
}

/** Most blocks, and fewest vectors of a block. */
const BLOCKS = 10;
const SMALLEST_BLOCK = 5;

/** Deals vectors to blocks by the seed. */
export function blocked(rows: Rows, seed: number): BlockedRows {
  const blockOf = new Uint8Array(rows.count);
  for (const [rank, index] of seededOrder(rows.count, seed).entries()) blockOf[index] = rank % BLOCKS;
  return inBlocks(rows, blockOf);
}

/** Sums the kernel over all pairs of different vectors; `blockOf` names the block of each, 0 to 9. */
export function inBlocks(rows: Rows, blockOf: Uint8Array): BlockedRows {
  return { rows, blockOf, within: kernelSums({ rows, blockOf }) };
}

/** Sums of k(x, y) = (x.y / d + 1)^3 over pairs, for each block of x and each of y; within one set over pairs of different vectors. */
function kernelSums(one: Omit<BlockedRows, 'within'>, other = one): Float64Array {
  const sums = new Float64Array(BLOCKS * BLOCKS);
  for (let i = 0; i < one.rows.count; i++) {
    const row = one.blockOf[i]! * BLOCKS;
    for (let j = 0; j < (other === one ? i : other.rows.count); j++) {
      const column = other.blockOf[j]!;
      const kernel = (dotRows(one.rows, i, other.rows, j) / one.rows.length + 1) ** 3;
      sums[row + column]! += kernel;
      if (other === one) sums[column * BLOCKS + one.blockOf[i]!]! += kernel;
    }
  }
  return sums;
}

/**
 * Unbiased squared maximum mean discrepancy with the polynomial kernel of degree 3 (Binkowski et al. 2018): around 0, also below
 * it, where both sets are samples of one distribution. The standard error is the jackknife's over blocks of both sets
 * (Efron and Stein 1981): how much the distance changes where each tenth of them is left out.
 * @throws RangeError for fewer than 2 vectors in a set
 */
export function kernelDistance(one: BlockedRows, other: BlockedRows): KernelDistance {
  const counts = [one.rows.count, other.rows.count] as const;
  if (Math.min(...counts) < 2)
    throw new RangeError(`kernelDistance: ${counts.join(' and ')} vectors, expected at least 2 each`);
  const between = kernelSums(one, other);
  const estimate = (left?: number) => {
    const [m, n] = [one, other].map(
      ({ blockOf, rows }) => rows.count - blockOf.reduce((sum, block) => sum + (block === left ? 1 : 0), 0),
    ) as [number, number];
    const within =
      sumWithout(one.within, left) / (m * (m - 1)) + sumWithout(other.within, left) / (n * (n - 1));
    return within - (2 * sumWithout(between, left)) / (m * n);
  };
  const distance = estimate();
  if (Math.min(...counts) < BLOCKS * SMALLEST_BLOCK) return { distance, standardError: null, blocks: 0 };
  const values = Array.from({ length: BLOCKS }, (_, block) => estimate(block));
  const mean = values.reduce((sum, value) => sum + value, 0) / BLOCKS;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { distance, standardError: Math.sqrt((squares * (BLOCKS - 1)) / BLOCKS), blocks: BLOCKS };
}

/** The sum of all entries that are not in row or column `left`. */
function sumWithout(sums: Float64Array, left: number | undefined): number {
  return sums.reduce((total, value, at) => {
    const isLeft = Math.floor(at / BLOCKS) === left || at % BLOCKS === left;
    return isLeft ? total : total + value;
  }, 0);
}
