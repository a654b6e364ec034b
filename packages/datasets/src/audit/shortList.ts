/** The few candidates with the smallest scores, the smallest first; equal ones stay in the order they came. */
export class ShortList {
  readonly #scores: Float64Array;
  readonly #indices: Int32Array;
  #count = 0;

  constructor(most: number) {
    this.#scores = new Float64Array(most);
    this.#indices = new Int32Array(most);
  }

  /** What a score must be below to get in. */
  get bar(): number {
    return this.#count < this.#scores.length ? Number.POSITIVE_INFINITY : this.#scores[this.#count - 1]!;
  }

  get indices(): Int32Array {
    return this.#indices.subarray(0, this.#count);
  }

  get scores(): Float64Array {
    return this.#scores.subarray(0, this.#count);
  }

  clear(): void {
    this.#count = 0;
  }

  offer(index: number, score: number): void {
    if (!(score < this.bar)) return;
    let at = Math.min(this.#count, this.#scores.length - 1);
    for (; at > 0 && this.#scores[at - 1]! > score; at--) {
      this.#scores[at] = this.#scores[at - 1]!;
      this.#indices[at] = this.#indices[at - 1]!;
    }
    this.#scores[at] = score;
    this.#indices[at] = index;
    if (this.#count < this.#scores.length) this.#count++;
  }
}
