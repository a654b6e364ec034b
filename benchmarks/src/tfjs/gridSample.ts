import * as tf from '@tensorflow/tfjs-core';
import { cubicFactors } from '../cubicFactors.ts';
import { toLogical } from './layout.ts';
import type { Apply } from './operations.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** A sample's row or column at each place, inside the image, and how much it counts. */
interface Tap {
  readonly at: tf.Tensor;
  readonly share: tf.Tensor;
}

/**
 * TF.js has no such operation: the samples around each place are gathered, weighted and summed. They are gathered from all images as one,
 * since a gather with `batchDims` is wrong from the second image on in its WebAssembly backend (4.22).
 */
export const gridSample: Apply = ([x, grid], _, { attributes }) => {
  const [batch, height, width, channels] = x!.shape as [number, number, number, number];
  // A grid of two planes has become one of pairs, as all images become channels last.
  const pairs = attributes.planarGrid === true ? grid! : toLogical(grid!);
  const [across, down] = tf.split(pairs, 2, 3) as [tf.Tensor, tf.Tensor];
  const [, rows, columns] = pairs.shape as [number, number, number];
  const samples = tf.reshape(x!, [batch * height * width, channels]);
  const images = tf.reshape(tf.mul(tf.range(0, batch), height * width), [batch, 1, 1, 1]);
  const columnTaps = tapsOf(across, width, attributes);
  const parts = tapsOf(down, height, attributes).flatMap((row) => {
    const start = tf.add(images, tf.mul(row.at, width));
    return columnTaps.map((column) => {
      const index = tf.cast(tf.reshape(tf.add(start, column.at), [-1]), 'int32');
      const taken = tf.reshape(tf.gather(samples, index), [batch, rows, columns, channels]);
      return tf.mul(taken, tf.mul(row.share, column.share));
    });
  });
  return parts.reduce((sum, part) => tf.add(sum, part));
};

function tapsOf(value: tf.Tensor, size: number, attributes: Attributes): Tap[] {
  const place = placeOf(value, size, attributes);
  if (attributes.mode === 'nearest') return [inside(tf.round(place), tf.onesLike(place), size, attributes)];
  const low = tf.floor(place);
  const part = tf.sub(place, low);
  if (attributes.mode === 'bicubic') {
    return cubicFactors.map(([a, b, c, d], tap) => {
      const share = tf.add(tf.mul(tf.add(tf.mul(tf.add(tf.mul(part, a), b), part), c), part), d);
      return inside(mirroredSample(tf.add(low, tap - 1), size, attributes), share, size, attributes);
    });
  }
  return [inside(low, tf.sub(1, part), size, attributes), inside(tf.add(low, 1), part, size, attributes)];
}

/** Bicubic pads each sample. */
function mirroredSample(at: tf.Tensor, size: number, { paddingMode, alignCorners }: Attributes): tf.Tensor {
  if (paddingMode !== 'reflection') return at;
  const edge = alignCorners === true ? 0 : 1;
  const low = tf.maximum(at, tf.sub(-edge, at));
  return tf.minimum(low, tf.sub(2 * (size - 1) + edge, low));
}

/** In samples from the first, padding applied but that with zeros, or of single samples. */
function placeOf(value: tf.Tensor, size: number, { mode, paddingMode, alignCorners }: Attributes): tf.Tensor {
  const mirrored = (): tf.Tensor => tf.sub(1, tf.abs(tf.sub(tf.mod(tf.abs(tf.add(value, 1)), 4), 2)));
  const bounded = paddingMode === 'reflection' ? mirrored() : value;
  const scale = (alignCorners === true ? size - 1 : size) / 2;
  const place = tf.add(tf.mul(bounded, scale), (size - 1) / 2);
  return (paddingMode ?? 'zeros') === 'zeros' || mode === 'bicubic'
    ? place
    : tf.clipByValue(place, 0, size - 1);
}

/** Moved inside; one that was outside counts for nothing where zeros are there. */
function inside(at: tf.Tensor, share: tf.Tensor, size: number, { paddingMode }: Attributes): Tap {
  const moved = tf.clipByValue(at, 0, size - 1);
  if ((paddingMode ?? 'zeros') !== 'zeros') return { at: moved, share };
  return { at: moved, share: tf.mul(share, tf.cast(tf.equal(at, moved), 'float32')) };
}
