import type { GreyImage } from '../src/greyImage.ts';

export interface Phantom {
  /** Joint space in pixels of 224. */
  readonly medial: number;
  readonly lateral: number;
  /** Width of the tibia in pixels of 224. */
  readonly width: number;
  /** Degrees, clockwise as seen: positive where the medial (right) side lies lower. */
  readonly rotation: number;
  /** Degrees by which the femur leans towards the medial side downward. */
  readonly alignment: number;
  /** By how much soft tissue is brighter in the lateral joint space than elsewhere. */
  readonly haze: number;
  /** Grey is multiplied by `gain`, then raised by `offset`. */
  readonly gain: number;
  readonly offset: number;
  readonly size: number;
}

export const soft = 0.3;
export const bone = 0.6;
const rim = 0.85;

const usual: Phantom = {
  medial: 10,
  lateral: 14,
  width: 172,
  rotation: 0,
  alignment: 0,
  haze: 0,
  gain: 1,
  offset: 0,
  size: 224,
};

/** A right knee drawn from two bones: condyles with a notch above, a plateau with spines below, rims, and grain in the bone. */
export function drawPhantomKnee(changes: Partial<Phantom> = {}): GreyImage {
  const knee = { ...usual, ...changes };
  const { size, gain, offset } = knee;
  const values = new Float32Array(size * size);
  const turn = (knee.rotation * Math.PI) / 180;
  const samples = 2;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      let sum = 0;
      for (let s = 0; s < samples * samples; s++) {
        const px = ((x + ((s % samples) + 0.5) / samples) * 224) / size - 112;
        const py = ((y + (Math.floor(s / samples) + 0.5) / samples) * 224) / size - 120;
        const u = px * Math.cos(turn) + py * Math.sin(turn);
        const v = py * Math.cos(turn) - px * Math.sin(turn);
        sum += greyAt(knee, u, v);
      }
      const grain = hash(x, y) - 0.5;
      const grey = sum / (samples * samples);
      values[y * size + x] = Math.max(
        0,
        Math.min(1, (grey + grain * (grey > 0.45 ? 0.16 : 0.02)) * gain + offset),
      );
    }
  return { width: size, height: size, values };
}

/** Grey at `u` along the joint line (medial positive) and `v` below it, in pixels of 224 from the middle of the plateau. */
function greyAt(knee: Phantom, u: number, v: number): number {
  const half = knee.width / 2;
  const tibiaTop = -16 * Math.exp(-((u / (0.07 * knee.width)) ** 2));
  const tibiaHalf = half - Math.max(0, v - 25) * 0.5;
  const tibia = depth(v - tibiaTop, tibiaHalf - Math.abs(u));
  if (tibia >= 0) return tibia < 2.5 ? rim : bone;
  const w = u - v * Math.tan((knee.alignment * Math.PI) / 180);
  const share = 1 / (1 + Math.exp(-u / 6));
  const gap = knee.lateral + share * (knee.medial - knee.lateral);
  const notch = 34 * Math.exp(-((u / (0.11 * knee.width)) ** 4));
  const rounding = 12 * Math.max(0, (Math.abs(u) - 0.42 * knee.width) / (0.1 * knee.width)) ** 2;
  const femurHalf = half + 8 - Math.max(0, -v - 70) * 0.5;
  const femur = depth(-gap - notch - rounding - v, femurHalf - Math.abs(w));
  if (femur >= 0) return femur < 2.5 ? rim : bone;
  return u < 0 && v > -2 * gap ? soft + knee.haze : soft;
}

/** How deep inside a bone a point lies, negative outside. */
function depth(fromJoint: number, fromSide: number): number {
  return Math.min(fromJoint, fromSide);
}

/** The same number of 0 to 1 for the same pixel, without any pattern to see. */
export function hash(x: number, y: number): number {
  let state = Math.imul(x + 1, 374761393) ^ Math.imul(y + 1, 668265263);
  state = Math.imul(state ^ (state >>> 13), 1274126177);
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32;
}
