import { expect, test } from 'vitest';
import { normalise } from './filters.ts';
import { findPose } from './kneePose.ts';
import { meanKnee } from './meanKnee.ts';
import { workSize } from './workImage.ts';

const plateauRow = 128;

/** The mean knee itself, drawn larger, with a leaning femur, turned about the middle of its plateau. */
function drawMeanKnee({ scale = 1, lean = 0, turn = 0 }) {
  const { columns, rows, step, left, top, grey } = meanKnee;
  const angle = (turn * Math.PI) / 180;
  const image = new Float32Array(workSize * workSize);
  for (let y = 0; y < workSize; y++)
    for (let x = 0; x < workSize; x++) {
      const [across, down] = [x - workSize / 2, y - plateauRow];
      const u = (across * Math.cos(angle) + down * Math.sin(angle)) / scale;
      const v = (down * Math.cos(angle) - across * Math.sin(angle)) / scale;
      const height = Math.max(0, -v);
      const sheared = u + (Math.tan((lean * Math.PI) / 180) * height * height) / (height + 10);
      const i = Math.min(columns - 1.001, Math.max(0, (sheared - left) / step));
      const j = Math.min(rows - 1.001, Math.max(0, (v - top) / step));
      const at = (row: number, column: number) => grey[row * columns + column]!;
      const [row, column] = [Math.floor(j), Math.floor(i)];
      const between = (r: number) => at(r, column) + (i - column) * (at(r, column + 1) - at(r, column));
      image[y * workSize + x] = between(row) + (j - row) * (between(row + 1) - between(row));
    }
  const tibia = Float32Array.from(
    { length: workSize },
    (_, x) => plateauRow + Math.tan(angle) * (x - workSize / 2),
  );
  const unseen = new Float32Array(workSize);
  return findPose({ even: normalise(image, 20), edges: { tibia, femur: unseen, strength: unseen } });
}

test('the mean knee lies over itself', () => {
  const { size, lean } = drawMeanKnee({});
  expect(Math.abs(size - 1)).toBeLessThan(0.03);
  expect(Math.abs(lean)).toBeLessThan(1.5);
});

// Of a knee that is the mean the search sees all of a change, of others the shares that it makes up for. Of one so large that much of it
// leaves the image it sees a little less.
test.each([
  [0.94, 1],
  [0.955, 1],
  [0.97, 1],
  [1.03, 1],
  [1.045, 0.9],
  [1.06, 0.9],
])('enlarged by %f', (scale, least) => {
  const change = drawMeanKnee({ scale }).size - drawMeanKnee({}).size;
  expect(change / (scale - 1)).toBeGreaterThan(least);
  expect(change / (scale - 1)).toBeLessThan(1.8);
});

test('grows with every half per cent, without standing still', () => {
  const sizes = Array.from({ length: 17 }, (_, step) => drawMeanKnee({ scale: 0.96 + 0.005 * step }).size);
  expect(
    sizes.every((size, at) => at === 0 || size > sizes[at - 1]!),
    `${sizes}`,
  ).toBe(true);
});

test.each([-6, -3, 3, 6])('leaning by %i degrees', (lean) => {
  const change = drawMeanKnee({ lean }).lean - drawMeanKnee({}).lean;
  expect(change / lean).toBeGreaterThan(0.9);
  expect(change / lean).toBeLessThan(1.8);
});

test.each([-5, 5])('turned by %i degrees it is as large', (turn) => {
  expect(Math.abs(drawMeanKnee({ turn }).size - drawMeanKnee({}).size)).toBeLessThan(0.03);
});
