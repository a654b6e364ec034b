import { activationLayout, channelGroups } from '../activationLayout.ts';
import { imageStrides } from '../strided/strided.ts';
import type { Shape } from '../tensor.ts';

/** Two matrices in the last axes of activations, as a kernel sees them. */
export interface MatrixCall {
  readonly a: Shape;
  readonly b: Shape;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly output: Shape;
}

/** Distance in values along an axis of an operand, 0 where it is broadcast. */
function strideAlong(shape: Shape, axis: number): number {
  return shape[axis] === 1 ? 0 : imageStrides(shape)[axis]!;
}

/** Rows and columns of the matrices in the last two axes. */
export function matrixSizes({ a, transposeA, output }: MatrixCall) {
  const [rows, columns] = output.slice(-2) as [number, number];
  return { rows, columns, inner: a[a.length - (transposeA ? 2 : 1)]! };
}

/**
 * Override constants of matmul.wgsl and its prelude matmulPlaces.wgsl. Lanes of a vec4 are products along axis 1 where there
 * are several, else rows: those of a rank 3 output lie in one vec4, those of a higher rank, whose axis 1 has a size of 1, in a
 * vec4 each.
 */
export function matmulConstants(call: MatrixCall) {
  const { a, b, transposeA, transposeB, output } = call;
  const rank = output.length;
  const { rows, columns, inner } = matrixSizes(call);
  const leading = rank > 3 && output[1]! > 1;
  const [rowAxis, columnAxis] = [rank - 2, rank - 1];
  const image = (shape: Shape) => activationLayout(shape).vectors / (shape[0] ?? 1);
  const along = (shape: Shape, axis: number) => (axis < rank - 2 ? strideAlong(shape, axis) : 0);
  const step = (shape: Shape, axis: number) => imageStrides(shape)[axis]!;
  const aRow = step(a, transposeA ? columnAxis : rowAxis);
  const bLane = leading && b[1]! > 1;
  const aLane = leading && a[1]! > 1;
  const outputSteps = imageStrides(output).map((stride) => stride / 4);
  return {
    SLOTS: leading ? rows : channelGroups(rows),
    ROWS: rows,
    COLUMNS: columns,
    INNER: inner,
    LEADING: leading ? 1 : 0,
    GROUPS: leading ? channelGroups(output[1]!) : 1,
    SIZE_2: rank > 4 ? output[2]! : 1,
    SIZE_3: rank > 5 ? output[3]! : 1,
    INPUT_IMAGE: image(a) * 4,
    INPUT_GROUP: aLane ? 4 : 0,
    INPUT_2: along(a, 2),
    INPUT_3: along(a, 3),
    INPUT_SLOT: leading ? aRow : 4 * aRow,
    INPUT_INNER: step(a, transposeA ? rowAxis : columnAxis),
    INPUT_LANE: leading ? (aLane ? 1 : 0) : aRow,
    OTHER_IMAGE: image(b) * 4,
    OTHER_GROUP: bLane ? 4 : 0,
    OTHER_2: along(b, 2),
    OTHER_3: along(b, 3),
    OTHER_COLUMN: step(b, transposeB ? rowAxis : columnAxis),
    OTHER_INNER: step(b, transposeB ? columnAxis : rowAxis),
    OTHER_LANE: bLane ? 1 : 0,
    OUTPUT_IMAGE: image(output),
    OUTPUT_2: rank > 4 ? outputSteps[2]! : 0,
    OUTPUT_3: rank > 5 ? outputSteps[3]! : 0,
    OUTPUT_SLOT: rank === 3 ? 1 : outputSteps[rowAxis]! * (leading ? 1 : 4),
    OUTPUT_COLUMN: outputSteps[columnAxis]!,
    OUTPUT_LANE: rank > 3 && !leading ? outputSteps[rowAxis]! : 0,
  };
}
