import { elementCount, type Shape, type Tensor } from '../tensor.ts';

/** Where, in C order, each value of the side with many pixels lies on the side with many channels. */
function* places(fine: Shape, block: number, order: 'CRD' | 'DCR'): Generator<number> {
  const [batch, channels, height, width] = fine as [number, number, number, number];
  const [rows, columns] = [height / block, width / block];
  for (let image = 0; image < batch; image++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const pixel = (y % block) * block + (x % block);
          const many = order === 'CRD' ? channel * block ** 2 + pixel : pixel * channels + channel;
          const plane = image * channels * block ** 2 + many;
          yield (plane * rows + Math.floor(y / block)) * columns + Math.floor(x / block);
        }
      }
    }
  }
}

/** Takes each value from where it lies among many channels. */
export function pixelShuffleReference(
  { data }: Tensor,
  block: number,
  order: 'CRD' | 'DCR',
  shape: Shape,
): Tensor {
  return { shape, data: Float32Array.from(places(shape, block, order), (place) => data[place]!) };
}

/** Puts each value where it lies among many channels. */
export function pixelUnshuffleReference(
  input: Tensor,
  block: number,
  order: 'CRD' | 'DCR',
  shape: Shape,
): Tensor {
  const data = new Float32Array(elementCount(shape));
  let at = 0;
  for (const place of places(input.shape, block, order)) data[place] = input.data[at++]!;
  return { shape, data };
}
