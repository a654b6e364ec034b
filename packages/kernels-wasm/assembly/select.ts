/** Rows of a table, chosen by the input; fields as in embedding.wgsl. */
@unmanaged
export class Embedding {
  output: u32; // [N, FEATURES/4], or [N, FEATURES, LENGTH/4] of v128
  input: u32; // [N], or [N, LENGTH/4] of v128: indices
  weight: u32; // [CLASSES, FEATURES/4] of v128
  BATCH: u32;
  CLASSES: u32; // rows of the table
  FEATURES: u32; // of a row
  LENGTH: u32; // indices of an image; 0 where it has a single one and no axis for it
}

export function embeddingUnits(call: Embedding): u32 {
  return call.BATCH;
}

/** The nearest row that there is. */
function rowOf(call: Embedding, index: u32): u32 {
  const nearest = floor<f32>(load<f32>(index) + 0.5);
  let row: u32 = 0; // also for NaN
  if (nearest > 0) row = nearest < <f32>call.CLASSES ? <u32>nearest : call.CLASSES - 1;
  return call.weight + row * (((call.FEATURES + 3) >> 2) << 4);
}

export function embedding(call: Embedding, first: u32, last: u32, _scratch: u32): void {
  const rowBytes = ((call.FEATURES + 3) >> 2) << 4;
  const inputBytes = max<u32>((call.LENGTH + 3) >> 2, 1) << 4;
  for (let image = first; image < last; image++) {
    const input = call.input + image * inputBytes;
    if (call.LENGTH === 0) {
      memory.copy(call.output + image * rowBytes, rowOf(call, input), rowBytes);
      continue;
    }
    const output = call.output + image * call.FEATURES * inputBytes;
    memory.fill(output, 0, call.FEATURES * inputBytes);
    for (let place: u32 = 0; place < call.LENGTH; place++) {
      const row = rowOf(call, input + (place << 2));
      for (let feature: u32 = 0; feature < call.FEATURES; feature++) {
        store<f32>(output + feature * inputBytes + (place << 2), load<f32>(row + (feature << 2)));
      }
    }
  }
}

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

/** Every run of vectors, or every position. */
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
