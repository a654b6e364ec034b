import type { JointLine } from './compartments.ts';
import type { KneeTrace, Sides } from './kneeTrace.ts';
import { type KneeSide, workSize } from './workImage.ts';

/** Points `[x, y]` in pixels of the measured image, the middle of its first pixel being `[0, 0]`. */
export type Line = readonly (readonly [x: number, y: number])[];

/** What was measured, to be drawn over the image. */
export interface KneeLines {
  /** Edges of the joint space over the measured part of each compartment. */
  readonly femurEdge: Sides<Line>;
  readonly tibiaEdge: Sides<Line>;
  /** Outer borders of the bones, away from the joint. */
  readonly femurOutline: Sides<Line>;
  readonly tibiaOutline: Sides<Line>;
}

/** The lines of a trace in pixels of an image of `width`, mirrored back if it shows a left knee. */
export function toImageLines(
  { edges, corners, femur, tibia }: KneeTrace,
  { compartments }: JointLine,
  width: number,
  side: KneeSide,
): KneeLines {
  const scale = width / workSize;
  const point = (x: number, y: number): [number, number] => {
    const column = (x + 0.5) * scale - 0.5;
    return [side === 'left' ? width - 1 - column : column, (y + 0.5) * scale - 0.5];
  };
  const edge = (rows: Float32Array) =>
    bothSides((at) => {
      const [from, to] = [Math.round(compartments[at].from), Math.round(compartments[at].to)];
      return Array.from({ length: to - from + 1 }, (_, i) => point(from + i, rows[from + i]!));
    });
  const outline = (columns: Sides<Float32Array>, bone: 1 | -1) =>
    bothSides((at) => Array.from(columns[at], (x, r) => point(x, Math.round(corners[at].y) + bone * r)));
  return {
    femurEdge: edge(edges.femur),
    tibiaEdge: edge(edges.tibia),
    femurOutline: outline(femur, -1),
    tibiaOutline: outline(tibia, 1),
  };
}

function bothSides<T>(of: (side: keyof Sides<T>) => T): Sides<T> {
  return { lateral: of('lateral'), medial: of('medial') };
}
