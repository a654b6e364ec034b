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
