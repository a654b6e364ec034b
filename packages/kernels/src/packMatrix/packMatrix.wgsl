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
override TAPS: u32;

fn element(at: u32) -> f32 {
  switch DTYPE {
    case 1u: { return unpack2x16float(raw[at / 2u])[at % 2u]; }
    case 2u: { return f32(extractBits(bitcast<i32>(raw[at / 4u]), at % 4u * 8u, 8u)); }
    default: { return bitcast<f32>(raw[at]); }
  }
}

fn weightOf(channel: u32, tap: u32, input: u32) -> f32 {
  if (channel >= OUTPUT_CHANNELS || input >= INPUT_PER_GROUP) { return 0.0; }
  let straight = (channel * INPUT_PER_GROUP + input) * TAPS + tap;
  let row = channel / OUTPUT_PER_GROUP * INPUT_PER_GROUP + input;
  let transposed = (row * OUTPUT_PER_GROUP + channel % OUTPUT_PER_GROUP) * TAPS + tap;
  return element(select(straight, transposed, TRANSPOSED == 1u)) * scale[channel];
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
