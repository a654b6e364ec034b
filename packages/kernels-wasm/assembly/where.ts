import { chunkStart, chunksOf } from './chunks';
import { realLanes } from './epilogue';

/** One of two activations, value by value, as a third says; fields as in where.wgsl. */
@unmanaged
export class Where {
  output: u32;
  condition: u32;
  input: u32;
  other: u32;
  VECTORS: u32; // of the output
  CHANNELS: u32; // of the output
  SIZE_2: u32; // spatial sizes of the output
  SIZE_3: u32;
  SIZE_4: u32;
  SIZE_5: u32;
  CONDITION_STRIDE_0: u32; // six fields for each operand, in the order of `Operand`
  CONDITION_STRIDE_2: u32;
  CONDITION_STRIDE_3: u32;
  CONDITION_STRIDE_4: u32;
  CONDITION_STRIDE_5: u32;
  CONDITION_SPLAT: u32;
  INPUT_STRIDE_0: u32;
  INPUT_STRIDE_2: u32;
  INPUT_STRIDE_3: u32;
  INPUT_STRIDE_4: u32;
  INPUT_STRIDE_5: u32;
  INPUT_SPLAT: u32;
  OTHER_STRIDE_0: u32;
  OTHER_STRIDE_2: u32;
  OTHER_STRIDE_3: u32;
  OTHER_STRIDE_4: u32;
  OTHER_STRIDE_5: u32;
  OTHER_SPLAT: u32;
}

/** How one operand is broadcast. */
@unmanaged
class Operand {
  STRIDE_0: u32; // of the batch, in vectors; every stride is 0 where the axis is broadcast
  STRIDE_2: u32;
  STRIDE_3: u32;
  STRIDE_4: u32;
  STRIDE_5: u32;
  SPLAT: u32; // 1: one channel stands for all
}

export function whereUnits(call: Where): u32 {
  return chunksOf(call.VECTORS);
}

/** Four channels of an operand at one position of the output. */
function read(call: Where, operand: Operand, start: u32, row5: u32, group: u32): v128 {
  const row4 = row5 / call.SIZE_5;
  const row3 = row4 / call.SIZE_4;
  const row2 = row3 / call.SIZE_3;
  let place = (row2 / call.SIZE_2) * operand.STRIDE_0 + (row2 % call.SIZE_2) * operand.STRIDE_2;
  place += (row3 % call.SIZE_3) * operand.STRIDE_3 + (row4 % call.SIZE_4) * operand.STRIDE_4;
  place += (row5 % call.SIZE_5) * operand.STRIDE_5;
  if (operand.SPLAT) return v128.load32_splat(start + (place << 4));
  return v128.load(start + ((place + group) << 4));
}

export function where(call: Where, first: u32, last: u32, _scratch: u32): void {
  const end = chunkStart(last, call.VECTORS);
  const groups = (call.CHANNELS + 3) >> 2;
  const at = changetype<usize>(call) + offsetof<Where>('CONDITION_STRIDE_0');
  for (let vector = chunkStart(first, call.VECTORS); vector < end; vector++) {
    const row = vector / groups;
    const group = vector % groups;
    const truth = read(call, changetype<Operand>(at), call.condition, row, group);
    const yes = read(call, changetype<Operand>(at + offsetof<Operand>()), call.input, row, group);
    const no = read(call, changetype<Operand>(at + 2 * offsetof<Operand>()), call.other, row, group);
    const result = v128.bitselect(yes, no, f32x4.ne(truth, f32x4.splat(0)));
    v128.store(call.output + (vector << 4), v128.and(result, realLanes(group, call.CHANNELS)));
  }
}
