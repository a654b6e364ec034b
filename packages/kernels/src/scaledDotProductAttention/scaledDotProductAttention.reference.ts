import { elementCount, type Shape, type Tensor } from '../tensor.ts';
import type { ScaledDotProductAttentionAttributes } from './scaledDotProductAttention.ts';

/** For each query the softmax of its products with the keys, then the sum of the values in these shares, in f64. */
export function scaledDotProductAttentionReference(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  { scale, causal }: ScaledDotProductAttentionAttributes,
  shape: Shape,
): Tensor {
  const [rows, features] = query.shape.slice(-2) as [number, number];
  const [keys, columns] = value.shape.slice(-2) as [number, number];
  const factor = scale ?? 1 / Math.sqrt(features);
  const data = new Float32Array(elementCount(shape));
  for (let at = 0; at < data.length; at += columns) {
    const row = at / columns;
    const head = Math.floor(row / rows);
    const seen = causal ? Math.min(keys, (row % rows) + 1) : keys;
    const scores = Array.from({ length: seen }, (_, other) => {
      let sum = 0;
      for (let i = 0; i < features; i++) {
        sum += query.data[row * features + i]! * key.data[(head * keys + other) * features + i]!;
      }
      return sum * factor;
    });
    const largest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    const shares = scores.map((score) => Math.exp(score - largest));
    const total = shares.reduce((sum, share) => sum + share, 0);
    for (let column = 0; column < columns; column++) {
      const sum = shares.reduce(
        (mixed, share, other) => mixed + share * value.data[(head * keys + other) * columns + column]!,
        0,
      );
      data[at + column] = sum / total;
    }
  }
  return { shape, data };
}
