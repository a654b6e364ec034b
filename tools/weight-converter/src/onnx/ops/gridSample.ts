import { formatDims } from '../../graph/shape.ts';
import { onImages } from './images.ts';
import type { Mapper } from './mapper.ts';
import { permutedFrom } from './permuted.ts';

/** Until opset 19, and from 20 on; PyTorch's names are the older ones. */
const modes: Readonly<Record<string, string>> = {
  bilinear: 'bilinear',
  linear: 'bilinear',
  nearest: 'nearest',
  bicubic: 'bicubic',
  cubic: 'bicubic',
};
const paddingModes = ['zeros', 'border', 'reflection'];

const gridSample: Mapper = (call) => {
  const input = call.activation(0);
  if (input.shape.length !== 4) call.fail(`of ${formatDims(input.shape)}, expected [N,C,H,W]`);
  const given = call.text('mode', 'bilinear');
  const mode =
    modes[given] ?? call.fail(`mode is "${given}", expected bilinear (linear), nearest or bicubic (cubic)`);
  const paddingMode = call.text('padding_mode', 'zeros');
  if (!paddingModes.includes(paddingMode))
    call.fail(`padding_mode is "${paddingMode}", expected ${paddingModes.join(', ')}`);
  const attributes = { mode, paddingMode, alignCorners: call.integer('align_corners', 0) === 1 };
  const grid = call.activation(1);
  const permuted = permutedFrom(grid);
  if (permuted && `${permuted.dims}` === '0,2,3,1')
    return call.builder.add('gridSample', [input, permuted.input], {
      attributes: { ...attributes, planarGrid: true },
    });
  return call.builder.add('gridSample', [input, grid], { attributes });
};

export const gridSampleOps: Readonly<Record<string, Mapper>> = { GridSample: onImages(gridSample, 2) };
