// Weights as a file stores them to the order that conv2d, convTranspose2d and linear read, scaled per output channel.
// One invocation writes one input channel of one tap, for a group of four output channels. Its sizes are `packingNumbers`.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [KH * KW, IC per group padded to 4, OC/4]

// Upsampling and convolution together are a transposed convolution whose kernel is the flipped one, smeared over
// sizes.upsampleY x sizes.upsampleX: each tap sums the weights that meet the same input.
fn weightOf(channel: u32, tap: u32, input: u32) -> f32 {
  if (channel >= sizes.outputChannels || input >= sizes.inputPerGroup) { return 0.0; }
  if (sizes.upsampleY * sizes.upsampleX == 1u) { return storedWeight(channel, tap, input); }
  let width = sizes.kernelWidth + sizes.upsampleX - 1u;
  var sum = 0.0;
  for (var dy = 0u; dy < sizes.upsampleY; dy++) {
    let y = tap / width - dy; // wraps below 0, and is then past the kernel
    for (var dx = 0u; dx < sizes.upsampleX; dx++) {
      let x = tap % width - dx;
      if (y >= sizes.kernelHeight || x >= sizes.kernelWidth) { continue; }
      sum += storedWeight(channel, (sizes.kernelHeight - 1u - y) * sizes.kernelWidth + sizes.kernelWidth - 1u - x, input);
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
  let depth = (sizes.inputPerGroup + 3u) / 4u * 4u;
  let groups = (sizes.outputChannels + 3u) / 4u;
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
