// Weights as a file stores them to the order that the tiles read, scaled for each output channel:
// [convolution group][panel][tap][depth][channels of the panel], and of a panel of three channels
// [tap][depth / 4][3 channels][4 of depth]. A unit is one panel. Twin of packMatrix.wgsl, whose names it has.

import { packedChannels, panelChannel, panelCount, panelWidth } from './panels';

@unmanaged
export class PackMatrix {
  output: u32;
  raw: u32; // the file's bytes
  scale: u32; // [OC] of f32
  dtype: u32; // 0: f32, 1: f16, 2: int8
  transposed: u32; // 0: [OC, IC per group, taps], 1: [IC, OC per group, taps]
  outputChannels: u32;
  inputPerGroup: u32;
  outputPerGroup: u32;
  depth: u32; // at least inputPerGroup; the rest is zeros
  kernelHeight: u32; // of the stored weight
  kernelWidth: u32;
  upsampleY: u32; // above 1: the convolution stands behind nearest upsampling by this factor
  upsampleX: u32;
}

function groupsOf(call: PackMatrix): u32 {
  return call.outputChannels / call.outputPerGroup;
}

export function packMatrixUnits(call: PackMatrix): u32 {
  return groupsOf(call) * panelCount(groupsOf(call), call.outputPerGroup);
}

export function packMatrix(call: PackMatrix, first: u32, last: u32, scratch: u32): void {
  const groups = groupsOf(call);
  const perGroup = call.outputPerGroup;
  const panels = panelCount(groups, perGroup);
  const height = call.kernelHeight + call.upsampleY - 1;
  const width = call.kernelWidth + call.upsampleX - 1;
  const channelBytes = (height * width * call.depth) << 2;
  for (let unit = first; unit < last; unit++) {
    const group = unit / panels;
    const panel = unit % panels;
    const channel = panelChannel(groups, perGroup, panel);
    const target = call.output + (group * packedChannels(groups, perGroup) + channel) * channelBytes;
    packPanel(
      call,
      group,
      channel,
      panelWidth(groups, perGroup, panel),
      width,
      height * width,
      target,
      scratch,
    );
  }
}

function packPanel(
  call: PackMatrix,
  group: u32,
  channel: u32,
  lanes: u32,
  width: u32,
  taps: u32,
  target: u32,
  scratch: u32,
): void {
  const tapBytes = (call.depth * lanes) << 2;
  memory.fill(target, 0, taps * tapBytes);
  if (lanes === 3) {
    for (let lane: u32 = 0; lane < 3; lane++) {
      for (let input: u32 = 0; input < call.inputPerGroup; input++) {
        const place = target + (((input >> 2) * 12 + lane * 4 + (input & 3)) << 2);
        packTaps(call, group, channel + lane, 1, input, width, taps, place, tapBytes, scratch);
      }
    }
    return;
  }
  const real = min(lanes, call.outputPerGroup - channel);
  if (taps === 1 && !call.transposed) {
    for (let lane: u32 = 0; lane < real; lane++) {
      copyRow(call, group, channel + lane, 0, call.inputPerGroup, target + (lane << 2), lanes << 2);
    }
    return;
  }
  for (let input: u32 = 0; input < call.inputPerGroup; input++) {
    const place = target + ((input * lanes) << 2);
    packTaps(call, group, channel, real, input, width, taps, place, tapBytes, scratch);
  }
}

/** Packs all taps from one input channel to `real` neighbouring output channels; `place` is that of the first tap. */
function packTaps(
  call: PackMatrix,
  group: u32,
  channel: u32,
  real: u32,
  input: u32,
  width: u32,
  taps: u32,
  place: u32,
  tapBytes: u32,
  scratch: u32,
): void {
  const storedTaps = call.kernelHeight * call.kernelWidth;
  const isFolded = call.upsampleY * call.upsampleX > 1;
  const first = isFolded ? scratch : place;
  const step = isFolded ? real << 2 : tapBytes;
  for (let lane: u32 = 0; lane < real; lane++) {
    copyRow(call, group, channel + lane, input, storedTaps, first + (lane << 2), step);
  }
  if (isFolded) foldUpsample(call, real, width, taps, scratch, place, tapBytes);
}

/**
 * Copies `count` neighbours of the stored weight, from tap 0 of a channel pair on, times the output channel's scale, to
 * addresses `step` apart.
 */
