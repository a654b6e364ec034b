import { Convolution } from './convolutionCall';
import { storeFour, storeThrees } from './epilogue';
import { laneSums } from './laneSums';
import { multiplyAdd } from './multiplyAdd';
import { tapBytes } from './tiles';

// Tiles (see tiles.ts) of one or three output channels, a grey or colour image: each lane sums every fourth input channel.
// So few outputs are finished at once, while they are in registers. 3x3 convolutions to one channel: see threeByThree.ts.

/**
 * Sums of a tile and its next repeat, eight neighbours of one row, for one output channel. Taps that are one longer tap
 * (see tiles.ts) are taken three at a time, so that each input is loaded once for three sums.
 */
export function eightByOne(
  call: Convolution,
  tile: u32,
  weights: u32,
  inputOffset: u32,
  outputOffset: u32,
  outputShift: u32,
): void {
  const depth = call.DEPTH << 2;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let a4 = a0;
  let a5 = a0;
  let a6 = a0;
  let a7 = a0;
  const last = tile + load<u32>(tile) * tapBytes;
  for (let tap = tile; tap < last; ) {
    tap += tapBytes;
    let weight = weights + (load<u32>(tap) << 2);
    const end = weight + (load<u32>(tap, 4) << 2);
    let from = load<u32>(tap, 8) + inputOffset;
    const step = load<u32>(tap, 12) - load<u32>(tap, 8);
    while (step === depth && weight + 2 * depth < end) {
      const middle = weight + depth;
      for (const between = middle; weight < between; weight += 16) {
        let place = from;
        const u = v128.load(weight);
        const v = v128.load(weight + depth);
        const w = v128.load(weight + 2 * depth);
        from += 16;
        let x = v128.load(place);
        place += step;
        let y = v128.load(place);
        place += step;
        let z = v128.load(place);
        a0 = f32x4.add(a0, multiplyAdd(z, w, multiplyAdd(y, v, f32x4.mul(x, u))));
        place += step;
        x = v128.load(place);
        a1 = f32x4.add(a1, multiplyAdd(x, w, multiplyAdd(z, v, f32x4.mul(y, u))));
        place += step;
        y = v128.load(place);
        a2 = f32x4.add(a2, multiplyAdd(y, w, multiplyAdd(x, v, f32x4.mul(z, u))));
        place += step;
        z = v128.load(place);
        a3 = f32x4.add(a3, multiplyAdd(z, w, multiplyAdd(y, v, f32x4.mul(x, u))));
        place += step;
        x = v128.load(place);
        a4 = f32x4.add(a4, multiplyAdd(x, w, multiplyAdd(z, v, f32x4.mul(y, u))));
        place += step;
        y = v128.load(place);
        a5 = f32x4.add(a5, multiplyAdd(y, w, multiplyAdd(x, v, f32x4.mul(z, u))));
        place += step;
        z = v128.load(place);
        a6 = f32x4.add(a6, multiplyAdd(z, w, multiplyAdd(y, v, f32x4.mul(x, u))));
        place += step;
        x = v128.load(place);
        a7 = f32x4.add(a7, multiplyAdd(x, w, multiplyAdd(z, v, f32x4.mul(y, u))));
      }
      weight += 2 * depth;
      from += 2 * depth;
    }
    for (; weight < end; weight += 16) {
      const u = v128.load(weight);
      let place = from;
      a0 = multiplyAdd(v128.load(place), u, a0);
      place += step;
      a1 = multiplyAdd(v128.load(place), u, a1);
      place += step;
      a2 = multiplyAdd(v128.load(place), u, a2);
      place += step;
      a3 = multiplyAdd(v128.load(place), u, a3);
      place += step;
      a4 = multiplyAdd(v128.load(place), u, a4);
      place += step;
      a5 = multiplyAdd(v128.load(place), u, a5);
      place += step;
      a6 = multiplyAdd(v128.load(place), u, a6);
      place += step;
      a7 = multiplyAdd(v128.load(place), u, a7);
      from += 16;
    }
  }
  const first = laneSums(a0, a1, a2, a3);
  const second = laneSums(a4, a5, a6, a7);
  if (call.CHANNELS === 1) {
    // finishSingles takes them from there: finished here, they would take registers from the sums.
    const at = load<u32>(tile, 8) + outputOffset;
    v128.store(at, first);
    v128.store(at + outputShift, second);
  } else {
    storeSums(first, tile, outputOffset);
    storeSums(second, tile, outputOffset + outputShift);
  }
}

