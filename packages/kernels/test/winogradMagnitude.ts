import type { Call, Shape, Tensor } from '../src/index.ts';

/** Rows of B^T, G and A^T of F(2x2, 3x3) (Lavin and Gray, 2015). */
const inputRows = [
  [1, 0, -1, 0],
  [0, 1, 1, 0],
  [0, -1, 1, 0],
  [0, 1, 0, -1],
];
const filterRows = [
  [1, 0, 0],
  [0.5, 0.5, 0.5],
  [0.5, -0.5, 0.5],
  [0, 0, 1],
];
/** Elements of a line that one of two outputs sums up. */
const summed = (part: number): number[] => [part, part + 1, part + 2];

/** `rows` times a square of values times `rows` transposed, four by four. */
function transform(rows: readonly (readonly number[])[], value: (y: number, x: number) => number): number[] {
  const made: number[] = [];
  for (const column of rows) {
    for (const row of rows) {
      let sum = 0;
      column.forEach((a, y) => {
        row.forEach((b, x) => {
          sum += a * b * value(y, x);
        });
      });
      made.push(sum);
    }
  }
  return made;
}

/** Sum of |U V| under each output of a convolution by Winograd's F(2x2, 3x3): what a rounding of U is a share of. */
export function winogradMagnitude(input: Tensor, weight: Tensor, { attributes, output }: Call): Float32Array {
  const [images, outputs, height, width] = output as [number, number, number, number];
  const [, inputs, inputHeight, inputWidth] = input.shape as [number, number, number, number];
  const [top, left] = (attributes as { padding: Shape }).padding as [number, number];
  const magnitude = new Float32Array(images * outputs * height * width);
  const filters = Array.from({ length: outputs * inputs }, (_, filter) =>
    transform(filterRows, (y, x) => weight.data[filter * 9 + y * 3 + x]!),
  );
  for (let image = 0; image < images; image++) {
    for (let channel = 0; channel < inputs; channel++) {
      const plane = (image * inputs + channel) * inputHeight;
      for (let row = 0; row < height; row += 2) {
        for (let column = 0; column < width; column += 2) {
          const values = transform(inputRows, (dy, dx) => {
            const [y, x] = [row + dy - top, column + dx - left];
            const inside = y >= 0 && y < inputHeight && x >= 0 && x < inputWidth;
            return inside ? input.data[(plane + y) * inputWidth + x]! : 0;
          });
          for (let to = 0; to < outputs; to++) {
            const filter = filters[to * inputs + channel]!;
            for (let part = 0; part < 4; part++) {
              const [y, x] = [row + (part >> 1), column + (part & 1)];
              if (y >= height || x >= width) continue;
              const place = ((image * outputs + to) * height + y) * width + x;
              for (const dy of summed(part >> 1)) {
                for (const dx of summed(part & 1)) {
                  magnitude[place]! += Math.abs(filter[dy * 4 + dx]! * values[dy * 4 + dx]!);
                }
              }
            }
          }
        }
      }
    }
  }
  return magnitude;
}
