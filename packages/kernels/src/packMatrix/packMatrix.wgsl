// Weights as a file stores them to the order that conv2d, convTranspose2d and linear read, scaled per output channel.
// One invocation writes one input channel of one tap, for a group of four output channels.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [KH * KW, IC per group padded to 4, OC/4]
@group(0) @binding(1) var<storage, read> raw: array<u32>; // the file's bytes, zero padded to 4
@group(0) @binding(2) var<storage, read> scale: array<f32>; // [OC]

override DTYPE: u32; // 0: f32, 1: f16, 2: int8
override TRANSPOSED: u32; // 0: [OC, IC per group, taps], 1: [IC, OC per group, taps]
override OUTPUT_CHANNELS: u32;
override INPUT_PER_GROUP: u32;
override OUTPUT_PER_GROUP: u32;
override KERNEL_HEIGHT: u32; // of the stored weight
override KERNEL_WIDTH: u32;
override UPSAMPLE_Y: u32 = 1u; // above 1: the convolution stands behind nearest upsampling by this factor
override UPSAMPLE_X: u32 = 1u;

fn element(at: u32) -> f32 {
  switch DTYPE {
    case 1u: { return unpack2x16float(raw[at / 2u])[at % 2u]; }
    case 2u: { return f32(extractBits(bitcast<i32>(raw[at / 4u]), at % 4u * 8u, 8u)); }
    default: { return bitcast<f32>(raw[at]); }
  }
}

fn storedWeight(channel: u32, tap: u32, input: u32) -> f32 {
  let taps = KERNEL_HEIGHT * KERNEL_WIDTH;
  let straight = (channel * INPUT_PER_GROUP + input) * taps + tap;
  let row = channel / OUTPUT_PER_GROUP * INPUT_PER_GROUP + input;
  let transposed = (row * OUTPUT_PER_GROUP + channel % OUTPUT_PER_GROUP) * taps + tap;
  return element(select(straight, transposed, TRANSPOSED == 1u)) * scale[channel];
}

// Upsampling and convolution together are a transposed convolution whose kernel is the flipped one, smeared over
// UPSAMPLE_Y x UPSAMPLE_X: each tap sums the weights that meet the same input.
fn weightOf(channel: u32, tap: u32, input: u32) -> f32 {
  if (channel >= OUTPUT_CHANNELS || input >= INPUT_PER_GROUP) { return 0.0; }
  if (UPSAMPLE_Y * UPSAMPLE_X == 1u) { return storedWeight(channel, tap, input); }
  let width = KERNEL_WIDTH + UPSAMPLE_X - 1u;
  var sum = 0.0;
  for (var dy = 0u; dy < UPSAMPLE_Y; dy++) {
    let y = tap / width - dy; // wraps below 0, and is then past the kernel
    for (var dx = 0u; dx < UPSAMPLE_X; dx++) {
      let x = tap % width - dx;
      if (y >= KERNEL_HEIGHT || x >= KERNEL_WIDTH) { continue; }
      sum += storedWeight(channel, (KERNEL_HEIGHT - 1u - y) * KERNEL_WIDTH + KERNEL_WIDTH - 1u - x, input);
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
  let depth = (INPUT_PER_GROUP + 3u) / 4u * 4u;
  let groups = (OUTPUT_CHANNELS + 3u) / 4u;
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
