import { multiplyAdd } from './multiplyAdd';

// A tile is four output positions and the taps that reach them, as a list that convolution.ts writes:
//   header: u32 number of taps, u32 number of repeats (each lies four positions further on), u32 x 4 addresses of the outputs
//   each tap: u32 place of its weights, in input channels from the panel's start, u32 number of input channels,
//     u32 x 4 addresses of the inputs
// Taps that are neighbours in the input and in the weights are one longer tap.
// `outputs` is where the four addresses stand to which the sums go, `inputOffset` and `outputOffset` are added to each
// address, in bytes: a convolution group's first channel, and the panel's.
// The weights of a panel are [taps, input channels, channels of the panel]: see panels.ts.
// Four positions by eight channels are as many sums as V8 keeps in registers: six by eight and unrolled loops ran at
// about half the speed in Node 20, and with plain SIMD in Chromium 156, where it spills.

/** Bytes of a tile's header, and of each of its taps. */
export const tapBytes: u32 = 24;

/** Sums of four positions by eight output channels. */
export function fourByEight(
  tile: u32,
  outputs: u32,
  weights: u32,
  inputOffset: u32,
  outputOffset: u32,
): void {
  let a0 = f32x4.splat(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  let a2 = a0;
  let b2 = a0;
  let a3 = a0;
  let b3 = a0;
  const last = tile + load<u32>(tile) * tapBytes;
  for (let tap = tile; tap < last; ) {
    tap += tapBytes;
    let weight = weights + (load<u32>(tap) << 5);
    const end = weight + (load<u32>(tap, 4) << 5);
    let p0 = load<u32>(tap, 8) + inputOffset;
    let p1 = load<u32>(tap, 12) + inputOffset;
    let p2 = load<u32>(tap, 16) + inputOffset;
    let p3 = load<u32>(tap, 20) + inputOffset;
    while (weight < end) {
      const u = v128.load(weight);
      const v = v128.load(weight, 16);
      const x0 = v128.load32_splat(p0);
      a0 = multiplyAdd(x0, u, a0);
      b0 = multiplyAdd(x0, v, b0);
      const x1 = v128.load32_splat(p1);
      a1 = multiplyAdd(x1, u, a1);
      b1 = multiplyAdd(x1, v, b1);
      const x2 = v128.load32_splat(p2);
      a2 = multiplyAdd(x2, u, a2);
      b2 = multiplyAdd(x2, v, b2);
      const x3 = v128.load32_splat(p3);
      a3 = multiplyAdd(x3, u, a3);
      b3 = multiplyAdd(x3, v, b3);
      p0 += 4;
      p1 += 4;
      p2 += 4;
      p3 += 4;
      weight += 32;
    }
  }
  const o0 = load<u32>(outputs) + outputOffset;
  v128.store(o0, a0);
  v128.store(o0, b0, 16);
  const o1 = load<u32>(outputs, 4) + outputOffset;
  v128.store(o1, a1);
  v128.store(o1, b1, 16);
  const o2 = load<u32>(outputs, 8) + outputOffset;
  v128.store(o2, a2);
  v128.store(o2, b2, 16);
  const o3 = load<u32>(outputs, 12) + outputOffset;
  v128.store(o3, a3);
  v128.store(o3, b3, 16);
}

/**
 * Sums of four positions by four output channels. They are too few to hide the latency of a fused multiply-add, so
 * this one adds separately, which has a shorter chain.
 */
export function fourByFour(tile: u32, outputs: u32, weights: u32, inputOffset: u32, outputOffset: u32): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  const last = tile + load<u32>(tile) * tapBytes;
  for (let tap = tile; tap < last; ) {
    tap += tapBytes;
    let weight = weights + (load<u32>(tap) << 4);
    const end = weight + (load<u32>(tap, 4) << 4);
    let p0 = load<u32>(tap, 8) + inputOffset;
    let p1 = load<u32>(tap, 12) + inputOffset;
    let p2 = load<u32>(tap, 16) + inputOffset;
    let p3 = load<u32>(tap, 20) + inputOffset;
    while (weight < end) {
      const u = v128.load(weight);
      a0 = f32x4.add(a0, f32x4.mul(v128.load32_splat(p0), u));
      a1 = f32x4.add(a1, f32x4.mul(v128.load32_splat(p1), u));
      a2 = f32x4.add(a2, f32x4.mul(v128.load32_splat(p2), u));
      a3 = f32x4.add(a3, f32x4.mul(v128.load32_splat(p3), u));
      p0 += 4;
      p1 += 4;
      p2 += 4;
      p3 += 4;
      weight += 16;
    }
  }
  v128.store(load<u32>(outputs) + outputOffset, a0);
  v128.store(load<u32>(outputs, 4) + outputOffset, a1);
  v128.store(load<u32>(outputs, 8) + outputOffset, a2);
  v128.store(load<u32>(outputs, 12) + outputOffset, a3);
}
