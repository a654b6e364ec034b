import type { Family, Layer } from '../architecture.ts';
import { imageInput } from '../imageInput.ts';
import { commonPrefix, indicesUnder, join } from '../names.ts';

/**
 * Real-ESRGAN's compact upscaler (SRVGGNetCompact: realesr-animevideov3, realesr-general-x4v3): convolutions and PReLU in turn,
 * pixel shuffle, and the image itself, upsampled, added.
 */
export const srvgg: Family = {
  name: 'srvgg',
  describe(shapes, inputShapes = {}) {
    const root = commonPrefix(shapes);
    const indices = indicesUnder(shapes, root);
    const rankOf = (index: number) => shapes.get(join(root, index, 'weight'))?.length;
    const isAlternating =
      indices.length >= 3 &&
      indices.length % 2 === 1 &&
      indices.every((index, at) => index === at && rankOf(index) === (at % 2 === 0 ? 4 : 1)) &&
      [...shapes.keys()].every((name) => /^\d+\.(weight|bias)$/.test(name.slice(root ? root.length + 1 : 0)));
    if (!isAlternating) return 'is no chain of convolutions with a PReLU between each two';
    const channels = shapes.get(join(root, 0, 'weight'))![1]!;
    const last = shapes.get(join(root, indices.at(-1)!, 'weight'))![0]!;
    const scale = Math.sqrt(last / channels);
    if (!Number.isInteger(scale) || scale < 2)
      return `the last layer gives ${last} channels, expected ${channels} times 4, 9 or 16`;
    const image = imageInput('input', inputShapes, { channels, size: 64, range: [0, 1] });
    const layers: Layer[] = indices.map((index) =>
      rankOf(index) === 4
        ? { op: 'conv2d', weights: join(root, index), attributes: { padding: 1 } }
        : { op: 'prelu', weights: join(root, index) },
    );
    const size = [image.height * scale, image.width * scale];
    layers.push(
      { op: 'pixelShuffle', name: 'residual', attributes: { upscaleFactor: scale } },
      { op: 'upsample2d', name: 'base', inputs: ['input'], attributes: { size, mode: 'nearest' } },
      { op: 'add', inputs: ['residual', 'base'] },
    );
    return {
      architecture: { inputs: [image.input], layers, outputs: [{ name: 'image', range: [0, 1] }] },
      notes: [`srvgg: ${(indices.length + 1) / 2} convolutions, ${scale} times the size; ${image.note}`],
    };
  },
};
