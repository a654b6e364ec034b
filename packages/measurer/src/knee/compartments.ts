import type { JointEdges } from './jointEdges.ts';
import type { KneeTrace, Sides } from './kneeTrace.ts';
import { workSize } from './workImage.ts';

/** The weight-bearing part of each compartment, as shares of the tibia's width from its own corner. */
const outer = 0.12;
const inner = 0.32;
/** The narrowest place is the lowest mean over this many columns, so that one rough column does not decide. */
const narrowest = 7;

export interface Compartment {
  /** First and last column. */
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

interface Span {
  readonly from: number;
  readonly to: number;
}

function span(from: number, to: number): Span {
  return { from: Math.max(0, Math.round(from)), to: Math.min(workSize - 1, Math.round(to)) };
}

function centre(edges: JointEdges, { from, to }: Span): { x: number; y: number } {
  let sum = 0;
  for (let x = from; x <= to; x++) sum += edges.tibia[x]!;
  return { x: 0.5 * (from + to), y: sum / (to - from + 1) };
}

function gaps(edges: JointEdges, { from, to }: Span, upright: number) {
  let [sum, strength, run] = [0, 0, 0];
  let min = Infinity;
  const gap = (x: number) => (edges.tibia[x]! - edges.femur[x]!) * upright;
  for (let x = from; x <= to; x++) {
    sum += gap(x);
    strength += edges.strength[x]!;
    run += gap(x) - (x - from >= narrowest ? gap(x - narrowest) : 0);
    if (x - from >= narrowest - 1) min = Math.min(min, run / narrowest);
  }
  const count = to - from + 1;
  return { mean: sum / count, min, strength: strength / count };
}
