// Transposed convolution whose groups do not start at multiples of four channels (depthwise, odd group sizes).
// One invocation computes four output channels of one position, each lane from its own group's channels.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OH, OW, OC/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IH, IW, IC/4]
@group(0) @binding(2) var<storage, read> weight: array<Element4>; // [KH, KW, IC per group, OC/4]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let groups = sizes.OUTPUT_GROUPS;
  let width = sizes.OUTPUT_WIDTH;
  let height = sizes.OUTPUT_HEIGHT;
  let group = index % groups;
  let column = index / groups % width;
  let row = index / (groups * width) % height;
  let image = index / (groups * width * height);

  let depth = (sizes.INPUT_PER_GROUP + 3u) / 4u * 4u;
  let first = (group * 4u + vec4u(0u, 1u, 2u, 3u)) / sizes.OUTPUT_PER_GROUP * sizes.INPUT_PER_GROUP;
  var sum = vec4f(0.0);
  for (var ky = 0u; ky < sizes.KERNEL_HEIGHT; ky++) {
    let reachY = row + sizes.PADDING_TOP - ky * sizes.DILATION_Y; // wraps below 0, and is then past the input
    let y = reachY / sizes.STRIDE_Y;
    if (reachY % sizes.STRIDE_Y != 0u || y >= sizes.INPUT_HEIGHT) { continue; }
    for (var kx = 0u; kx < sizes.KERNEL_WIDTH; kx++) {
      let reachX = column + sizes.PADDING_LEFT - kx * sizes.DILATION_X;
      let x = reachX / sizes.STRIDE_X;
      if (reachX % sizes.STRIDE_X != 0u || x >= sizes.INPUT_WIDTH) { continue; }
      let at = ((image * sizes.INPUT_HEIGHT + y) * sizes.INPUT_WIDTH + x) * sizes.INPUT_GROUPS;
      let tap = (ky * sizes.KERNEL_WIDTH + kx) * depth * groups + group;
      for (var c = 0u; c < sizes.INPUT_PER_GROUP; c++) {
        let channel = min(first + c, vec4u(sizes.INPUT_GROUPS * 4u - 1u)); // lanes past the last channel read in bounds
        sum += vec4f(weight[tap + c * groups]) * vec4f(
          f32(input[at + channel.x / 4u][channel.x % 4u]),
          f32(input[at + channel.y / 4u][channel.y % 4u]),
          f32(input[at + channel.z / 4u][channel.z % 4u]),
          f32(input[at + channel.w / 4u][channel.w % 4u]),
        );
      }
    }
  }
  output[index] = finish(sum, index, group);
}
