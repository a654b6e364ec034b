import { channelGroups } from '../activationLayout.ts';
import { type ConvolutionAttributes, convolutionConstants } from '../convolution.ts';
import { flatWorkgroups, workgroupSize } from '../dispatch.ts';
import type { Kernel } from '../kernel.ts';
import code from './conv2d.winograd.wgsl?raw';
import { packWinograd } from './packWinograd.ts';

/** Tiles of 2x2 outputs and groups of four channels of a workgroup: `TILES` and `TILE_GROUPS` of the shader. */
const [tiles, tileGroups] = [16, 8];

/** What it is told of a layer. */
const sizes = [
  'INPUT_HEIGHT',
  'INPUT_WIDTH',
  'INPUT_GROUPS',
  'OUTPUT_HEIGHT',
  'OUTPUT_WIDTH',
  'OUTPUT_GROUPS',
  'PADDING_TOP',
  'PADDING_LEFT',
];

/**
 * F(2x2, 3x3) of Lavin and Gray (Fast Algorithms for Convolutional Neural Networks, 2015): 4 products an output and input channel instead of 9.
 * Taps of 3x3, stride 1, no dilation, one group. Its sums are as exact as the other kernels' in f32 within a small factor; in f16 the transformed
 * filters are rounded once more, which adds up to 2^-11 of the products' magnitudes.
 */
export const conv2dWinogradKernel: Kernel<ConvolutionAttributes> = {
  name: 'conv2d.winograd',
  code,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'input', access: 'read' },
    { name: packWinograd.fills, access: 'read' },
  ],
  epilogue: true,
  packer: packWinograd,
  supports: (call) => {
    const [, , height, width] = call.weights.weight!;
    const { stride, dilation, groups } = call.attributes;
    return (
      groups === 1 && height === 3 && width === 3 && [...stride, ...dilation].every((step) => step === 1)
    );
  },
  constants: (call) => {
    const constants = convolutionConstants(call);
    return Object.fromEntries(sizes.map((name) => [name, constants[name]!]));
  },
  workgroups: ({ output }) => {
    const [batch, channels, height, width] = output as [number, number, number, number];
    const blocks = Math.ceil((batch * Math.ceil(height / 2) * Math.ceil(width / 2)) / tiles);
    return flatWorkgroups(workgroupSize * blocks * Math.ceil(channelGroups(channels) / tileGroups));
  },
};

/** What `variantGroups` loads for it. */
export const kernels = [conv2dWinogradKernel];
