/** First opset of an operation that came after opset 7, the oldest that is claimed. */
const since: Readonly<Record<string, number>> = {
  CastLike: 15,
  Celu: 12,
  Compress: 9,
  CumSum: 11,
  Einsum: 12,
  Erf: 9,
  Expand: 8,
  GatherElements: 11,
  GatherND: 11,
  Gelu: 20,
  GreaterOrEqual: 12,
  GridSample: 16,
  GroupNormalization: 18,
  HardSwish: 14,
  LayerNormalization: 17,
  LessOrEqual: 12,
  MeanVarianceNormalization: 9,
  Mish: 18,
  Mod: 10,
  OneHot: 9,
  Resize: 10,
  Round: 11,
  Scatter: 9,
  ScatterElements: 11,
  ScatterND: 11,
  Shrink: 9,
  Sign: 9,
  ThresholdedRelu: 10,
  Trilu: 14,
  Where: 9,
  ConstantOfShape: 9,
  DequantizeLinear: 10,
  NonZero: 9,
  Range: 11,
};

/** Last opset of an operation that has another in its place now. */
const until: Readonly<Record<string, number>> = { Scatter: 10, Upsample: 9 };

/** What an operation does not take, or takes only as a constant. */
const limits: Readonly<Record<string, string>> = {
  ArgMax: 'indices are floats',
  ArgMin: 'indices are floats',
  AveragePool: 'one to three spatial axes; no dilation',
  BatchNormalization: 'training mode only where the file has a fixed batch',
  Cast: 'to floats, integers (towards zero) and truths, which all stay floats',
  Compress: 'constant condition',
  Conv: 'one to three spatial axes; a weight may be computed',
  ConvTranspose: 'one to three spatial axes; a weight may be computed',
  CumSum: 'constant axis',
  DequantizeLinear: 'constants; int8 stays int8 in convolutions and linear layers',
  Dropout: 'does nothing; training mode is refused unless its ratio is 0',
  Einsum: 'no ellipsis, no letter twice in one term',
  Expand: 'constant shape',
  Gather: 'constant indices, or an integer label into a constant table',
  GatherElements: 'constant indices',
  GatherND: 'constant indices',
  GridSample: 'bilinear (linear), nearest, bicubic (cubic); two spatial axes',
  GroupNormalization: 'constant scale and bias',
  LpNormalization: 'p of 1 or 2',
  LpPool: 'p of 1 or 2; one or two spatial axes; no dilation',
  GlobalLpPool: 'p of 1 or 2',
  MaxPool: 'one to three spatial axes; no indices (output 1)',
  OneHot: 'constant depth and values',
  Pad: 'constant, reflect, edge, wrap; constant pads and value',
  Reshape: 'constant shape',
  Resize: 'nearest, linear, cubic, all coordinate modes, antialias; constant scales and sizes',
  Scatter: 'constant indices',
  ScatterElements: 'constant indices',
  ScatterND: 'constant indices',
  Slice: 'constant starts, ends, axes and steps',
  Split: 'constant sizes',
  Tile: 'constant repeats, up to 64',
  Trilu: 'constant k',
  Where: 'infinities in what is not chosen become 65504',
};

export interface Claim {
  readonly op: string;
  readonly first: number;
  readonly last: number;
  readonly limit: string;
}

/** What is claimed of an operation, by name. */
export function claimOf(op: string): Claim {
  return { op, first: since[op] ?? 7, last: until[op] ?? 23, limit: limits[op] ?? '' };
}

/** Every name that the tables above know. */
export const named = [since, until, limits].flatMap((table) => Object.keys(table));
