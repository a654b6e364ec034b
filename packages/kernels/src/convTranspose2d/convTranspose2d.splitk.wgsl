// Transposed convolution for few positions and many channels (torch.nn.functional.conv_transpose2d), by phases: a workgroup
// shares out the input channels.
// One workgroup computes four columns of one phase in one row for some groups of four output channels, one invocation a slice of
// the input channels for one of these groups; see slices.wgsl.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OH, OW, OC/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IH, IW, IC/4]
@group(0) @binding(2) var<storage, read> weight: array<Element4>; // [KH, KW, IC per group, OC/4]

override INPUT_HEIGHT: u32;
override INPUT_WIDTH: u32;
override INPUT_GROUPS: u32; // groups of four channels
override OUTPUT_HEIGHT: u32;
override OUTPUT_WIDTH: u32;
override OUTPUT_GROUPS: u32;
override KERNEL_HEIGHT: u32;
override KERNEL_WIDTH: u32;
override STRIDE_Y: u32;
override STRIDE_X: u32;
override PADDING_TOP: u32;
override PADDING_LEFT: u32;
override DILATION_Y: u32;
override DILATION_X: u32;
override STEP_Y: u32; // stride / gcd(stride, dilation)
override STEP_X: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, 0u) / WORKGROUP_SIZE;
  let groupTiles = (OUTPUT_GROUPS + sliceGroups() - 1u) / sliceGroups();
  let quads = ((OUTPUT_WIDTH + STRIDE_X - 1u) / STRIDE_X + 3u) / 4u;
  let firstGroup = index % groupTiles * sliceGroups();
  let quad = index / groupTiles % quads;
  let phase = index / (groupTiles * quads) % STRIDE_X;
  let row = index / (groupTiles * quads * STRIDE_X) % OUTPUT_HEIGHT;
  let image = index / (groupTiles * quads * STRIDE_X * OUTPUT_HEIGHT);
  let column = phase + STRIDE_X * 4u * quad;

  let group = firstGroup + local % sliceGroups();
  let slice = local / sliceGroups();
  let inputs = joinedInputs(min(group, OUTPUT_GROUPS - 1u), min(group + 1u, OUTPUT_GROUPS));
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
      let at = ((image * INPUT_HEIGHT + y) * INPUT_WIDTH + select(vec4u(0u), x, inside)) * INPUT_GROUPS;
      let tap = ky * KERNEL_WIDTH + kx;
      for (var c = inputs.x + slice; c < inputs.y; c += SLICES) {
        let w = mat4x4f(
          joinedWeight(tap, c * 4u, group),
          joinedWeight(tap, c * 4u + 1u, group),
          joinedWeight(tap, c * 4u + 2u, group),
          joinedWeight(tap, c * 4u + 3u, group),
        );
        sum0 += w * (vec4f(input[at.x + c]) * keep.x);
        sum1 += w * (vec4f(input[at.y + c]) * keep.y);
        sum2 += w * (vec4f(input[at.z + c]) * keep.z);
        sum3 += w * (vec4f(input[at.w + c]) * keep.w);
      }
    }
  }

  for (var result = 0u; result < 4u; result++) {
    let sum = sumSlices(array(sum0, sum1, sum2, sum3)[result], local);
    let x = column + result * STRIDE_X;
    let place = ((image * OUTPUT_HEIGHT + row) * OUTPUT_WIDTH + x) * OUTPUT_GROUPS + group;
    if (local < sliceGroups() && x < OUTPUT_WIDTH && group < OUTPUT_GROUPS && place < arrayLength(&output)) {
      output[place] = finish(sum, place, group);
    }
  }
}
