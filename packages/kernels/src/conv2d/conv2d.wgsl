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
  let quads = (sizes.OUTPUT_WIDTH + 3u) / 4u;
  let group = index % sizes.OUTPUT_GROUPS;
  let column = index / sizes.OUTPUT_GROUPS % quads * 4u;
  let row = index / (sizes.OUTPUT_GROUPS * quads) % sizes.OUTPUT_HEIGHT;
  let image = index / (sizes.OUTPUT_GROUPS * quads * sizes.OUTPUT_HEIGHT);
  if (image * sizes.OUTPUT_HEIGHT * sizes.OUTPUT_WIDTH * sizes.OUTPUT_GROUPS >= arrayLength(&output)) { return; }

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
      let tap = (ky * sizes.KERNEL_WIDTH + kx) * depth * 4u * sizes.OUTPUT_GROUPS + group;
      for (var c = 0u; c < depth; c++) {
        let w = mat4x4f(
          vec4f(weight[tap + c * 4u * sizes.OUTPUT_GROUPS]),
          vec4f(weight[tap + (c * 4u + 1u) * sizes.OUTPUT_GROUPS]),
          vec4f(weight[tap + (c * 4u + 2u) * sizes.OUTPUT_GROUPS]),
          vec4f(weight[tap + (c * 4u + 3u) * sizes.OUTPUT_GROUPS]),
        );
        sum0 += w * (vec4f(input[at.x + c]) * keep.x);
        sum1 += w * (vec4f(input[at.y + c]) * keep.y);
        sum2 += w * (vec4f(input[at.z + c]) * keep.z);
        sum3 += w * (vec4f(input[at.w + c]) * keep.w);
      }
    }
  }

  let place = ((image * sizes.OUTPUT_HEIGHT + row) * sizes.OUTPUT_WIDTH + column) * sizes.OUTPUT_GROUPS + group;
  output[place] = finish(sum0, place, group);
  if (column + 1u < sizes.OUTPUT_WIDTH) { output[place + sizes.OUTPUT_GROUPS] = finish(sum1, place + sizes.OUTPUT_GROUPS, group); }
  if (column + 2u < sizes.OUTPUT_WIDTH) { output[place + 2u * sizes.OUTPUT_GROUPS] = finish(sum2, place + 2u * sizes.OUTPUT_GROUPS, group); }
  if (column + 3u < sizes.OUTPUT_WIDTH) { output[place + 3u * sizes.OUTPUT_GROUPS] = finish(sum3, place + 3u * sizes.OUTPUT_GROUPS, group); }
}
