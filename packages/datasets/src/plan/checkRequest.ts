import { DatasetError } from '../datasetError.ts';

/** Keeps what a plan holds in memory small: two bytes an image. */
const MOST_IMAGES = 100_000_000;
const MOST_IN_CHUNK = 100_000;

/** @throws DatasetError for a name that is no part of a file name, or a date that is none */
export function checkNames(name: string, date: string | undefined): void {
  // WebDataset takes what is before the first dot of a file's name for the sample's key.
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name)) {
    throw new DatasetError(
      `name is "${name}", expected up to 64 of A-Z, a-z, 0-9, - and _, the first a letter or digit`,
    );
  }
  if (date === undefined) return;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(date) && Number.isFinite(Date.parse(date));
  if (!isDay || !new Date(date).toISOString().startsWith(date)) {
    throw new DatasetError(`date is "${date}", expected a day such as 2026-01-31`);
  }
}

/** @throws DatasetError for sizes that are no whole numbers in their bounds, and seeds past the largest */
export function checkSizes(seed: number, count: number, chunk: number): void {
  checkWhole('count', count, 1, MOST_IMAGES);
  checkWhole('chunk', chunk, 1, MOST_IN_CHUNK);
  checkWhole('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  if (seed > Number.MAX_SAFE_INTEGER - (count - 1)) {
    throw new DatasetError(
      `seed ${seed} with count ${count} goes past the largest seed, ${Number.MAX_SAFE_INTEGER}`,
    );
  }
}

function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new DatasetError(`${name} is ${value}, expected a whole number from ${least} to ${most}`);
}
