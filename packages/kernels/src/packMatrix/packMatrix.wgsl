// Weights as a file stores them to the order that conv2d, convTranspose2d and linear read, scaled per output channel.
// One invocation writes one input channel of one tap, for a group of four output channels.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [KH * KW, IC per group padded to 4, OC/4]
@group(0) @binding(1) var<storage, read> raw: array<u32>; // the file's bytes, zero padded to 4
@group(0) @binding(2) var<storage, read> scale: array<f32>; // [OC]

@group(0) @binding(3) var<storage, read> packing: Packing; // not constants: one pipeline packs every weight of a model

struct Packing {
  dtype: u32, // 0: f32, 1: f16, 2: int8
  transposed: u32, // 0: [OC, IC per group, taps], 1: [IC, OC per group, taps]
  outputChannels: u32,
  inputPerGroup: u32,
  outputPerGroup: u32,
  kernelHeight: u32, // of the stored weight
  kernelWidth: u32,
  upsampleY: u32, // above 1: the convolution stands behind nearest upsampling by this factor
  upsampleX: u32,
}

fn element(at: u32) -> f32 {
  switch packing.dtype {
    case 1u: { return unpack2x16float(raw[at / 2u])[at % 2u]; }
    case 2u: { return f32(extractBits(bitcast<i32>(raw[at / 4u]), at % 4u * 8u, 8u)); }
    default: { return bitcast<f32>(raw[at]); }
  }
}

fn storedWeight(channel: u32, tap: u32, input: u32) -> f32 {
  let taps = packing.kernelHeight * packing.kernelWidth;
  let straight = (channel * packing.inputPerGroup + input) * taps + tap;
  let row = channel / packing.outputPerGroup * packing.inputPerGroup + input;
  let transposed = (row * packing.outputPerGroup + channel % packing.outputPerGroup) * taps + tap;
  return element(select(straight, transposed, packing.transposed == 1u)) * scale[channel];
}

// Upsampling and convolution together are a transposed convolution whose kernel is the flipped one, smeared over
// packing.upsampleY x packing.upsampleX: each tap sums the weights that meet the same input.
fn weightOf(channel: u32, tap: u32, input: u32) -> f32 {
  if (channel >= packing.outputChannels || input >= packing.inputPerGroup) { return 0.0; }
  if (packing.upsampleY * packing.upsampleX == 1u) { return storedWeight(channel, tap, input); }
  let width = packing.kernelWidth + packing.upsampleX - 1u;
  var sum = 0.0;
  for (var dy = 0u; dy < packing.upsampleY; dy++) {
    let y = tap / width - dy; // wraps below 0, and is then past the kernel
    for (var dx = 0u; dx < packing.upsampleX; dx++) {
      let x = tap % width - dx;
      if (y >= packing.kernelHeight || x >= packing.kernelWidth) { continue; }
      sum += storedWeight(channel, (packing.kernelHeight - 1u - y) * packing.kernelWidth + packing.kernelWidth - 1u - x, input);
    }
  }
  return sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let depth = (packing.inputPerGroup + 3u) / 4u * 4u;
  let groups = (packing.outputChannels + 3u) / 4u;
  let channel = index % groups * 4u;
  let input = index / groups % depth;
  let tap = index / (groups * depth);
  output[index] = Element4(vec4f(
    weightOf(channel, tap, input),
    weightOf(channel + 1u, tap, input),
    weightOf(channel + 2u, tap, input),
    weightOf(channel + 3u, tap, input),
  ));
}
