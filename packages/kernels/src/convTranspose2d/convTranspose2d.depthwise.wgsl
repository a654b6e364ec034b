// Depthwise transposed convolution (torch.nn.functional.conv_transpose2d with as many groups as channels): each channel by a filter
// of its own.
// One invocation computes one position, for one group of four channels.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OH, OW, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IH, IW, C/4]
@group(0) @binding(2) var<storage, read> weight: array<Element4>; // [KH, KW, 1 padded to 4, C/4]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let group = index % sizes.OUTPUT_GROUPS;
  let column = index / sizes.OUTPUT_GROUPS % sizes.OUTPUT_WIDTH;
  let row = index / (sizes.OUTPUT_GROUPS * sizes.OUTPUT_WIDTH) % sizes.OUTPUT_HEIGHT;
  let image = index / (sizes.OUTPUT_GROUPS * sizes.OUTPUT_WIDTH * sizes.OUTPUT_HEIGHT);

  var sum = vec4f(0.0);
  for (var ky = 0u; ky < sizes.KERNEL_HEIGHT; ky++) {
    let reachY = row + sizes.PADDING_TOP - ky * sizes.DILATION_Y; // wraps below 0, and is then past the input
    let y = reachY / sizes.STRIDE_Y;
    if (reachY % sizes.STRIDE_Y != 0u || y >= sizes.INPUT_HEIGHT) { continue; }
    for (var kx = 0u; kx < sizes.KERNEL_WIDTH; kx++) {
      let reachX = column + sizes.PADDING_LEFT - kx * sizes.DILATION_X;
      let x = reachX / sizes.STRIDE_X;
      if (reachX % sizes.STRIDE_X != 0u || x >= sizes.INPUT_WIDTH) { continue; }
      let w = vec4f(weight[(ky * sizes.KERNEL_WIDTH + kx) * 4u * sizes.OUTPUT_GROUPS + group]);
      sum += w * vec4f(input[((image * sizes.INPUT_HEIGHT + y) * sizes.INPUT_WIDTH + x) * sizes.OUTPUT_GROUPS + group]);
    }
  }
  output[index] = finish(sum, index, group);
}
