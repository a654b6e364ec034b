// Filters of 3x3 taps to the form that conv2d.winograd.wgsl reads: U = G g G^T of F(2x2, 3x3) (Lavin and Gray, 2015).
// One invocation writes one of the 16 elements of one input channel's filters, for a group of four output channels.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [IC padded to 4, OC/4, 4 * 4]

// A row of G times three taps.
fn combine(row: u32, a: f32, b: f32, c: f32) -> f32 {
  switch row {
    case 0u: { return a; }
    case 1u: { return 0.5 * (a + b + c); }
    case 2u: { return 0.5 * (a - b + c); }
    default: { return c; }
  }
}

fn column(channel: u32, row: u32, tap: u32, input: u32) -> f32 {
  return combine(
    row,
    storedWeight(channel, tap, input),
    storedWeight(channel, tap + 3u, input),
    storedWeight(channel, tap + 6u, input),
  );
}

fn transformed(channel: u32, at: u32, input: u32) -> f32 {
  if (channel >= sizes.outputChannels || input >= sizes.inputPerGroup) { return 0.0; }
  let row = at / 4u;
  return combine(
    at % 4u,
    column(channel, row, 0u, input),
    column(channel, row, 1u, input),
    column(channel, row, 2u, input),
  );
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let groups = (sizes.outputChannels + 3u) / 4u;
  let at = index % 16u;
  let channel = index / 16u % groups * 4u;
  let input = index / (16u * groups);
  output[index] = Element4(vec4f(
    transformed(channel, at, input),
    transformed(channel + 1u, at, input),
    transformed(channel + 2u, at, input),
    transformed(channel + 3u, at, input),
  ));
}
