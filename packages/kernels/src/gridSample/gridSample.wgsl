// An image sampled at places that a second operand names (torch.nn.functional.grid_sample): bilinear, nearest or bicubic.
// One invocation computes EACH groups of four channels of one position.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OH, OW, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IH, IW, C/4]
@group(0) @binding(2) var<storage, read> grid: array<Element>; // x and y from -1 to 1: [N, OW, 2, OH], OH padded to four, or [N, OH, OW, 2], 2 padded to four

override GROUPS: u32; // groups of four channels
override ONE_CHANNEL: u32; // 1: there is but one
override EACH: u32; // divides them
override INPUT_HEIGHT: u32;
override INPUT_WIDTH: u32;
override OUTPUT_HEIGHT: u32;
override OUTPUT_WIDTH: u32;
override GRID_AXIS: u32; // from x to y, in values, as are the strides of the output's axes
override GRID_COLUMN: u32;
override GRID_ROW: u32;
override GRID_IMAGE: u32;
override MODE: u32; // 0: bilinear, 1: nearest, the sample next to the place, 2: bicubic
override PADDING: u32; // 0: zeros, 1: border, 2: reflection
override ALIGN_CORNERS: u32; // 0: -1 and 1 are the outer edges of the outer samples, 1: their centres

// The samples around a place along one axis, and how much each counts: one if nearest, two if bilinear, else four.
struct Taps {
  samples: vec4u,
  shares: vec4f,
}

// A place in samples from the first; not a number is -1, and beyond a million all is one.
fn placeOf(value: f32, size: u32) -> f32 {
  let isNumber = (bitcast<u32>(value) & 0x7fffffffu) <= 0x7f800000u;
  var bounded = clamp(select(-1.0, value, isNumber), -1e6, 1e6);
  // Edges are -1 and 1, wherever corners are.
  if (PADDING == 2u) { bounded = 1.0 - abs(bounded - 1.0 - 4.0 * floor((bounded + 1.0) * 0.25)); }
  let last = f32(size - 1u);
  let place = (bounded * f32(size - ALIGN_CORNERS) + last) * 0.5;
  let margin = select(select(0.0, 1.0, PADDING == 0u), 2.0, MODE == 2u);
  return clamp(place, -margin, last + margin);
}

// Keys' cubic convolution (1981) with a = -0.75; padding is of each sample.
fn cubicTaps(first: i32, share: f32, last: i32) -> Taps {
  var samples = first + vec4i(-1, 0, 1, 2);
  if (PADDING == 2u) {
    let edge = 1 - i32(ALIGN_CORNERS);
    samples = max(samples, -edge - samples);
    samples = min(samples, 2 * last + edge - samples);
  }
  let inside = clamp(samples, vec4i(0), vec4i(last));
  var shares = (vec4f(-0.75, 1.25, -1.25, 0.75) * share + vec4f(1.5, -2.25, 1.5, -0.75)) * share;
  shares = (shares + vec4f(-0.75, 0.0, 0.75, 0.0)) * share + vec4f(0.0, 1.0, 0.0, 0.0);
  if (PADDING == 0u) { shares = select(vec4f(0.0), shares, samples == inside); }
  return Taps(vec4u(inside), shares);
}

fn tapsOf(value: f32, size: u32) -> Taps {
  let place = placeOf(value, size);
  var low = floor(place);
  var share = place - low;
  if (MODE == 1u) {
    low = round(place);
    share = 0.0;
  }
  let first = i32(low);
  let last = i32(size) - 1;
  if (MODE == 2u) { return cubicTaps(first, share, last); }
  return Taps(
    vec4u(u32(clamp(first, 0, last)), u32(min(first + 1, last)), 0u, 0u),
    vec4f(select(0.0, 1.0 - share, first >= 0 && first <= last), select(0.0, share, first < last), 0.0, 0.0),
  );
}

// Four channels of one sample. SwiftShader loads lane by lane.
fn sampleOf(place: u32, group: u32) -> vec4f {
  let at = place * GROUPS + group;
  if (ONE_CHANNEL == 1u) { return vec4f(f32(input[at].x), 0.0, 0.0, 0.0); }
  return vec4f(input[at]);
}

// What the samples of one row, which starts at a place of the input, amount to.
fn cubicRow(start: u32, across: Taps, group: u32) -> vec4f {
  let a = sampleOf(start + across.samples.x, group) * across.shares.x;
  let b = sampleOf(start + across.samples.y, group) * across.shares.y;
  let c = sampleOf(start + across.samples.z, group) * across.shares.z;
  let d = sampleOf(start + across.samples.w, group) * across.shares.w;
  return a + b + c + d;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  let step = GROUPS / EACH;
  let position = index / step;
  if (position * GROUPS >= arrayLength(&output)) { return; }
  let column = position % OUTPUT_WIDTH;
  let row = position / OUTPUT_WIDTH % OUTPUT_HEIGHT;
  let image = position / (OUTPUT_WIDTH * OUTPUT_HEIGHT);

  let place = image * GRID_IMAGE + row * GRID_ROW + column * GRID_COLUMN;
  let across = tapsOf(f32(grid[place]), INPUT_WIDTH);
  let down = tapsOf(f32(grid[place + GRID_AXIS]), INPUT_HEIGHT);
  let rows = (image * INPUT_HEIGHT + down.samples) * INPUT_WIDTH;
  let shares = vec4f(across.shares.xy * down.shares.x, across.shares.xy * down.shares.y);
  for (var group = index % step; group < GROUPS; group += step) {
    var value: vec4f;
    if (MODE == 2u) {
      value = cubicRow(rows.x, across, group) * down.shares.x;
      value += cubicRow(rows.y, across, group) * down.shares.y;
      value += cubicRow(rows.z, across, group) * down.shares.z;
      value += cubicRow(rows.w, across, group) * down.shares.w;
    } else {
      value = sampleOf(rows.x + across.samples.x, group) * shares.x;
    }
    if (MODE == 0u) {
      value += sampleOf(rows.x + across.samples.y, group) * shares.y;
      value += sampleOf(rows.y + across.samples.x, group) * shares.z;
      value += sampleOf(rows.y + across.samples.y, group) * shares.w;
    }
    output[position * GROUPS + group] = Element4(value);
  }
}
