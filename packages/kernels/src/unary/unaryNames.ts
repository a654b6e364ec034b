/** The place of a name is its code in `unary.wgsl`. */
export const unaryNames = [
  'exp',
  'log',
  'sqrt',
  'rsqrt',
  'reciprocal',
  'abs',
  'neg',
  'sign',
  'floor',
  'ceil',
  'round',
  'sin',
  'cos',
  'tan',
  'erf',
  'square',
  'softplus',
  'softsign',
  'mish',
  'hardsigmoid',
  'hardswish',
  'selu',
  'celu',
  'logsigmoid',
] as const;

export type UnaryName = (typeof unaryNames)[number];
