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
