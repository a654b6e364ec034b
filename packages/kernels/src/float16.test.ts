import { describe, expect, it } from 'vitest';
import { float16ToFloat32, float32ToFloat16 } from './index.ts';

describe('float16', () => {
  it('keeps all 65536 patterns', () => {
    const changed: number[] = [];
    for (let pattern = 0; pattern < 65536; pattern++) {
      const value = float16ToFloat32(pattern);
      const back = float32ToFloat16(value);
      const kept = Number.isNaN(value)
        ? (back & 0x7c00) === 0x7c00 && (back & 0x3ff) !== 0
        : back === pattern;
      if (!kept) changed.push(pattern);
    }
    expect(changed).toEqual([]);
  });

  it.each([
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x3555, 0.333251953125],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
  ])('reads %i as %d', (pattern, value) => {
    expect(float16ToFloat32(pattern)).toBe(value);
  });

  it('keeps the sign of zero', () => {
    expect(float16ToFloat32(0x8000)).toBe(-0);
    expect(float32ToFloat16(-0)).toBe(0x8000);
  });

  // Halfway between neighbours the even pattern wins; a little more or less goes to the nearer one.
  it('rounds every tie to even, and what is beside it to the nearer', () => {
    const wrong: number[] = [];
    for (let pattern = 0; pattern < 0x7bff; pattern++) {
      const middle = (float16ToFloat32(pattern) + float16ToFloat32(pattern + 1)) / 2;
      const nudge = middle * 2 ** -20;
      const even = pattern % 2 === 0 ? pattern : pattern + 1;
      const fits =
        float32ToFloat16(middle) === even &&
        float32ToFloat16(-middle) === (even | 0x8000) &&
        float32ToFloat16(middle - nudge) === pattern &&
        float32ToFloat16(middle + nudge) === pattern + 1;
      if (!fits) wrong.push(pattern);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [1e10, 0x7c00],
    [-1e10, 0xfc00],
    [2 ** -25, 0],
    [2 ** -25 * 1.001, 1],
    [1e-40, 0],
    [Number.POSITIVE_INFINITY, 0x7c00],
    [Number.NaN, 0x7e00],
  ])('writes %d', (value, pattern) => {
    expect(float32ToFloat16(value)).toBe(pattern);
  });
});
