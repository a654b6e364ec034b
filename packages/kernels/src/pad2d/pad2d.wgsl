// A border around each plane (torch.nn.functional.pad): a constant, the mirrored inside, or the edge repeated.
// One invocation moves four channels of one position.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OH, OW, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IH, IW, C/4]

override CHANNELS: u32;
override INPUT_HEIGHT: u32;
override INPUT_WIDTH: u32;
override OUTPUT_HEIGHT: u32;
override OUTPUT_WIDTH: u32;
override PADDING_TOP: u32;
override PADDING_LEFT: u32;
override MODE: u32; // 0: VALUE, 1: reflect, 2: replicate
override VALUE: f32;

// Where an index beyond the edges reads from; `index` counts from the first sample of the input.
fn inside(index: i32, size: u32) -> u32 {
  let last = i32(size) - 1;
  if (MODE == 1u) { return u32(last - abs(last - abs(index))); }
  return u32(clamp(index, 0, last));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let groups = (CHANNELS + 3u) / 4u;
  let group = index % groups;
  let column = index / groups % OUTPUT_WIDTH - PADDING_LEFT; // wraps left of the input
  let row = index / (groups * OUTPUT_WIDTH) % OUTPUT_HEIGHT - PADDING_TOP;
  let image = index / (groups * OUTPUT_WIDTH * OUTPUT_HEIGHT);
  if (MODE == 0u && (row >= INPUT_HEIGHT || column >= INPUT_WIDTH)) {
    output[index] = Element4(select(vec4f(0.0), vec4f(VALUE), realLanes(group, CHANNELS)));
    return;
  }
  let y = inside(i32(row), INPUT_HEIGHT);
  let x = inside(i32(column), INPUT_WIDTH);
  output[index] = input[((image * INPUT_HEIGHT + y) * INPUT_WIDTH + x) * groups + group];
}
