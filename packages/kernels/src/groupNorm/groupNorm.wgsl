// Group normalisation (torch.nn.functional.group_norm): each group of channels of each image by its own mean and variance.
// One workgroup computes as few groups of one image as fill whole vec4, in two passes over them: means and variances, then every
// position. "Group" alone is four channels, as everywhere; what is normalised together is a set here.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, ...spatial, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // as output
@group(0) @binding(2) var<storage, read> scaleShift: array<vec4f>; // [weight C/4][bias C/4], always f32

override GROUPS: u32; // groups of four channels
override POSITIONS: u32; // product of the spatial sizes
override SET_CHANNELS: u32; // channels that are normalised together
override SETS: u32; // 1, 2 or 4: sets of a workgroup
override EPS: f32;

alias Addend = f32; // of workgroupSum

// Where a set lies: its image, its first channel, the group which has that, and how many groups it touches.
struct Places {
  start: u32,
  channel: u32,
  group: u32,
  span: u32,
}

// One vec4 of a set, and which of its lanes are of the set; none behind the end.
struct Part {
  values: vec4f,
  inside: vec4<bool>,
}

fn partAt(at: u32, places: Places) -> Part {
  let mine = min(at, POSITIONS * places.span - 1u);
  let group = places.group + mine % places.span;
  let channels = vec4u(group * 4u) + vec4u(0u, 1u, 2u, 3u);
  let inside = (channels >= vec4u(places.channel)) & (channels < vec4u(places.channel + SET_CHANNELS)) & vec4<bool>(mine == at);
  return Part(vec4f(input[places.start + mine / places.span * GROUPS + group]), inside);
}

// Mean and variance of a set, to all invocations. Each lane sums the distances from a value of its own, so that nothing is lost where
// the mean is large (Chan et al., 1983); two loads at a time are under way.
fn momentsOf(places: Places, count: f32, local: u32) -> vec2f {
  let first = partAt(local, places);
  let taken = select(vec4f(0.0), vec4f(1.0), first.inside);
  let shift = select(vec4f(dot(first.values, taken) / max(dot(taken, vec4f(1.0)), 1.0)), first.values, first.inside);
  var own = vec4f(0.0); // values of each lane
  var sum = vec4f(0.0);
  var squares = vec4f(0.0);
  for (var at = local; at < POSITIONS * places.span; at += 2u * WORKGROUP_SIZE) {
    let a = partAt(at, places);
    let b = partAt(at + WORKGROUP_SIZE, places);
    let da = select(vec4f(0.0), a.values - shift, a.inside);
    let db = select(vec4f(0.0), b.values - shift, b.inside);
    own += select(vec4f(0.0), vec4f(1.0), a.inside) + select(vec4f(0.0), vec4f(1.0), b.inside);
    sum += da + db;
    squares += da * da + db * db;
  }
  let ownMean = sum / max(own, vec4f(1.0));
  let mean = workgroupSum(dot(own, shift + ownMean), local) / count;
  let apart = shift + ownMean - mean;
  return vec2f(mean, workgroupSum(dot(squares - sum * ownMean + own * apart * apart, vec4f(1.0)), local) / count);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let task = invocationIndex(workgroupId, workgroupCount, 0u) / WORKGROUP_SIZE;
  let width = SETS * SET_CHANNELS / 4u; // groups of a workgroup
  let blocks = (GROUPS + width - 1u) / width;
  let start = task / blocks * POSITIONS * GROUPS;
  if (start >= arrayLength(&output)) { return; }
  let firstGroup = task % blocks * width;

  let count = f32(POSITIONS) * f32(SET_CHANNELS);
  var means = vec4f(0.0);
  var factors = vec4f(0.0);
  for (var which = 0u; which < SETS; which++) {
    let first = firstGroup * 4u + which * SET_CHANNELS;
    if (first >= sizes.CHANNELS) { break; }
    // The same span for each set where there is one, so that what divides by it is a constant.
    let span = select((first + SET_CHANNELS + 3u) / 4u - first / 4u, SET_CHANNELS / 4u, SETS == 1u);
    let places = Places(start, first, first / 4u, span);
    let moments = momentsOf(places, count, local);
    means[which] = moments.x;
    factors[which] = 1.0 / sqrt(moments.y + EPS);
  }

  let columns = min(width, GROUPS - firstGroup);
  for (var at = local; at < POSITIONS * columns; at += WORKGROUP_SIZE) {
    let column = at % columns;
    let group = firstGroup + column;
    let place = start + at / columns * GROUPS + group;
    var mean = vec4f(means.x);
    var factor = vec4f(factors.x);
    if (SETS > 1u) {
      let which = (vec4u(column * 4u) + vec4u(0u, 1u, 2u, 3u)) / SET_CHANNELS;
      mean = vec4f(means[which.x], means[which.y], means[which.z], means[which.w]);
      factor = vec4f(factors[which.x], factors[which.y], factors[which.z], factors[which.w]);
    }
    let normal = (vec4f(input[place]) - mean) * factor;
    output[place] = finish(normal * scaleShift[group] + scaleShift[GROUPS + group], place, group);
  }
}
