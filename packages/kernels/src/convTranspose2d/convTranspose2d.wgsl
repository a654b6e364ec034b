// Transposed convolution by phases (torch.nn.functional.conv_transpose2d): columns that are congruent modulo the
// stride use the same taps, so each output visits only the taps that reach it.
// One invocation computes four columns of one phase in one row, for one group of four output channels.

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
  let strideX = sizes.STRIDE_X;
  let quads = ((width + strideX - 1u) / strideX + 3u) / 4u;
  let group = index % groups;
  let quad = index / groups % quads;
  let phase = index / (groups * quads) % strideX;
  let row = index / (groups * quads * strideX) % height;
  let image = index / (groups * quads * strideX * height);
  let column = phase + strideX * 4u * quad;
  if (image * height * width * groups >= arrayLength(&output) || column >= width) { return; }

  let depth = (sizes.INPUT_PER_GROUP + 3u) / 4u;
  let firstInput = group * 4u / sizes.OUTPUT_PER_GROUP * depth;
  let top = row + sizes.PADDING_TOP;
  let left = column + sizes.PADDING_LEFT;
  let firstX = firstTap(left, strideX, sizes.DILATION_X, sizes.STEP_X, sizes.KERNEL_WIDTH);
  var sum0 = vec4f(0.0);
  var sum1 = vec4f(0.0);
  var sum2 = vec4f(0.0);
  var sum3 = vec4f(0.0);
  for (var ky = firstTap(top, sizes.STRIDE_Y, sizes.DILATION_Y, sizes.STEP_Y, sizes.KERNEL_HEIGHT); ky < sizes.KERNEL_HEIGHT; ky += sizes.STEP_Y) {
    if (ky * sizes.DILATION_Y > top) { break; }
    let y = (top - ky * sizes.DILATION_Y) / sizes.STRIDE_Y;
    if (y >= sizes.INPUT_HEIGHT) { continue; }
    for (var kx = firstX; kx < sizes.KERNEL_WIDTH; kx += sizes.STEP_X) {
      // Signed, since the first columns may lie left of the input while the last ones do not.
      let start = (i32(left) - i32(kx * sizes.DILATION_X)) / i32(strideX);
      let x = bitcast<vec4u>(vec4i(start, start + 1, start + 2, start + 3));
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
  let next = strideX * groups;
  output[place] = finish(sum0, place, group);
  if (column + strideX < width) { output[place + next] = finish(sum1, place + next, group); }
  if (column + 2u * strideX < width) { output[place + 2u * next] = finish(sum2, place + 2u * next, group); }
  if (column + 3u * strideX < width) { output[place + 3u * next] = finish(sum3, place + 3u * next, group); }
}
