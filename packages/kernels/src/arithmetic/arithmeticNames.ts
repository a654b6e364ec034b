/** The place of a name is its code in `arithmetic.wgsl`. */
export const arithmeticNames = [
  'add',
  'multiply',
  'sub',
  'div',
  'pow',
  'maximum',
  'minimum',
  'greater',
  'greaterEqual',
  'less',
  'lessEqual',
  'equal',
] as const;

export type ArithmeticName = (typeof arithmeticNames)[number];
