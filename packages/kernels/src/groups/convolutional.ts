import { clamp, elu, gelu, prelu, silu } from '../activation/otherActivations.ts';
import { concat } from '../concat/concat.ts';
import { conv2d } from '../conv2d/conv2d.ts';
import { convTranspose2d } from '../convTranspose2d/convTranspose2d.grouped.ts';
import { linear } from '../linear/linear.ts';
import { operationsByName } from '../operationsByName.ts';
import { reshape } from '../reshape/reshape.ts';
import { upsample2d } from '../upsample2d/upsample2d.ts';

/** What convolutional generators have beside what every page loads, and transposed convolutions of any groups. */
export const operations = operationsByName([
  clamp,
  elu,
  gelu,
  prelu,
  silu,
  concat,
  conv2d,
  convTranspose2d,
  linear,
  reshape,
  upsample2d,
]);
