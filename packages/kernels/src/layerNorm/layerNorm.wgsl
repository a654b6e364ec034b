// Layer normalisation (torch.nn.functional.layer_norm): each row along the last axes by its own mean and variance.
// TEAM invocations compute one row, in two passes over it: mean and variance, then every value. Where channels are not among the axes, a
// row is four channels' at once.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, ...spatial, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // as output
@group(0) @binding(2) var<storage, read> scaleShift: array<vec4f>; // [weight STEPS][bias STEPS], always f32

override GROUPS: u32; // groups of four channels
override CHANNELS_REDUCED: u32; // 1: channels are among the axes, and so is everything but the batch
override IMAGE_VECTORS: u32; // vec4 of one image
override STEPS: u32; // vec4 of a row
override STEP_STRIDE: u32; // from one to the next, in vec4
override COUNT: f32; // values that are normalised together
override KEPT_SIZE: u32; // rows that lie KEPT_STRIDE apart, in vec4; such runs lie KEPT_OUTER_STRIDE apart
override KEPT_STRIDE: u32;
override KEPT_OUTER_STRIDE: u32;
override EPS: f32;
override TEAM: u32; // 1 to 64, a power of two

var<workgroup> partial: array<vec4f, WORKGROUP_SIZE>;

// The sum of what each invocation of a team brings; teams are TEAM invocations WORKGROUP_SIZE / TEAM apart.
fn teamSum(value: vec4f, local: u32) -> vec4f {
  let teams = WORKGROUP_SIZE / TEAM;
  partial[local] = value;
  workgroupBarrier();
  for (var half = TEAM / 2u; half > 0u; half /= 2u) {
    if (local < half * teams) { partial[local] += partial[local + half * teams]; }
    workgroupBarrier();
  }
  let sum = partial[local % teams];
  workgroupBarrier();
  if (CHANNELS_REDUCED == 0u) { return sum; }
  return vec4f(dot(sum, vec4f(1.0)));
}

// Which lanes of a row's vec4 number `at` count: those of padding do not where channels are among the axes.
fn countedLanes(at: u32) -> vec4<bool> {
  if (CHANNELS_REDUCED == 0u) { return vec4<bool>(true); }
  return realLanes(at % GROUPS, sizes.CHANNELS);
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
  let position = row % rows / lines;
  let start = row / rows * IMAGE_VECTORS + position / KEPT_SIZE * KEPT_OUTER_STRIDE + position % KEPT_SIZE * KEPT_STRIDE + row % lines;
  let end = select(0u, STEPS, start < arrayLength(&output)); // surplus teams only keep the others company

  // Each lane by the distances from a value of its own row, so that nothing is lost where the mean is large (Chan et al., 1983).
  let nearest = min(member, STEPS - 1u);
  var first = vec4f(input[start + nearest * STEP_STRIDE]);
  first = select(vec4f(first.x), first, countedLanes(nearest));
  var count = vec4f(0.0); // values of each lane
  var sum = vec4f(0.0);
  var squares = vec4f(0.0);
  for (var at = member; at < end; at += TEAM) {
    let counted = countedLanes(at);
    let distance = select(vec4f(0.0), vec4f(input[start + at * STEP_STRIDE]) - first, counted);
    count += select(vec4f(0.0), vec4f(1.0), counted);
    sum += distance;
    squares += distance * distance;
  }
  let ownMean = sum / max(count, vec4f(1.0));
  let mean = teamSum(count * (first + ownMean), local) / COUNT;
  let apart = first + ownMean - mean;
  let variance = teamSum(squares - sum * ownMean + count * apart * apart, local) / COUNT;
  let factor = 1.0 / sqrt(variance + EPS);

  for (var at = member; at < end; at += TEAM) {
    let place = start + at * STEP_STRIDE;
    let normal = (vec4f(input[place]) - mean) * factor;
    output[place] = finish(normal * scaleShift[at] + scaleShift[STEPS + at], place, place % GROUPS);
  }
}
