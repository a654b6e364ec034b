import type { JointEdges } from './jointEdges.ts';
import type { KneeTrace, Sides } from './kneeTrace.ts';
import { workSize } from './workImage.ts';

/** The weight-bearing part of each compartment, as shares of the tibia's width from its own corner. */
const outer = 0.12;
const inner = 0.32;
/** The narrowest place is the lowest mean over this many columns, so that one rough column does not decide. */
const narrowest = 7;

export interface Compartment {
  /** First and last column, between pixels. */
  readonly from: number;
  readonly to: number;
  /** Joint space in work pixels, upright to the joint line: mean and narrowest place. */
  readonly mean: number;
  readonly min: number;
  /** Middle of the tibia's edge. */
  readonly x: number;
  readonly y: number;
  /** How far the edges stand out, mean over the columns. */
  readonly strength: number;
}

export interface JointLine {
  readonly compartments: Sides<Compartment>;
  /** Angle of the tibial plateau in radians, positive where the medial side lies lower. */
  readonly tilt: number;
}

/** Joint space of both compartments and the tilt of the plateau. */
export function measureCompartments({ edges, corners }: KneeTrace): JointLine {
  const left = corners.lateral.x;
  const width = corners.medial.x - left;
  const spans = {
    lateral: span(left + outer * width, left + inner * width),
    medial: span(left + (1 - inner) * width, left + (1 - outer) * width),
  };
  const centres = { lateral: centre(edges, spans.lateral), medial: centre(edges, spans.medial) };
  const tilt = Math.atan2(centres.medial.y - centres.lateral.y, centres.medial.x - centres.lateral.x);
  const compartment = (side: 'lateral' | 'medial'): Compartment => ({
    ...spans[side],
    ...centres[side],
    ...gaps(edges, spans[side], Math.cos(tilt)),
  });
  return { compartments: { lateral: compartment('lateral'), medial: compartment('medial') }, tilt };
}

/** Columns from `from` to `to`, which lie between pixels: those at the ends count by the part that lies within. */
interface Span {
  readonly from: number;
  readonly to: number;
}

function span(from: number, to: number): Span {
  return { from: Math.max(0, from), to: Math.min(workSize - 1, to) };
}

/** Mean of a value over the columns of a span. */
function meanOver({ from, to }: Span, value: (x: number) => number): number {
  let [sum, total] = [0, 0];
  for (let x = Math.ceil(from - 0.5); x <= Math.floor(to + 0.5); x++) {
    const share = Math.min(x + 0.5, to + 0.5) - Math.max(x - 0.5, from - 0.5);
    sum += share;
    total += share * value(x);
  }
  return total / sum;
}

function centre({ tibia }: JointEdges, at: Span): { x: number; y: number } {
  return { x: 0.5 * (at.from + at.to), y: meanOver(at, (x) => tibia[x]!) };
}

function gaps({ tibia, femur, strength }: JointEdges, at: Span, upright: number) {
  const gap = (x: number) => (tibia[x]! - femur[x]!) * upright;
  const [first, last] = [Math.round(at.from), Math.round(at.to)];
  let run = 0;
  let min = Infinity;
  for (let x = first; x <= last; x++) {
    run += gap(x) - (x - first >= narrowest ? gap(x - narrowest) : 0);
    if (x - first >= narrowest - 1) min = Math.min(min, run / narrowest);
  }
  return { mean: meanOver(at, gap), min, strength: meanOver(at, (x) => strength[x]!) };
}