/** Sums of four positions for one output channel, along eight input channels at a time. */
export function fourByOne(
  call: Convolution,
  tile: u32,
  weights: u32,
  inputOffset: u32,
  outputOffset: u32,
): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  const last = tile + load<u32>(tile) * tapBytes;
  for (let tap = tile; tap < last; ) {
    tap += tapBytes;
    let weight = weights + (load<u32>(tap) << 2);
    const end = weight + (load<u32>(tap, 4) << 2);
    let p0 = load<u32>(tap, 8) + inputOffset;
    let p1 = load<u32>(tap, 12) + inputOffset;
    let p2 = load<u32>(tap, 16) + inputOffset;
    let p3 = load<u32>(tap, 20) + inputOffset;
    for (const pairs = end - 16; weight < pairs; weight += 32) {
      const u = v128.load(weight);
      const v = v128.load(weight, 16);
      a0 = multiplyAdd(v128.load(p0), u, a0);
      b0 = multiplyAdd(v128.load(p0, 16), v, b0);
      a1 = multiplyAdd(v128.load(p1), u, a1);
      b1 = multiplyAdd(v128.load(p1, 16), v, b1);
      a2 = multiplyAdd(v128.load(p2), u, a2);
      b2 = multiplyAdd(v128.load(p2, 16), v, b2);
      a3 = multiplyAdd(v128.load(p3), u, a3);
      b3 = multiplyAdd(v128.load(p3, 16), v, b3);
      p0 += 32;
      p1 += 32;
      p2 += 32;
      p3 += 32;
    }
    if (weight < end) {
      const u = v128.load(weight);
      a0 = multiplyAdd(v128.load(p0), u, a0);
      a1 = multiplyAdd(v128.load(p1), u, a1);
      a2 = multiplyAdd(v128.load(p2), u, a2);
      a3 = multiplyAdd(v128.load(p3), u, a3);
    }
  }
  const sums = laneSums(f32x4.add(a0, b0), f32x4.add(a1, b1), f32x4.add(a2, b2), f32x4.add(a3, b3));
  if (call.CHANNELS === 1) storeFour(call, sums, tile + 8, outputOffset);
  else storeSums(sums, tile, outputOffset);
}

/** Sums of four positions for three output channels, along the input channels. Two positions fill the registers. */
export function fourByThree(
  call: Convolution,
  tile: u32,
  weights: u32,
  inputOffset: u32,
  outputOffset: u32,
): void {
  twoByThree(call, tile, 0, weights, inputOffset, outputOffset);
  twoByThree(call, tile, 8, weights, inputOffset, outputOffset);
}

/** `places`: from the address of a tile's first position to that of the two, in bytes. */
function twoByThree(
  call: Convolution,
  tile: u32,
  places: u32,
  weights: u32,
  inputOffset: u32,
  outputOffset: u32,
): void {
  const zero = f32x4.splat(0);
  let r0 = zero;
  let g0 = zero;
  let b0 = zero;
  let r1 = zero;
  let g1 = zero;
  let b1 = zero;
  const last = tile + load<u32>(tile) * tapBytes;
  for (let tap = tile; tap < last; ) {
    tap += tapBytes;
    let weight = weights + load<u32>(tap) * 12;
    const end = weight + load<u32>(tap, 4) * 12;
    let p0 = load<u32>(tap + places, 8) + inputOffset;
    let p1 = load<u32>(tap + places, 12) + inputOffset;
    for (const pairs = end - 48; weight < pairs; weight += 96) {
      const x0 = v128.load(p0);
      const y0 = v128.load(p0, 16);
      const x1 = v128.load(p1);
      const y1 = v128.load(p1, 16);
      let u = v128.load(weight);
      let v = v128.load(weight, 48);
      r0 = f32x4.add(r0, multiplyAdd(y0, v, f32x4.mul(x0, u)));
      r1 = f32x4.add(r1, multiplyAdd(y1, v, f32x4.mul(x1, u)));
      u = v128.load(weight, 16);
      v = v128.load(weight, 64);
      g0 = f32x4.add(g0, multiplyAdd(y0, v, f32x4.mul(x0, u)));
      g1 = f32x4.add(g1, multiplyAdd(y1, v, f32x4.mul(x1, u)));
      u = v128.load(weight, 32);
      v = v128.load(weight, 80);
      b0 = f32x4.add(b0, multiplyAdd(y0, v, f32x4.mul(x0, u)));
      b1 = f32x4.add(b1, multiplyAdd(y1, v, f32x4.mul(x1, u)));
      p0 += 32;
      p1 += 32;
    }
    if (weight < end) {
      const x0 = v128.load(p0);
      const x1 = v128.load(p1);
      const r = v128.load(weight);
      r0 = f32x4.add(r0, f32x4.mul(x0, r));
      r1 = f32x4.add(r1, f32x4.mul(x1, r));
      const g = v128.load(weight, 16);
      g0 = f32x4.add(g0, f32x4.mul(x0, g));
      g1 = f32x4.add(g1, f32x4.mul(x1, g));
      const b = v128.load(weight, 32);
      b0 = f32x4.add(b0, f32x4.mul(x0, b));
      b1 = f32x4.add(b1, f32x4.mul(x1, b));
    }
  }
  const first = load<u32>(tile + places, 8) + outputOffset;
  const second = load<u32>(tile + places, 12) + outputOffset;
  storeThrees(call, laneSums(r0, g0, b0, zero), laneSums(r1, g1, b1, zero), first, second);
}

/** Stores the sums of four positions of one of two channels, which the epilogue finishes later. */
function storeSums(sums: v128, tile: u32, offset: u32): void {
  v128.store_lane<f32>(load<u32>(tile, 8) + offset, sums, 0);
  v128.store_lane<f32>(load<u32>(tile, 12) + offset, sums, 1);
  v128.store_lane<f32>(load<u32>(tile, 16) + offset, sums, 2);
  v128.store_lane<f32>(load<u32>(tile, 20) + offset, sums, 3);
}
