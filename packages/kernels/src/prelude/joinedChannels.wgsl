// Convolution groups for kernels that compute many output channels at once: the input channels that reach some of them, and
// weights that are 0 between channels of different groups. One group, where all are joined, costs nothing.

override CONVOLUTION_GROUPS: u32;
override INPUT_PER_GROUP: u32; // channels of one convolution group
override OUTPUT_PER_GROUP: u32;

// The first group of four input channels that output channels of `firstGroup` to before `endGroup` read, and the one after the last.
fn joinedInputs(firstGroup: u32, endGroup: u32) -> vec2u {
  if (CONVOLUTION_GROUPS == 1u) { return vec2u(0u, INPUT_GROUPS); }
  let first = firstGroup * 4u / OUTPUT_PER_GROUP * INPUT_PER_GROUP;
  let last = (min(endGroup * 4u, sizes.CHANNELS) - 1u) / OUTPUT_PER_GROUP * INPUT_PER_GROUP + INPUT_PER_GROUP - 1u;
  return vec2u(first / 4u, last / 4u + 1u);
}

// One lane of a weight; 0 where the input channel is of another convolution group than the output channel.
fn joinedLane(tap: u32, input: u32, channel: u32) -> f32 {
  let within = input - channel / OUTPUT_PER_GROUP * INPUT_PER_GROUP; // wraps below 0
  if (within >= INPUT_PER_GROUP) { return 0.0; }
  let depth = (INPUT_PER_GROUP + 3u) / 4u * 4u;
  return f32(weight[(tap * depth + within) * OUTPUT_GROUPS + channel / 4u][channel % 4u]);
}

// The weights of an input channel for four output channels. Past the last channel this is some other weight: its input is 0, or its
// sum is not stored.
fn joinedWeight(tap: u32, input: u32, group: u32) -> vec4f {
  if (CONVOLUTION_GROUPS == 1u) { return vec4f(weight[(tap * INPUT_GROUPS * 4u + input) * OUTPUT_GROUPS + group]); }
  if (OUTPUT_PER_GROUP % 4u == 0u) { // one convolution group for all four
    let within = input - group * 4u / OUTPUT_PER_GROUP * INPUT_PER_GROUP; // wraps below 0
    if (within >= INPUT_PER_GROUP) { return vec4f(0.0); }
    return vec4f(weight[(tap * ((INPUT_PER_GROUP + 3u) / 4u * 4u) + within) * OUTPUT_GROUPS + group]);
  }
  let channel = group * 4u;
  return vec4f(
    joinedLane(tap, input, channel),
    joinedLane(tap, input, channel + 1u),
    joinedLane(tap, input, channel + 2u),
    joinedLane(tap, input, channel + 3u),
  );
}
