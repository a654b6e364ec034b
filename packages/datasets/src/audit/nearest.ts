/** The nearest of known pictures to each of those asked about. */
export interface Nearest {
  readonly distances: Float64Array;
  /** Index among the known; -1 where none may be compared. */
  readonly indices: Int32Array;
}

/** Which pairs may be compared: not a picture with itself, nor two of one patient. */
export type Allowed = (asked: number, known: number) => boolean;

/** Told after some of the work; it may give others a turn, or throw to end it. */
export type Pace = (done: number, total: number) => Promise<void>;

/** Nothing found yet. */
export function noneNearest(count: number): Nearest {
  return {
    distances: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
    indices: new Int32Array(count).fill(-1),
  };
}
