import { activate } from './activation';

/** First fields of every call whose kernel has an epilogue; the names are those of epilogue.wgsl. */
@unmanaged
export class Epilogue {
  output: u32; // [N, ...spatial, C/4] of v128
  channelParameters: u32; // [bias C/4][slope C/4] of v128
  residual: u32; // as output
  CHANNELS: u32; // real channels of the output
  BIAS: u32; // 1: add channelParameters[group]
  RESIDUAL: u32; // 1: add before the activation, 2: after it
  ACTIVATION: u32; // an index into activationNames
  ALPHA: f32; // negativeSlope, elu's alpha, clamp's minimum
  BETA: f32; // clamp's maximum
}

/** All ones in lanes that hold one of `channels` channels, zeros in the padding of the last group of four. */
export function realLanes(group: u32, channels: u32): v128 {
  return i32x4.gt_s(i32x4.splat(<i32>channels - <i32>(group << 2)), i32x4(0, 1, 2, 3));
}

/**
 * Finishes `count` vectors of the output in place, from address `at` on, which holds group `group` of four channels:
 * bias, residual, activation, zeroed padding.
 */
export function finish(call: Epilogue, at: u32, group: u32, count: u32): void {
  // identity, relu, leakyRelu and prelu are one formula, with another factor for what is negative.
  if (call.ACTIVATION <= 3) finishPiecewise(call, at, group, count);
  else finishCurved(call, at, group, count);
}

function finishPiecewise(call: Epilogue, at: u32, group: u32, count: u32): void {
  const channels = call.CHANNELS;
  const groups = (channels + 3) >> 2;
  const kind = call.ACTIVATION;
  const hasBias = call.BIAS === 1;
  const place = call.RESIDUAL;
  const parameters = call.channelParameters;
  const residual = call.residual - call.output;
  const end = at + (count << 4);
  const zero = f32x4.splat(0);
  let factor = f32x4.splat(kind === 0 ? 1 : kind === 1 ? 0 : call.ALPHA);
  while (at < end) {
    const row = parameters + (group << 4);
    let value = v128.load(at);
    if (hasBias) value = f32x4.add(value, v128.load(row));
    if (place === 1) value = f32x4.add(value, v128.load(at + residual));
    if (kind === 3) factor = v128.load(row + (groups << 4));
    value = f32x4.add(f32x4.max(value, zero), f32x4.mul(f32x4.min(value, zero), factor));
    if (place === 2) value = f32x4.add(value, v128.load(at + residual));
    if (++group === groups) {
      value = v128.and(value, realLanes(groups - 1, channels));
      group = 0;
    }
    v128.store(at, value);
    at += 16;
  }
}

function finishCurved(call: Epilogue, at: u32, group: u32, count: u32): void {
  const channels = call.CHANNELS;
  const groups = (channels + 3) >> 2;
  const kind = call.ACTIVATION;
  const alpha = call.ALPHA;
  const beta = call.BETA;
  const hasBias = call.BIAS === 1;
  const place = call.RESIDUAL;
  const parameters = call.channelParameters;
  const residual = call.residual - call.output;
  const end = at + (count << 4);
  while (at < end) {
    let value = v128.load(at);
    if (hasBias) value = f32x4.add(value, v128.load(parameters + (group << 4)));
    if (place === 1) value = f32x4.add(value, v128.load(at + residual));
    value = activate(kind, value, alpha, beta);
    if (place === 2) value = f32x4.add(value, v128.load(at + residual));
    if (++group === groups) {
      value = v128.and(value, realLanes(groups - 1, channels));
      group = 0;
    }
    v128.store(at, value);
    at += 16;
  }
}
