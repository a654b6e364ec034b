// Softmax along one axis (torch.softmax): e^(x - largest), divided by the sum of these.
// TEAM invocations compute one row; where channels are not the axis, a row is four channels' at once.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, ...spatial, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // as output

override GROUPS: u32; // groups of four channels
override CHANNELS_REDUCED: u32; // 1: the axis is that of the channels
override IMAGE_VECTORS: u32; // vec4 of one image
override STEPS: u32; // vec4 of a row
override STEP_STRIDE: u32; // from one to the next, in vec4
override KEPT_SIZE: u32; // rows that lie KEPT_STRIDE apart, in vec4; such runs lie KEPT_OUTER_STRIDE apart
override KEPT_STRIDE: u32;
override KEPT_OUTER_STRIDE: u32;
override TEAM: u32; // 1 to 64, a power of two

const least = -3.4e38;

var<workgroup> partial: array<vec4f, WORKGROUP_SIZE>;

// The largest of what each invocation of a team brings, or the sum; teams are TEAM invocations WORKGROUP_SIZE / TEAM apart.
fn teamResult(value: vec4f, local: u32, isSum: bool) -> vec4f {
  let teams = WORKGROUP_SIZE / TEAM;
  partial[local] = value;
  workgroupBarrier();
  for (var half = TEAM / 2u; half > 0u; half /= 2u) {
    if (local < half * teams) {
      let other = partial[local + half * teams];
      partial[local] = select(max(partial[local], other), partial[local] + other, isSum);
    }
    workgroupBarrier();
  }
  let result = partial[local % teams];
  workgroupBarrier();
  return result;
}

fn acrossLanes(value: vec4f, isSum: bool) -> vec4f {
  if (CHANNELS_REDUCED == 0u) { return value; }
  let largest = max(max(value.x, value.y), max(value.z, value.w));
  return vec4f(select(largest, dot(value, vec4f(1.0)), isSum));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let teams = WORKGROUP_SIZE / TEAM;
  let row = invocationIndex(workgroupId, workgroupCount, 0u) / WORKGROUP_SIZE * teams + local % teams;
  let member = local / teams;
  let rows = IMAGE_VECTORS / STEPS; // of an image
  let lines = select(GROUPS, 1u, CHANNELS_REDUCED == 1u); // rows of one position
  let group = row % lines;
  let position = row % rows / lines;
  let start = row / rows * IMAGE_VECTORS + position / KEPT_SIZE * KEPT_OUTER_STRIDE + position % KEPT_SIZE * KEPT_STRIDE + group;
  let end = select(0u, STEPS, start < arrayLength(&output)); // surplus teams only keep the others company

  var largest = vec4f(least);
  for (var at = member; at < end; at += TEAM) {
    let real = realLanes(select(group, at % GROUPS, CHANNELS_REDUCED == 1u), sizes.CHANNELS);
    largest = max(largest, select(vec4f(least), vec4f(input[start + at * STEP_STRIDE]), real));
  }
  largest = acrossLanes(teamResult(largest, local, false), false);

  var sum = vec4f(0.0);
  for (var at = member; at < end; at += TEAM) {
    let real = realLanes(select(group, at % GROUPS, CHANNELS_REDUCED == 1u), sizes.CHANNELS);
    sum += select(vec4f(0.0), exp(vec4f(input[start + at * STEP_STRIDE]) - largest), real);
  }
  sum = acrossLanes(teamResult(sum, local, true), true);

  for (var at = member; at < end; at += TEAM) {
    let place = start + at * STEP_STRIDE;
    output[place] = finish(exp(vec4f(input[place]) - largest) / sum, place, place % GROUPS);
  }
}
