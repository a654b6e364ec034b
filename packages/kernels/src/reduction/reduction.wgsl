// The mean, sum, largest or smallest value over some axes (torch.mean, sum, amax, amin).
// TEAM invocations compute one vec4 of the output: four channels at once, or, where the axis of channels is reduced,
// one result in each lane.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, ...kept spatial, CHANNELS/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IMAGE_VECTORS]

override KIND: u32; // 0: sum, 1: largest, 2: smallest
override DIVISOR: f32; // of the sum
override GROUPS: u32; // groups of four channels of the input
override LANES: u32; // its channels
override CHANNELS_REDUCED: u32; // 1: axis 1 is reduced
override IMAGE_VECTORS: u32; // vec4 of one input image
override ROWS: u32; // positions of the output
override STEPS: u32; // vec4 that are reduced for one result
override INNER_SIZE: u32; // they lie INNER_STRIDE apart, and such runs OUTER_STRIDE, in vec4
override INNER_STRIDE: u32;
override OUTER_STRIDE: u32;
override KEPT_SIZE: u32; // positions lie KEPT_STRIDE apart, and such runs KEPT_OUTER_STRIDE
override KEPT_STRIDE: u32;
override KEPT_OUTER_STRIDE: u32;
override LANE_STRIDE: u32; // from one channel of the output to the next, where axis 1 is reduced
override TEAM: u32; // 1 to 64, a power of two

const most = 3.4e38;

var<workgroup> partial: array<vec4f, WORKGROUP_SIZE>;

fn neutral() -> vec4f {
  switch KIND {
    case 1u: { return vec4f(-most); }
    case 2u: { return vec4f(most); }
    default: { return vec4f(0.0); }
  }
}

fn combine(a: vec4f, b: vec4f) -> vec4f {
  switch KIND {
    case 1u: { return max(a, b); }
    case 2u: { return min(a, b); }
    default: { return a + b; }
  }
}

// What one invocation finds along a row, in each lane.
fn alongRow(start: u32, member: u32) -> vec4f {
  let width = select(1u, GROUPS, CHANNELS_REDUCED == 1u);
  var result = neutral();
  for (var at = member; at < STEPS; at += TEAM) {
    let line = at / width;
    let group = at % width;
    let place = start + line / INNER_SIZE * OUTER_STRIDE + line % INNER_SIZE * INNER_STRIDE + group;
    var value = vec4f(input[place]);
    if (CHANNELS_REDUCED == 1u) { value = select(neutral(), value, realLanes(group, LANES)); }
    result = combine(result, value);
  }
  return result;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let teams = WORKGROUP_SIZE / TEAM;
  let index = invocationIndex(workgroupId, workgroupCount, 0u) / WORKGROUP_SIZE * teams + local % teams;
  let member = local / teams;
  let groups = (sizes.CHANNELS + 3u) / 4u;
  let group = index % groups;
  let row = index / groups % ROWS;
  let start = index / (groups * ROWS) * IMAGE_VECTORS + row / KEPT_SIZE * KEPT_OUTER_STRIDE + row % KEPT_SIZE * KEPT_STRIDE;
  let isReal = index < arrayLength(&output); // surplus teams only keep the others company

  var result = neutral();
  if (isReal && CHANNELS_REDUCED == 0u) { result = alongRow(start + group, member); }
  if (isReal && CHANNELS_REDUCED == 1u) {
    for (var lane = 0u; lane < min(4u, sizes.CHANNELS - group * 4u); lane++) {
      let found = alongRow(start + (group * 4u + lane) * LANE_STRIDE, member);
      let pairs = combine(found, found.yxwz);
      result[lane] = combine(pairs, pairs.zwxy).x;
    }
  }
  partial[local] = result;
  workgroupBarrier();
  for (var half = TEAM / 2u; half > 0u; half /= 2u) {
    if (local < half * teams) { partial[local] = combine(partial[local], partial[local + half * teams]); }
    workgroupBarrier();
  }
  result = partial[local];
  if (DIVISOR != 1.0) { result /= DIVISOR; }
  if (isReal && member == 0u) { output[index] = finish(result, index, group); }
}
