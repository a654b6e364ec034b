import { multiplyAdd } from './multiplyAdd';
import { panelBytes } from './slots';
import { putColumn, SlotTarget } from './slotTarget';

/** A panel times `columns` columns of `depth` values or vectors. */
export function multiplyPanel(
  panel: u32,
  depth: u32,
  right: u32,
  innerBytes: u32,
  columnBytes: u32,
  hasLanes: bool,
  columns: u32,
  target: SlotTarget,
): void {
  for (let column: u32 = 0; column < columns; column += 2) {
    const first = right + column * columnBytes;
    const step = column + 1 < columns ? columnBytes : 0; // an odd last column is computed twice
    if (hasLanes) byVectors(panel, depth, first, first + step, innerBytes, target, column);
    else byValues(panel, depth, first, first + step, innerBytes, target, column);
  }
}

// Functions of their own: with both loops in one function matmul takes up to a fifth longer in V8.

function byValues(panel: u32, depth: u32, p: u32, q: u32, step: u32, target: SlotTarget, column: u32): void {
  ColumnPair.put(panel, depth, p, q, step, target, column, false);
}

function byVectors(panel: u32, depth: u32, p: u32, q: u32, step: u32, target: SlotTarget, column: u32): void {
  ColumnPair.put(panel, depth, p, q, step, target, column, true);
}

// biome-ignore lint/complexity/noStaticOnlyClass: only methods can be decorated
class ColumnPair {
  /**
   * Columns at `p` and `q`, in vectors or in values, each of which is for all lanes. Inlined with a constant `hasLanes`, so
   * that the loop does not ask.
   */
  @inline
  static put(
    panel: u32,
    depth: u32,
    p: u32,
    q: u32,
    step: u32,
    target: SlotTarget,
    column: u32,
    hasLanes: bool,
  ): void {
    let a0 = f32x4.splat(0);
    let b0 = a0;
    let a1 = a0;
    let b1 = a0;
    let a2 = a0;
    let b2 = a0;
    let a3 = a0;
    let b3 = a0;
    const isPair = q !== p;
    for (const end = panel + depth * panelBytes; panel < end; panel += panelBytes) {
      const u = hasLanes ? v128.load(p) : v128.load32_splat(p);
      const v = hasLanes ? v128.load(q) : v128.load32_splat(q);
      const x0 = v128.load(panel);
      a0 = multiplyAdd(x0, u, a0);
      b0 = multiplyAdd(x0, v, b0);
      const x1 = v128.load(panel, 16);
      a1 = multiplyAdd(x1, u, a1);
      b1 = multiplyAdd(x1, v, b1);
      const x2 = v128.load(panel, 32);
      a2 = multiplyAdd(x2, u, a2);
      b2 = multiplyAdd(x2, v, b2);
      const x3 = v128.load(panel, 48);
      a3 = multiplyAdd(x3, u, a3);
      b3 = multiplyAdd(x3, v, b3);
      p += step;
      q += step;
    }
    putColumn(target, column, a0, a1, a2, a3);
    if (isPair) putColumn(target, column + 1, b0, b1, b2, b3);
  }
}
