// Instance normalisation (torch.nn.functional.instance_norm): each channel of each image by its own mean and variance.
// One workgroup computes four channels of one image, in two passes over them: mean and variance, then every position.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, ...spatial, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // as output
@group(0) @binding(2) var<storage, read> scaleShift: array<vec4f>; // [weight C/4][bias C/4], always f32

override GROUPS: u32; // groups of four channels
override POSITIONS: u32; // product of the spatial sizes
override EPS: f32;

alias Addend = vec4f; // of workgroupSum

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let task = invocationIndex(workgroupId, workgroupCount, 0u) / WORKGROUP_SIZE;
  let group = task % GROUPS;
  let start = task / GROUPS * POSITIONS * GROUPS + group;
  if (start >= arrayLength(&output)) { return; }

  // Each invocation by the distances from its first value, so that nothing is lost where the mean is large (Chan et al., 1983).
  let first = vec4f(input[start + min(local, POSITIONS - 1u) * GROUPS]);
  var sum = vec4f(0.0);
  var squares = vec4f(0.0);
  for (var position = local; position < POSITIONS; position += WORKGROUP_SIZE) {
    let distance = vec4f(input[start + position * GROUPS]) - first;
    sum += distance;
    squares += distance * distance;
  }
  let count = f32((POSITIONS + WORKGROUP_SIZE - 1u - local) / WORKGROUP_SIZE); // positions of this invocation
  let ownMean = sum / max(count, 1.0);
  let mean = workgroupSum(count * (first + ownMean), local) / f32(POSITIONS);
  let apart = first + ownMean - mean;
  let variance = workgroupSum(squares - sum * ownMean + count * apart * apart, local) / f32(POSITIONS);

  let scale = scaleShift[group] / sqrt(variance + EPS);
  let shift = scaleShift[GROUPS + group];
  for (var position = local; position < POSITIONS; position += WORKGROUP_SIZE) {
    let place = start + position * GROUPS;
    output[place] = finish((vec4f(input[place]) - mean) * scale + shift, place, group);
  }
}
