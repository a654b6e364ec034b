import { activate, HyperbolicTangent } from './activation';

/** First fields of every call whose kernel has an epilogue; the names are those of epilogue.wgsl. */
@unmanaged
export class Epilogue {
  output: u32; // [N, ...spatial, C/4] of v128
  channelParameters: u32; // [bias C/4][slope C/4] of v128
  residual: u32; // as output
  noise: u32; // as output with one channel; 0: none is added
  spread: u32; // [C/4] of v128: how much of the noise each channel takes
  CHANNELS: u32; // real channels of the output
  BIAS: u32; // 1: add channelParameters[group]
  RESIDUAL: u32; // 1: add before the activation, 2: after it
  ACTIVATION: u32; // an index into activationNames
  ALPHA: f32; // negativeSlope, elu's alpha, clamp's minimum
  BETA: f32; // clamp's maximum
}

/** Place of tanh in activationNames: most generators end with it, so two vectors of it share their constants. */
const tanhKind: u32 = 6;

/** All ones in lanes that hold one of `channels` channels, zeros in the padding of the last group of four. */
export function realLanes(group: u32, channels: u32): v128 {
  return i32x4.gt_s(i32x4.splat(<i32>channels - <i32>(group << 2)), i32x4(0, 1, 2, 3));
}

/**
 * Finishes `count` vectors of the output in place, from address `at` on, which holds group `group` of four channels:
 * bias, noise, residual, activation, zeroed padding.
 */
export function finish(call: Epilogue, at: u32, group: u32, count: u32): void {
  if (call.noise !== 0) addNoise(call, at, group, count);
  // identity, relu, leakyRelu and prelu are one formula, with another factor for what is negative.
  if (call.ACTIVATION <= 3) finishPiecewise(call, at, group, count);
  else finishCurved(call, at, group, count);
}

/**
 * Finishes one channel, the only one, of neighbours of a row: the sums of each four stand where the first of them goes.
 * `addresses` is where the addresses of the first four stand; `from` and `to` are added to them, in steps of `shift`.
 */
export function finishSingles(call: Epilogue, addresses: u32, from: u32, to: u32, shift: u32): void {
  const first = load<u32>(addresses);
  const kind = call.ACTIVATION;
  const bias = call.BIAS === 1 ? v128.load32_splat(call.channelParameters) : f32x4.splat(0);
  if (call.noise !== 0) {
    for (let offset = from; offset < to; offset += shift) {
      const at = first + offset;
      v128.store(at, withNoise(call, v128.load(at), addresses, offset));
    }
  }
  if (call.RESIDUAL === 0 && kind < 3) {
    const factor = f32x4.splat(slopeOf(call));
    for (let offset = from; offset < to; offset += shift) {
      scatter(bend(f32x4.add(v128.load(first + offset), bias), factor), addresses, offset);
    }
    return;
  }
  if (call.RESIDUAL !== 0 || kind !== tanhKind) {
    for (let offset = from; offset < to; offset += shift) {
      finishFour(call, v128.load(first + offset), addresses, offset);
    }
    return;
  }
  let offset = from;
  for (; offset + shift < to; offset += 2 * shift) {
    const a = HyperbolicTangent.of(f32x4.add(v128.load(first + offset), bias));
    const b = HyperbolicTangent.of(f32x4.add(v128.load(first + offset + shift), bias));
    scatter(a, addresses, offset);
    scatter(b, addresses, offset + shift);
  }
  if (offset < to) finishFour(call, v128.load(first + offset), addresses, offset);
}

/** Finishes and stores one channel, the only one, of four positions; `offset` is added to each address. */
export function storeFour(call: Epilogue, sums: v128, addresses: u32, offset: u32): void {
  finishFour(call, call.noise === 0 ? sums : withNoise(call, sums, addresses, offset), addresses, offset);
}

/** The same for sums that have their noise. */
function finishFour(call: Epilogue, sums: v128, addresses: u32, offset: u32): void {
  const zero = f32x4.splat(0);
  const residual = call.RESIDUAL === 0 ? zero : gather(addresses, call.residual - call.output + offset);
  const parameters = call.channelParameters;
  const bias = call.BIAS === 1 ? v128.load32_splat(parameters) : zero;
  const slope = call.ACTIVATION === 3 ? v128.load32_splat(parameters, 16) : zero;
  scatter(finishSums(call, sums, bias, slope, residual), addresses, offset);
}

/** Loads one channel of four positions. */
function gather(addresses: u32, offset: u32): v128 {
  let value = v128.load32_zero(load<u32>(addresses) + offset);
  value = v128.load_lane<f32>(load<u32>(addresses, 4) + offset, value, 1);
  value = v128.load_lane<f32>(load<u32>(addresses, 8) + offset, value, 2);
  return v128.load_lane<f32>(load<u32>(addresses, 12) + offset, value, 3);
}

