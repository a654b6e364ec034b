// A weight as a file stores it, scaled per output channel: what the programs that pack weights read. Their sizes are `packingNumbers`.

@group(0) @binding(1) var<storage, read> raw: array<u32>; // the file's bytes, zero padded to 4
@group(0) @binding(2) var<storage, read> scale: array<f32>; // [OC]

fn element(at: u32) -> f32 {
  switch sizes.dtype {
    case 1u: { return unpack2x16float(raw[at / 2u])[at % 2u]; }
    case 2u: { return f32(extractBits(bitcast<i32>(raw[at / 4u]), at % 4u * 8u, 8u)); }
    default: { return bitcast<f32>(raw[at]); }
  }
}

fn storedWeight(channel: u32, tap: u32, input: u32) -> f32 {
  let taps = sizes.kernelHeight * sizes.kernelWidth;
  let straight = (channel * sizes.inputPerGroup + input) * taps + tap;
  let row = channel / sizes.outputPerGroup * sizes.inputPerGroup + input;
  let transposed = (row * sizes.outputPerGroup + channel % sizes.outputPerGroup) * taps + tap;
  return element(select(straight, transposed, sizes.transposed == 1u)) * scale[channel];
}
