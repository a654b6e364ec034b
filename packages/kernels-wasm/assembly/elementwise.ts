import { chunkStart, chunksOf } from './chunks';
import { Epilogue, finish } from './epilogue';

/** An activation on its own: everything it does is the epilogue. */
@unmanaged
export class ActivationCall extends Epilogue {
  input: u32; // as output
  VECTORS: u32; // of the output
}

export function activationUnits(call: ActivationCall): u32 {
  return chunksOf(call.VECTORS);
}

export function activation(call: ActivationCall, first: u32, last: u32, _scratch: u32): void {
  const start = chunkStart(first, call.VECTORS);
  const count = chunkStart(last, call.VECTORS) - start;
  memory.copy(call.output + (start << 4), call.input + (start << 4), count << 4);
  finish(call, call.output + (start << 4), start % ((call.CHANNELS + 3) >> 2), count);
}

/** Batch normalisation as one scale and one shift for each channel. */
@unmanaged
export class BatchNorm2d extends Epilogue {
  input: u32; // as output
  scaleShift: u32; // [scale C/4][shift C/4] of v128
  VECTORS: u32; // of the output
  GROUPS: u32; // groups of four channels
}

export function batchNorm2dUnits(call: BatchNorm2d): u32 {
  return chunksOf(call.VECTORS);
}

export function batchNorm2d(call: BatchNorm2d, first: u32, last: u32, _scratch: u32): void {
  const start = chunkStart(first, call.VECTORS);
  const end = chunkStart(last, call.VECTORS);
  const shifts = call.GROUPS << 4;
  let group = start % call.GROUPS;
  for (let vector = start; vector < end; vector++) {
    const row = call.scaleShift + (group << 4);
    const scaled = f32x4.mul(v128.load(call.input + (vector << 4)), v128.load(row));
    v128.store(call.output + (vector << 4), f32x4.add(scaled, v128.load(row + shifts)));
    if (++group === call.GROUPS) group = 0;
  }
  finish(call, call.output + (start << 4), start % call.GROUPS, end - start);
}

/** Sum or product of two activations, either broadcast along any axis; fields as in arithmetic.wgsl. */
@unmanaged
export class Arithmetic extends Epilogue {
  input: u32;
  other: u32;
  VECTORS: u32; // of the output
  MULTIPLY: u32; // 0: input + other, 1: input * other
  GROUPS: u32; // groups of four channels of the output
  SIZE_2: u32; // spatial sizes of the output
  SIZE_3: u32;
  SIZE_4: u32;
  SIZE_5: u32;
  INPUT_STRIDE_0: u32; // in vectors; every stride is 0 where the axis is broadcast
  INPUT_STRIDE_2: u32;
  INPUT_STRIDE_3: u32;
  INPUT_STRIDE_4: u32;
  INPUT_STRIDE_5: u32;
  INPUT_SPLAT: u32; // 1: one channel stands for all
  OTHER_STRIDE_0: u32;
  OTHER_STRIDE_2: u32;
  OTHER_STRIDE_3: u32;
  OTHER_STRIDE_4: u32;
  OTHER_STRIDE_5: u32;
  OTHER_SPLAT: u32;
}

export function arithmeticUnits(call: Arithmetic): u32 {
  return chunksOf(call.VECTORS);
}

export function arithmetic(call: Arithmetic, first: u32, last: u32, _scratch: u32): void {
  const start = chunkStart(first, call.VECTORS);
  const end = chunkStart(last, call.VECTORS);
  const groups = call.GROUPS;
  const multiply = call.MULTIPLY === 1;
  const inputStep: u32 = call.INPUT_SPLAT ? 0 : 16;
  const otherStep: u32 = call.OTHER_SPLAT ? 0 : 16;
  for (let vector = start; vector < end; ) {
    const row5 = vector / groups;
    let group = vector % groups;
    const row4 = row5 / call.SIZE_5;
    const row3 = row4 / call.SIZE_4;
    const row2 = row3 / call.SIZE_3;
    const image = row2 / call.SIZE_2;
    const i2 = row2 % call.SIZE_2;
    const i3 = row3 % call.SIZE_3;
    const i4 = row4 % call.SIZE_4;
    const i5 = row5 % call.SIZE_5;
    let input = image * call.INPUT_STRIDE_0 + i2 * call.INPUT_STRIDE_2 + i3 * call.INPUT_STRIDE_3;
    input = call.input + ((input + i4 * call.INPUT_STRIDE_4 + i5 * call.INPUT_STRIDE_5) << 4);
    let other = image * call.OTHER_STRIDE_0 + i2 * call.OTHER_STRIDE_2 + i3 * call.OTHER_STRIDE_3;
    other = call.other + ((other + i4 * call.OTHER_STRIDE_4 + i5 * call.OTHER_STRIDE_5) << 4);
    for (; group < groups && vector < end; group++) {
      const a = inputStep ? v128.load(input + group * inputStep) : v128.load32_splat(input);
      const b = otherStep ? v128.load(other + group * otherStep) : v128.load32_splat(other);
      v128.store(call.output + (vector << 4), multiply ? f32x4.mul(a, b) : f32x4.add(a, b));
      vector++;
    }
  }
  finish(call, call.output + (start << 4), start % call.GROUPS, end - start);
}