/** Stores four positions of one channel each. */
function scatter(value: v128, addresses: u32, offset: u32): void {
  const zero = f32x4.splat(0);
  // Two steps, each one instruction: V8 makes three of a shuffle that picks one lane.
  const low = v128.shuffle<f32>(value, zero, 0, 4, 1, 5);
  const high = v128.shuffle<f32>(value, zero, 2, 6, 3, 7);
  v128.store(load<u32>(addresses) + offset, v128.shuffle<f64>(low, zero, 0, 2));
  v128.store(load<u32>(addresses, 4) + offset, v128.shuffle<f64>(low, zero, 1, 3));
  v128.store(load<u32>(addresses, 8) + offset, v128.shuffle<f64>(high, zero, 0, 2));
  v128.store(load<u32>(addresses, 12) + offset, v128.shuffle<f64>(high, zero, 1, 3));
}

/** Finishes and stores the only vectors of two positions, which have three channels. */
export function storeThrees(call: Epilogue, first: v128, second: v128, at: u32, next: u32): void {
  const zero = f32x4.splat(0);
  const parameters = call.channelParameters;
  const bias = call.BIAS === 1 ? v128.load(parameters) : zero;
  if (call.noise !== 0) {
    const from = call.noise - call.output;
    const spread = v128.load(call.spread);
    first = f32x4.add(first, f32x4.mul(v128.load32_splat(at + from), spread));
    second = f32x4.add(second, f32x4.mul(v128.load32_splat(next + from), spread));
  }
  if (call.ACTIVATION === tanhKind && call.RESIDUAL === 0) {
    const a = HyperbolicTangent.of(f32x4.add(first, bias));
    const b = HyperbolicTangent.of(f32x4.add(second, bias));
    v128.store(at, a); // its padding is tanh(0)
    v128.store(next, b);
    return;
  }
  const slope = call.ACTIVATION === 3 ? v128.load(parameters, 16) : zero;
  const from = call.residual - call.output;
  const hasResidual = call.RESIDUAL !== 0;
  const real = realLanes(0, 3);
  const a = finishSums(call, first, bias, slope, hasResidual ? v128.load(at + from) : zero);
  const b = finishSums(call, second, bias, slope, hasResidual ? v128.load(next + from) : zero);
  v128.store(at, v128.and(a, real));
  v128.store(next, v128.and(b, real));
}

/** The whole epilogue of one vector; `slope` counts for prelu alone. */
function finishSums(call: Epilogue, sums: v128, bias: v128, slope: v128, residual: v128): v128 {
  const kind = call.ACTIVATION;
  const place = call.RESIDUAL;
  let value = f32x4.add(sums, bias);
  if (place === 1) value = f32x4.add(value, residual);
  if (kind <= 3) {
    const factor = kind === 3 ? slope : f32x4.splat(slopeOf(call));
    value = bend(value, factor);
  } else {
    value = activate(kind, value, call.ALPHA, call.BETA);
  }
  return place === 2 ? f32x4.add(value, residual) : value;
}

/** identity, relu, leakyRelu and prelu: what is negative times `factor`. */
function bend(value: v128, factor: v128): v128 {
  const zero = f32x4.splat(0);
  return f32x4.add(f32x4.pmax(value, zero), f32x4.mul(f32x4.pmin(value, zero), factor));
}

/** What identity, relu and leakyRelu multiply negative values by. */
function slopeOf(call: Epilogue): f32 {
  return call.ACTIVATION === 0 ? 1 : call.ACTIVATION === 1 ? 0 : call.ALPHA;
}

/** Adds noise to `count` vectors in place; `at` and `group` are those of the first. Loops of its own leave the others as short as they are. */
function addNoise(call: Epilogue, at: u32, group: u32, count: u32): void {
  const groups = (call.CHANNELS + 3) >> 2;
  const end = at + (count << 4);
  let from = call.noise + ((((at - call.output) >> 4) / groups) << 4);
  while (at < end) {
    const noise = v128.load32_splat(from);
    for (; group < groups && at < end; group++) {
      const spread = v128.load(call.spread + (group << 4));
      v128.store(at, f32x4.add(v128.load(at), f32x4.mul(noise, spread)));
      at += 16;
    }
    group = 0;
    from += 16;
  }
}

/** Sums of one channel, the only one, of four positions, with their noise. */
function withNoise(call: Epilogue, sums: v128, addresses: u32, offset: u32): v128 {
  const noise = gather(addresses, call.noise - call.output + offset);
  return f32x4.add(sums, f32x4.mul(noise, v128.load32_splat(call.spread)));
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
  let factor = f32x4.splat(slopeOf(call));
  while (at < end) {
    const row = parameters + (group << 4);
    let value = v128.load(at);
    if (hasBias) value = f32x4.add(value, v128.load(row));
    if (place === 1) value = f32x4.add(value, v128.load(at + residual));
    if (kind === 3) factor = v128.load(row + (groups << 4));
    value = bend(value, factor);
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
