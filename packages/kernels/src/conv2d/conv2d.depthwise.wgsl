// Depthwise convolution (torch.nn.functional.conv2d with as many groups as channels): each channel by a filter of its own.
// One invocation computes four neighbouring columns of one row, for one group of four channels.

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
  let quads = (OUTPUT_WIDTH + 3u) / 4u;
  let group = index % OUTPUT_GROUPS;
  let column = index / OUTPUT_GROUPS % quads * 4u;
  let row = index / (OUTPUT_GROUPS * quads) % OUTPUT_HEIGHT;
  let image = index / (OUTPUT_GROUPS * quads * OUTPUT_HEIGHT);
  if (image * OUTPUT_HEIGHT * OUTPUT_WIDTH * OUTPUT_GROUPS >= arrayLength(&output)) { return; }

  var sums: array<vec4f, 4>;
  for (var ky = 0u; ky < KERNEL_HEIGHT; ky++) {
    let y = row * STRIDE_Y + ky * DILATION_Y - PADDING_TOP; // wraps below 0, so one comparison checks both ends
    if (y >= INPUT_HEIGHT) { continue; }
    for (var kx = 0u; kx < KERNEL_WIDTH; kx++) {
      let w = vec4f(weight[(ky * KERNEL_WIDTH + kx) * 4u * OUTPUT_GROUPS + group]);
      for (var at = 0u; at < 4u; at++) {
        let x = (column + at) * STRIDE_X + kx * DILATION_X - PADDING_LEFT;
        if (x >= INPUT_WIDTH) { continue; }
        sums[at] += w * vec4f(input[((image * INPUT_HEIGHT + y) * INPUT_WIDTH + x) * OUTPUT_GROUPS + group]);
      }
    }
  }

  for (var at = 0u; at < min(4u, OUTPUT_WIDTH - column); at++) {
    let place = ((image * OUTPUT_HEIGHT + row) * OUTPUT_WIDTH + column + at) * OUTPUT_GROUPS + group;
    output[place] = finish(sums[at], place, group);
  }
}
