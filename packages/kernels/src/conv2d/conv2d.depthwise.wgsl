// Depthwise convolution (torch.nn.functional.conv2d with as many groups as channels): each channel by a filter of its own.
// One invocation computes four neighbouring columns of one row, for one group of four channels.

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
  let quads = (sizes.OUTPUT_WIDTH + 3u) / 4u;
  let group = index % sizes.OUTPUT_GROUPS;
  let column = index / sizes.OUTPUT_GROUPS % quads * 4u;
  let row = index / (sizes.OUTPUT_GROUPS * quads) % sizes.OUTPUT_HEIGHT;
  let image = index / (sizes.OUTPUT_GROUPS * quads * sizes.OUTPUT_HEIGHT);
  if (image * sizes.OUTPUT_HEIGHT * sizes.OUTPUT_WIDTH * sizes.OUTPUT_GROUPS >= arrayLength(&output)) { return; }

  var sums: array<vec4f, 4>;
  for (var ky = 0u; ky < sizes.KERNEL_HEIGHT; ky++) {
    let y = row * sizes.STRIDE_Y + ky * sizes.DILATION_Y - sizes.PADDING_TOP; // wraps below 0, so one comparison checks both ends
    if (y >= sizes.INPUT_HEIGHT) { continue; }
    for (var kx = 0u; kx < sizes.KERNEL_WIDTH; kx++) {
      let w = vec4f(weight[(ky * sizes.KERNEL_WIDTH + kx) * 4u * sizes.OUTPUT_GROUPS + group]);
      for (var at = 0u; at < 4u; at++) {
        let x = (column + at) * sizes.STRIDE_X + kx * sizes.DILATION_X - sizes.PADDING_LEFT;
        if (x >= sizes.INPUT_WIDTH) { continue; }
        sums[at] += w * vec4f(input[((image * sizes.INPUT_HEIGHT + y) * sizes.INPUT_WIDTH + x) * sizes.OUTPUT_GROUPS + group]);
      }
    }
  }

  for (var at = 0u; at < min(4u, sizes.OUTPUT_WIDTH - column); at++) {
    let place = ((image * sizes.OUTPUT_HEIGHT + row) * sizes.OUTPUT_WIDTH + column + at) * sizes.OUTPUT_GROUPS + group;
    output[place] = finish(sums[at], place, group);
  }
}
