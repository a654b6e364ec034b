// Convolution, each output read from the input taps under it (torch.nn.functional.conv2d).
// One invocation computes four neighbouring columns of one row, for one group of four output channels.

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
  let groups = sizes.OUTPUT_GROUPS;
  let width = sizes.OUTPUT_WIDTH;
  let height = sizes.OUTPUT_HEIGHT;
  let quads = (width + 3u) / 4u;
  let group = index % groups;
  let column = index / groups % quads * 4u;
  let row = index / (groups * quads) % height;
  let image = index / (groups * quads * height);
  if (image * height * width * groups >= arrayLength(&output)) { return; }

  let depth = (sizes.INPUT_PER_GROUP + 3u) / 4u;
  let firstInput = group * 4u / sizes.OUTPUT_PER_GROUP * depth;
  var sum0 = vec4f(0.0);
  var sum1 = vec4f(0.0);
  var sum2 = vec4f(0.0);
  var sum3 = vec4f(0.0);
  for (var ky = 0u; ky < sizes.KERNEL_HEIGHT; ky++) {
    let y = row * sizes.STRIDE_Y + ky * sizes.DILATION_Y - sizes.PADDING_TOP; // wraps below 0, so one comparison checks both ends
    if (y >= sizes.INPUT_HEIGHT) { continue; }
    for (var kx = 0u; kx < sizes.KERNEL_WIDTH; kx++) {
      let x = vec4u(column, column + 1u, column + 2u, column + 3u) * sizes.STRIDE_X + kx * sizes.DILATION_X - sizes.PADDING_LEFT;
      let inside = x < vec4u(sizes.INPUT_WIDTH);
      if (!any(inside)) { continue; }
      let keep = select(vec4f(0.0), vec4f(1.0), inside);
      let at = ((image * sizes.INPUT_HEIGHT + y) * sizes.INPUT_WIDTH + select(vec4u(0u), x, inside)) * sizes.INPUT_GROUPS + firstInput;
      let tap = (ky * sizes.KERNEL_WIDTH + kx) * depth * 4u * groups + group;
      for (var c = 0u; c < depth; c++) {
        let w = mat4x4f(
          vec4f(weight[tap + c * 4u * groups]),
          vec4f(weight[tap + (c * 4u + 1u) * groups]),
          vec4f(weight[tap + (c * 4u + 2u) * groups]),
          vec4f(weight[tap + (c * 4u + 3u) * groups]),
        );
        sum0 += w * (vec4f(input[at.x + c]) * keep.x);
        sum1 += w * (vec4f(input[at.y + c]) * keep.y);
        sum2 += w * (vec4f(input[at.z + c]) * keep.z);
        sum3 += w * (vec4f(input[at.w + c]) * keep.w);
      }
    }
  }

  let place = ((image * height + row) * width + column) * groups + group;
  output[place] = finish(sum0, place, group);
  if (column + 1u < width) { output[place + groups] = finish(sum1, place + groups, group); }
  if (column + 2u < width) { output[place + 2u * groups] = finish(sum2, place + 2u * groups, group); }
  if (column + 3u < width) { output[place + 3u * groups] = finish(sum3, place + 3u * groups, group); }
}
