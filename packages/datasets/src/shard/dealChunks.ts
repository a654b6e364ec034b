/** One of several runs that make a dataset together. */
export interface Shard {
  /** From 1 to `count`, as in `--shard 1/4`. */
  readonly number: number;
  readonly count: number;
}

/** Consecutive chunks: `from` is the first, `to` the one behind the last. */
export interface ChunkRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Which of a dataset's chunks a shard makes: consecutive ones, and no shard gets more than one more than another; some get none where
 * there are more shards than chunks. Chunks are dealt, not images, so that no container (a tar) is cut.
 * @throws RangeError where the shard is none of `count`
 */
export function dealChunks(chunks: number, { number, count }: Shard): ChunkRange {
  if (!Number.isInteger(number) || !Number.isInteger(count) || number < 1 || number > count) {
    throw new RangeError(`shard is ${number}/${count}, expected I/N with I from 1 to N`);
  }
  const start = (shard: number) => Math.floor((shard * chunks) / count);
  return { from: start(number - 1), to: start(number) };
}

/** Name of the folder of a shard's output, such as `shard-03-of-16`: they sort in the order of the images. */
export function shardFolderName({ number, count }: Shard): string {
  const text = String(count);
  return `shard-${String(number).padStart(text.length, '0')}-of-${text}`;
}

/** The shard that a path's last folder is named after; `undefined` where it is none. */
export function shardOfFolder(path: string): Shard | undefined {
  const [, number, count] = (/(?:^|[\\/])shard-(\d+)-of-(\d+)[\\/]*$/.exec(path) ?? []).map(Number);
  return number === undefined || count === undefined ? undefined : { number, count };
}
