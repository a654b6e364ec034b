// Transposed convolution by phases (torch.nn.functional.conv_transpose2d): columns that are congruent modulo the
// stride use the same taps, so each output visits only the taps that reach it.
// One invocation computes four columns of one phase in one row, for one group of four output channels.

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
  let quads = ((OUTPUT_WIDTH + STRIDE_X - 1u) / STRIDE_X + 3u) / 4u;
  let group = index % OUTPUT_GROUPS;
  let quad = index / OUTPUT_GROUPS % quads;
  let phase = index / (OUTPUT_GROUPS * quads) % STRIDE_X;
  let row = index / (OUTPUT_GROUPS * quads * STRIDE_X) % OUTPUT_HEIGHT;
  let image = index / (OUTPUT_GROUPS * quads * STRIDE_X * OUTPUT_HEIGHT);
  let column = phase + STRIDE_X * 4u * quad;
  if (image * OUTPUT_HEIGHT * OUTPUT_WIDTH * OUTPUT_GROUPS >= arrayLength(&output) || column >= OUTPUT_WIDTH) { return; }

  let depth = (INPUT_PER_GROUP + 3u) / 4u;
  let firstInput = group * 4u / OUTPUT_PER_GROUP * depth;
  let top = row + PADDING_TOP;
  let left = column + PADDING_LEFT;
  let firstX = firstTap(left, STRIDE_X, DILATION_X, STEP_X, KERNEL_WIDTH);
  var sum0 = vec4f(0.0);
  var sum1 = vec4f(0.0);
  var sum2 = vec4f(0.0);
  var sum3 = vec4f(0.0);
  for (var ky = firstTap(top, STRIDE_Y, DILATION_Y, STEP_Y, KERNEL_HEIGHT); ky < KERNEL_HEIGHT; ky += STEP_Y) {
    if (ky * DILATION_Y > top) { break; }
    let y = (top - ky * DILATION_Y) / STRIDE_Y;
    if (y >= INPUT_HEIGHT) { continue; }
    for (var kx = firstX; kx < KERNEL_WIDTH; kx += STEP_X) {
      // Signed, since the first columns may lie left of the input while the last ones do not.
      let start = (i32(left) - i32(kx * DILATION_X)) / i32(STRIDE_X);
      let x = bitcast<vec4u>(vec4i(start, start + 1, start + 2, start + 3));
      let inside = x < vec4u(INPUT_WIDTH);
      if (!any(inside)) { continue; }
      let keep = select(vec4f(0.0), vec4f(1.0), inside);
      let at = ((image * INPUT_HEIGHT + y) * INPUT_WIDTH + select(vec4u(0u), x, inside)) * INPUT_GROUPS + firstInput;
      let tap = (ky * KERNEL_WIDTH + kx) * depth * 4u * OUTPUT_GROUPS + group;
      for (var c = 0u; c < depth; c++) {
        let w = mat4x4f(
          vec4f(weight[tap + c * 4u * OUTPUT_GROUPS]),
          vec4f(weight[tap + (c * 4u + 1u) * OUTPUT_GROUPS]),
          vec4f(weight[tap + (c * 4u + 2u) * OUTPUT_GROUPS]),
          vec4f(weight[tap + (c * 4u + 3u) * OUTPUT_GROUPS]),
        );
        sum0 += w * (vec4f(input[at.x + c]) * keep.x);
        sum1 += w * (vec4f(input[at.y + c]) * keep.y);
        sum2 += w * (vec4f(input[at.z + c]) * keep.z);
        sum3 += w * (vec4f(input[at.w + c]) * keep.w);
      }
    }
  }

  let place = ((image * OUTPUT_HEIGHT + row) * OUTPUT_WIDTH + column) * OUTPUT_GROUPS + group;
  let next = STRIDE_X * OUTPUT_GROUPS;
  output[place] = finish(sum0, place, group);
  if (column + STRIDE_X < OUTPUT_WIDTH) { output[place + next] = finish(sum1, place + next, group); }
  if (column + 2u * STRIDE_X < OUTPUT_WIDTH) { output[place + 2u * next] = finish(sum2, place + 2u * next, group); }
  if (column + 3u * STRIDE_X < OUTPUT_WIDTH) { output[place + 3u * next] = finish(sum3, place + 3u * next, group); }
}
