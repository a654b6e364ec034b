import { expect, test } from 'vitest';
import { drawLines } from './drawLines.ts';

const red = [255, 0, 0] as const;

function pixel({ data, width }: ReturnType<typeof drawLines>, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

test('a large image keeps its size; a line goes through every pixel between its points', () => {
  const image = { width: 500, height: 450, values: new Float32Array(500 * 450).fill(0.5) };
  const points = [
    [100, 100],
    [104, 102],
    [104, 110],
  ] as const;
  const drawn = drawLines(image, [{ colour: red, points }], '');
  expect(drawn).toMatchObject({ width: 500, height: 450 });
  for (const [x, y] of [...points, [102, 101], [104, 105]] as const)
    expect(pixel(drawn, x, y)).toEqual([...red]);
  expect(pixel(drawn, 300, 300)).toEqual([128, 128, 128]);
  const lit = Array.from({ length: 500 * 450 }, (_, at) => drawn.data[at * 3 + 1] === 0).filter(Boolean);
  expect(lit.length).toBe(13);
});

test('a small image is enlarged, and the line with it', () => {
  const image = { width: 128, height: 128, values: new Float32Array(128 * 128) };
  const drawn = drawLines(image, [{ colour: red, points: [[64, 10]] }], 'm 6.1');
  expect(drawn).toMatchObject({ width: 512, height: 512 });
  // The centre of pixel (64, 10) among blocks of four.
  expect(pixel(drawn, 258, 42)).toEqual([...red]);
});

test('what lies outside is left out', () => {
  const image = { width: 448, height: 448, values: new Float32Array(448 * 448) };
  const points = [
    [-20, 5],
    [900, 5],
  ] as const;
  expect(() => drawLines(image, [{ colour: red, points }], 'x'.repeat(400))).not.toThrow();
});