function copyRow(
  call: PackMatrix,
  group: u32,
  channel: u32,
  input: u32,
  count: u32,
  target: u32,
  step: u32,
): void {
  const scale = load<f32>(call.scale + ((group * call.outputPerGroup + channel) << 2));
  const factor = f32x4.splat(scale);
  const start = firstOf(call, group, channel, input);
  let at = target;
  let taken: u32 = 0;
  for (; taken + 4 <= count; taken += 4) {
    const values = f32x4.mul(fourElements(call, start + taken), factor);
    v128.store_lane<f32>(at, values, 0);
    v128.store_lane<f32>(at + step, values, 1);
    v128.store_lane<f32>(at + 2 * step, values, 2);
    v128.store_lane<f32>(at + 3 * step, values, 3);
    at += 4 * step;
  }
  for (; taken < count; taken++) {
    store<f32>(at, element(call, start + taken) * scale);
    at += step;
  }
}

/**
 * Upsampling and convolution together are a transposed convolution whose kernel is the flipped one, smeared over
 * upsampleY x upsampleX: each tap sums the weights that meet the same input. `stored` holds [KH * KW, lanes].
 */
function foldUpsample(
  call: PackMatrix,
  lanes: u32,
  width: u32,
  taps: u32,
  stored: u32,
  target: u32,
  tapBytes: u32,
): void {
  for (let tap: u32 = 0; tap < taps; tap++) {
    for (let dy: u32 = 0; dy < call.upsampleY; dy++) {
      const y = tap / width - dy; // wraps below 0, and is then past the kernel
      if (y >= call.kernelHeight) continue;
      for (let dx: u32 = 0; dx < call.upsampleX; dx++) {
        const x = (tap % width) - dx;
        if (x >= call.kernelWidth) continue;
        const flipped = (call.kernelHeight - 1 - y) * call.kernelWidth + call.kernelWidth - 1 - x;
        addRow(stored + ((flipped * lanes) << 2), target + tap * tapBytes, lanes);
      }
    }
  }
}

function addRow(from: u32, to: u32, count: u32): void {
  let at: u32 = 0;
  for (; at + 4 <= count; at += 4) {
    const place = to + (at << 2);
    v128.store(place, f32x4.add(v128.load(place), v128.load(from + (at << 2))));
  }
  for (; at < count; at++) {
    const place = to + (at << 2);
    store<f32>(place, load<f32>(place) + load<f32>(from + (at << 2)));
  }
}

/** Place of tap 0 of one channel pair in the stored weight. */
function firstOf(call: PackMatrix, group: u32, channel: u32, input: u32): u32 {
  const taps = call.kernelHeight * call.kernelWidth;
  if (call.transposed) {
    return ((group * call.inputPerGroup + input) * call.outputPerGroup + channel) * taps;
  }
  return ((group * call.outputPerGroup + channel) * call.inputPerGroup + input) * taps;
}

function fourElements(call: PackMatrix, at: u32): v128 {
  if (call.dtype === 0) return v128.load(call.raw + (at << 2));
  if (call.dtype === 2) {
    const words = i16x8.extend_low_i8x16_s(v128.load32_zero(call.raw + at));
    return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(words));
  }
  return fromHalf(v128.load16x4_u(call.raw + (at << 1)));
}

function element(call: PackMatrix, at: u32): f32 {
  if (call.dtype === 0) return load<f32>(call.raw + (at << 2));
  if (call.dtype === 2) return <f32>load<i8>(call.raw + at);
  return f32x4.extract_lane(fromHalf(i32x4.splat(load<u16>(call.raw + (at << 1)))), 0);
}

/** Four f16 patterns as f32: exponent and fraction moved to their places, then the exponent's bias corrected. */
function fromHalf(half: v128): v128 {
  const magnitude = v128.and(half, i32x4.splat(0x7fff));
  const moved = i32x4.shl(magnitude, 13);
  const finite = f32x4.mul(moved, i32x4.splat(0x77800000)); // 2^112; right for subnormals too
  const special = v128.or(moved, i32x4.splat(0x7f800000));
  const value = v128.bitselect(special, finite, i32x4.ge_u(magnitude, i32x4.splat(0x7c00)));
  return v128.or(value, i32x4.shl(v128.and(half, i32x4.splat(0x8000)), 16));
}
