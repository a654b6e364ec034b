/** Entries of one axis in any order and number; fields as in indexSelect.wgsl. */
@unmanaged
export class IndexSelect {
  output: u32; // [..., OUTPUT_SIZE, INNER], or [positions, OUTPUT_SIZE/4] of v128
  input: u32; // [..., INPUT_SIZE, INNER], or [positions, INPUT_SIZE/4] of v128
  indices: u32; // [OUTPUT_SIZE/4] of v128
  VECTORS: u32; // of the output
  INPUT_SIZE: u32; // of the axis
  OUTPUT_SIZE: u32;
  INNER: u32; // vectors between neighbours of the axis; 0 where it is that of channels
}

/** A unit is a run of vectors, or a position. */
export function indexSelectUnits(call: IndexSelect): u32 {
  return call.VECTORS / (call.INNER ? call.INNER : (call.OUTPUT_SIZE + 3) >> 2);
}

function chosen(call: IndexSelect, place: u32): u32 {
  return <u32>load<f32>(call.indices + (place << 2));
}

export function indexSelect(call: IndexSelect, first: u32, last: u32, _scratch: u32): void {
  const size = call.OUTPUT_SIZE;
  const runBytes = call.INNER << 4;
  const inputRow = ((call.INPUT_SIZE + 3) >> 2) << 4;
  const outputRow = ((size + 3) >> 2) << 4;
  for (let unit = first; unit < last; unit++) {
    if (runBytes) {
      const source = (unit / size) * call.INPUT_SIZE + chosen(call, unit % size);
      memory.copy(call.output + unit * runBytes, call.input + source * runBytes, runBytes);
      continue;
    }
    const output = call.output + unit * outputRow;
    v128.store(output + outputRow - 16, f32x4.splat(0));
    for (let channel: u32 = 0; channel < size; channel++) {
      const value = load<f32>(call.input + unit * inputRow + (chosen(call, channel) << 2));
      store<f32>(output + (channel << 2), value);
    }
  }
}
