import { expect, test } from 'vitest';
import { floatToHalf, halfToFloat } from './halfFloat.ts';

const patterns = Uint16Array.from({ length: 65536 }, (_, pattern) => pattern);
const values = halfToFloat(patterns);

/** By the definition in IEEE 754: sign, 5 exponent bits, 10 fraction bits. */
function defined(pattern: number): number {
  const sign = pattern >= 0x8000 ? -1 : 1;
  const exponent = Math.floor(pattern / 1024) % 32;
  const fraction = pattern % 1024;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction / 1024 : 1 + fraction / 1024) * 2 ** (Math.max(exponent, 1) - 15);
}

test('every f16 has the value of its definition', () => {
  const wrong = [...patterns].filter((pattern) => !Object.is(values[pattern], defined(pattern)));
  expect(wrong).toEqual([]);
});

test('every f16 survives the way to f32 and back; NaN stays NaN', () => {
  const back = floatToHalf(values);
  const wrong = [...patterns].filter((pattern) =>
    Number.isNaN(values[pattern]!) ? (back[pattern]! & 0x7fff) !== 0x7e00 : back[pattern] !== pattern,
  );
  expect(wrong).toEqual([]);
});

test('between neighbours: below the middle down, above it up, on it to the even one', () => {
  const wrong: number[] = [];
  for (let pattern = 0; pattern < 0x7bff; pattern++) {
    const middle = (defined(pattern) + defined(pattern + 1)) / 2;
    const even = pattern % 2 === 0 ? pattern : pattern + 1;
    const step = 2 ** Math.floor(Math.log2(middle)) * 2 ** -23;
    const rounded = floatToHalf(Float32Array.of(middle - step, middle, middle + step, -middle));
    const expected = [pattern, even, pattern + 1, even + 0x8000];
    if (expected.some((half, at) => rounded[at] !== half)) wrong.push(pattern);
  }
  expect(wrong).toEqual([]);
});

test('what f16 cannot hold', () => {
  const found = floatToHalf(Float32Array.of(65519.99, 65520, -1e30, 2 ** -25, 2 ** -25 * 1.01, 1e-45, -0));
  expect([...found]).toEqual([0x7bff, 0x7c00, 0xfc00, 0, 1, 0, 0x8000]);
});
