// Depthwise transposed convolution (torch.nn.functional.conv_transpose2d with as many groups as channels): each channel by a filter
// of its own.
// One invocation computes one position, for one group of four channels.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OH, OW, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IH, IW, C/4]
@group(0) @binding(2) var<storage, read> weight: array<Element4>; // [KH, KW, 1 padded to 4, C/4]

override INPUT_HEIGHT: u32;
override INPUT_WIDTH: u32;
override OUTPUT_HEIGHT: u32;
override OUTPUT_WIDTH: u32;
override OUTPUT_GROUPS: u32; // groups of four channels, of the input as well
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

  var sum = vec4f(0.0);
  for (var ky = 0u; ky < KERNEL_HEIGHT; ky++) {
    let reachY = row + PADDING_TOP - ky * DILATION_Y; // wraps below 0, and is then past the input
    let y = reachY / STRIDE_Y;
    if (reachY % STRIDE_Y != 0u || y >= INPUT_HEIGHT) { continue; }
    for (var kx = 0u; kx < KERNEL_WIDTH; kx++) {
      let reachX = column + PADDING_LEFT - kx * DILATION_X;
      let x = reachX / STRIDE_X;
      if (reachX % STRIDE_X != 0u || x >= INPUT_WIDTH) { continue; }
      let w = vec4f(weight[(ky * KERNEL_WIDTH + kx) * 4u * OUTPUT_GROUPS + group]);
      sum += w * vec4f(input[((image * INPUT_HEIGHT + y) * INPUT_WIDTH + x) * OUTPUT_GROUPS + group]);
    }
  }
  output[index] = finish(sum, index, group);
}
