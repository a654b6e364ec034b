import { Epilogue, finish, realLanes } from './epilogue';

/** The mean, sum, largest or smallest value over some axes; fields as in reduction.wgsl. */
@unmanaged
export class Reduction extends Epilogue {
  input: u32; // [N, IMAGE_VECTORS] of v128
  VECTORS: u32; // of the output
  KIND: u32; // 0: sum, 1: largest, 2: smallest
  DIVISOR: f32; // of the sum
  GROUPS: u32; // groups of four channels of the input
  LANES: u32; // its channels
  CHANNELS_REDUCED: u32;
  IMAGE_VECTORS: u32;
  ROWS: u32; // positions of the output
  STEPS: u32; // vectors that are reduced for one result
  INNER_SIZE: u32; // they lie INNER_STRIDE apart, and such runs OUTER_STRIDE, in vectors
  INNER_STRIDE: u32;
  OUTER_STRIDE: u32;
  KEPT_SIZE: u32; // positions lie KEPT_STRIDE apart, and such runs KEPT_OUTER_STRIDE
  KEPT_STRIDE: u32;
  KEPT_OUTER_STRIDE: u32;
  LANE_STRIDE: u32; // from one channel of the output to the next, where axis 1 is reduced
}

function resultsOfUnit(call: Reduction): u32 {
  return max<u32>(4, 2048 / call.STEPS);
}

export function reductionUnits(call: Reduction): u32 {
  return (call.VECTORS + resultsOfUnit(call) - 1) / resultsOfUnit(call);
}

export function reduction(call: Reduction, first: u32, last: u32, _scratch: u32): void {
  const groups = (call.CHANNELS + 3) >> 2;
  const start = min(first * resultsOfUnit(call), call.VECTORS);
  const end = min(last * resultsOfUnit(call), call.VECTORS);
  for (let vector = start; vector < end; vector++) {
    const group = vector % groups;
    const row = (vector / groups) % call.ROWS;
    let place = (vector / (groups * call.ROWS)) * call.IMAGE_VECTORS;
    place += (row / call.KEPT_SIZE) * call.KEPT_OUTER_STRIDE + (row % call.KEPT_SIZE) * call.KEPT_STRIDE;
    const output = call.output + (vector << 4);
    if (call.CHANNELS_REDUCED) {
      const lanes = min(4, call.CHANNELS - (group << 2));
      v128.store(output, f32x4.splat(0));
      for (let lane: u32 = 0; lane < lanes; lane++) {
        const found = alongRow(call, place + ((group << 2) + lane) * call.LANE_STRIDE);
        store<f32>(output + (lane << 2), f32x4.extract_lane(acrossLanes(call, found), 0));
      }
    } else v128.store(output, alongRow(call, place + group));
    if (call.DIVISOR !== 1) {
      v128.store(output, f32x4.div(v128.load(output), f32x4.splat(call.DIVISOR)));
    }
  }
  finish(call, call.output + (start << 4), start % groups, end - start);
}

function neutral(call: Reduction): v128 {
  const most: f32 = 3.4e38;
  return f32x4.splat(call.KIND === 0 ? 0 : call.KIND === 1 ? -most : most);
}

function combine(kind: u32, a: v128, b: v128): v128 {
  return kind === 0 ? f32x4.add(a, b) : kind === 1 ? f32x4.max(a, b) : f32x4.min(a, b);
}

/** What each lane finds from vector `place` of the input on; the sums of inner runs are added up apart. */
function alongRow(call: Reduction, place: u32): v128 {
  const kind = call.KIND;
  const width = call.CHANNELS_REDUCED ? call.GROUPS : 1;
  const runs = call.STEPS / (width * call.INNER_SIZE);
  const rest = neutral(call);
  let total = rest;
  for (let run: u32 = 0; run < runs; run++) {
    let line = call.input + ((place + run * call.OUTER_STRIDE) << 4);
    for (let at: u32 = 0; at < call.INNER_SIZE; ) {
      const end = min(call.INNER_SIZE, at + 64);
      let found = rest;
      for (; at < end; at++) {
        for (let group: u32 = 0; group < width; group++) {
          let value = v128.load(line + (group << 4));
          if (group + 1 === width && call.CHANNELS_REDUCED) {
            value = v128.bitselect(value, rest, realLanes(group, call.LANES));
          }
          found = combine(kind, found, value);
        }
        line += call.INNER_STRIDE << 4;
      }
      total = combine(kind, total, found);
    }
  }
  return total;
}

/** What the four lanes come to, in lane 0. */
function acrossLanes(call: Reduction, x: v128): v128 {
  const pairs = combine(call.KIND, x, i32x4.shuffle(x, x, 2, 3, 0, 1));
  return combine(call.KIND, pairs, i32x4.shuffle(pairs, pairs, 1, 0, 3, 2));
}
