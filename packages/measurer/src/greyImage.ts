/** Grey pixels, rows from the top. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** `width * height` values, 0 (black) to 1 (white). */
  readonly values: Float32Array;
}
