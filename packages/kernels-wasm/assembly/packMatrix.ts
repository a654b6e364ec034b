// Weights as a file stores them to the order that the tiles read, scaled for each output channel:
// [convolution group][panel][tap][DEPTH][channels of the panel]. A unit is one panel. Twin of packMatrix.wgsl, whose
// names it has.

import { packedChannels, panelChannel, panelCount, panelWidth } from './panels';

@unmanaged
export class PackMatrix {
  output: u32;
  raw: u32; // the file's bytes
  scale: u32; // [OC] of f32
  DTYPE: u32; // 0: f32, 1: f16, 2: int8
  TRANSPOSED: u32; // 0: [OC, IC per group, taps], 1: [IC, OC per group, taps]
  OUTPUT_CHANNELS: u32;
  INPUT_PER_GROUP: u32;
  OUTPUT_PER_GROUP: u32;
  DEPTH: u32; // at least INPUT_PER_GROUP; the rest is zeros
  KERNEL_HEIGHT: u32; // of the stored weight
  KERNEL_WIDTH: u32;
  UPSAMPLE_Y: u32; // above 1: the convolution stands behind nearest upsampling by this factor
  UPSAMPLE_X: u32;
}

function groupsOf(call: PackMatrix): u32 {
  return call.OUTPUT_CHANNELS / call.OUTPUT_PER_GROUP;
}

export function packMatrixUnits(call: PackMatrix): u32 {
  return groupsOf(call) * panelCount(groupsOf(call), call.OUTPUT_PER_GROUP);
}

export function packMatrix(call: PackMatrix, first: u32, last: u32, _scratch: u32): void {
  const groups = groupsOf(call);
  const perGroup = call.OUTPUT_PER_GROUP;
  const panels = panelCount(groups, perGroup);
  const height = call.KERNEL_HEIGHT + call.UPSAMPLE_Y - 1;
  const width = call.KERNEL_WIDTH + call.UPSAMPLE_X - 1;
  const channelBytes = (height * width * call.DEPTH) << 2;
  for (let unit = first; unit < last; unit++) {
    const group = unit / panels;
    const panel = unit % panels;
    const channel = panelChannel(groups, perGroup, panel);
    const target = call.output + (group * packedChannels(groups, perGroup) + channel) * channelBytes;
    packPanel(call, group, channel, panelWidth(groups, perGroup, panel), width, height * width, target);
  }
}

function packPanel(
  call: PackMatrix,
  group: u32,
  firstChannel: u32,
  lanes: u32,
  width: u32,
  taps: u32,
  target: u32,
): void {
  for (let lane: u32 = 0; lane < lanes; lane++) {
    const inGroup = firstChannel + lane;
    const channel = group * call.OUTPUT_PER_GROUP + inGroup;
    const isReal = inGroup < call.OUTPUT_PER_GROUP;
    const scale: f32 = isReal ? load<f32>(call.scale + (channel << 2)) : 0;
    for (let input: u32 = 0; input < call.DEPTH; input++) {
      const isStored = isReal && input < call.INPUT_PER_GROUP;
      let at = target + ((input * lanes + lane) << 2);
      for (let tap: u32 = 0; tap < taps; tap++) {
        store<f32>(at, isStored ? tapWeight(call, group, inGroup, input, tap, width) * scale : 0);
        at += (call.DEPTH * lanes) << 2;
      }
    }
  }
}

/**
 * Upsampling and convolution together are a transposed convolution whose kernel is the flipped one, smeared over
 * UPSAMPLE_Y x UPSAMPLE_X: each tap sums the weights that meet the same input.
 */
function tapWeight(call: PackMatrix, group: u32, channel: u32, input: u32, tap: u32, width: u32): f32 {
  const stored = firstOf(call, group, channel, input);
  if (call.UPSAMPLE_Y * call.UPSAMPLE_X === 1) return element(call, stored + tap);
  let sum: f32 = 0;
  for (let dy: u32 = 0; dy < call.UPSAMPLE_Y; dy++) {
    const y = tap / width - dy; // wraps below 0, and is then past the kernel
    if (y >= call.KERNEL_HEIGHT) continue;
    for (let dx: u32 = 0; dx < call.UPSAMPLE_X; dx++) {
      const x = (tap % width) - dx;
      if (x >= call.KERNEL_WIDTH) continue;
      sum += element(
        call,
        stored + (call.KERNEL_HEIGHT - 1 - y) * call.KERNEL_WIDTH + call.KERNEL_WIDTH - 1 - x,
      );
    }
  }
  return sum;
}

/** Place of tap 0 of one channel pair in the stored weight. */
function firstOf(call: PackMatrix, group: u32, channel: u32, input: u32): u32 {
  const taps = call.KERNEL_HEIGHT * call.KERNEL_WIDTH;
  if (call.TRANSPOSED) {
    return ((group * call.INPUT_PER_GROUP + input) * call.OUTPUT_PER_GROUP + channel) * taps;
  }
  return ((group * call.OUTPUT_PER_GROUP + channel) * call.INPUT_PER_GROUP + input) * taps;
}

function element(call: PackMatrix, at: u32): f32 {
  if (call.DTYPE === 0) return load<f32>(call.raw + (at << 2));
  if (call.DTYPE === 2) return <f32>load<i8>(call.raw + at);
  const half: u32 = load<u16>(call.raw + (at << 1));
  const magnitude = half & 0x7fff;
  // Exponent and fraction moved to their places in f32, then the exponent's bias corrected; also right for subnormals.
  const value = reinterpret<f32>(magnitude << 13) * reinterpret<f32>(0x77800000); // 2^112
  const special = magnitude >= 0x7c00 ? reinterpret<f32>((magnitude << 13) | 0x7f800000) : value;
  return half & 0x8000 ? -special : special;
}
