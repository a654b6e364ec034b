// Transposed convolution whose groups do not start at multiples of four channels (depthwise, odd group sizes).
// One invocation computes four output channels of one position, each lane from its own group's channels.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OH, OW, OC/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IH, IW, IC/4]
@group(0) @binding(2) var<storage, read> weight: array<Element4>; // [KH, KW, IC per group, OC/4]

override INPUT_HEIGHT: u32;
override INPUT_WIDTH: u32;
override INPUT_GROUPS: u32; // groups of four channels
override OUTPUT_HEIGHT: u32;
override OUTPUT_WIDTH: u32;
override OUTPUT_GROUPS: u32;
override INPUT_PER_GROUP: u32; // channels of one convolution group
override OUTPUT_PER_GROUP: u32;
override KERNEL_HEIGHT: u32;
override KERNEL_WIDTH: u32;
override STRIDE_Y: u32;
override STRIDE_X: u32;
override PADDING_TOP: u32;
override PADDING_LEFT: u32;
override DILATION_Y: u32;
override DILATION_X: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let group = index % OUTPUT_GROUPS;
  let column = index / OUTPUT_GROUPS % OUTPUT_WIDTH;
  let row = index / (OUTPUT_GROUPS * OUTPUT_WIDTH) % OUTPUT_HEIGHT;
  let image = index / (OUTPUT_GROUPS * OUTPUT_WIDTH * OUTPUT_HEIGHT);

  let depth = (INPUT_PER_GROUP + 3u) / 4u * 4u;
  let first = (group * 4u + vec4u(0u, 1u, 2u, 3u)) / OUTPUT_PER_GROUP * INPUT_PER_GROUP;
  var sum = vec4f(0.0);
  for (var ky = 0u; ky < KERNEL_HEIGHT; ky++) {
    let reachY = row + PADDING_TOP - ky * DILATION_Y; // wraps below 0, and is then past the input
    let y = reachY / STRIDE_Y;
    if (reachY % STRIDE_Y != 0u || y >= INPUT_HEIGHT) { continue; }
    for (var kx = 0u; kx < KERNEL_WIDTH; kx++) {
      let reachX = column + PADDING_LEFT - kx * DILATION_X;
      let x = reachX / STRIDE_X;
      if (reachX % STRIDE_X != 0u || x >= INPUT_WIDTH) { continue; }
      let at = ((image * INPUT_HEIGHT + y) * INPUT_WIDTH + x) * INPUT_GROUPS;
      let tap = (ky * KERNEL_WIDTH + kx) * depth * OUTPUT_GROUPS + group;
      for (var c = 0u; c < INPUT_PER_GROUP; c++) {
        let channel = min(first + c, vec4u(INPUT_GROUPS * 4u - 1u)); // lanes past the last channel read in bounds
        sum += vec4f(weight[tap + c * OUTPUT_GROUPS]) * vec4f(
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
