// Resampling to another size (torch.nn.functional.interpolate): nearest or bilinear, by whole-number arithmetic.
// One invocation computes four channels of one position. Its source is (index * MULTIPLIER + SHIFT) / DIVISOR.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OH, OW, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IH, IW, C/4]

override GROUPS: u32; // groups of four channels
override INPUT_HEIGHT: u32;
override INPUT_WIDTH: u32;
override OUTPUT_HEIGHT: u32;
override OUTPUT_WIDTH: u32;
override INTERPOLATE: u32; // 0: the sample at or before the source, 1: bilinear
override MULTIPLIER_Y: i32;
override MULTIPLIER_X: i32;
override SHIFT_Y: i32;
override SHIFT_X: i32;
override DIVISOR_Y: i32; // at least 1
override DIVISOR_X: i32;

fn sample(image: u32, y: u32, x: u32, group: u32) -> vec4f {
  return vec4f(input[((image * INPUT_HEIGHT + y) * INPUT_WIDTH + x) * GROUPS + group]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let group = index % GROUPS;
  let column = index / GROUPS % OUTPUT_WIDTH;
  let row = index / (GROUPS * OUTPUT_WIDTH) % OUTPUT_HEIGHT;
  let image = index / (GROUPS * OUTPUT_WIDTH * OUTPUT_HEIGHT);

  let sourceY = max(i32(row) * MULTIPLIER_Y + SHIFT_Y, 0);
  let sourceX = max(i32(column) * MULTIPLIER_X + SHIFT_X, 0);
  let top = min(u32(sourceY / DIVISOR_Y), INPUT_HEIGHT - 1u);
  let left = min(u32(sourceX / DIVISOR_X), INPUT_WIDTH - 1u);
  if (INTERPOLATE == 0u) {
    output[index] = input[((image * INPUT_HEIGHT + top) * INPUT_WIDTH + left) * GROUPS + group];
    return;
  }
  let bottom = min(top + 1u, INPUT_HEIGHT - 1u);
  let right = min(left + 1u, INPUT_WIDTH - 1u);
  let down = f32(sourceY % DIVISOR_Y) / f32(DIVISOR_Y);
  let across = f32(sourceX % DIVISOR_X) / f32(DIVISOR_X);
  let upper = mix(sample(image, top, left, group), sample(image, top, right, group), across);
  let lower = mix(sample(image, bottom, left, group), sample(image, bottom, right, group), across);
  output[index] = Element4(mix(upper, lower, down));
}
