// Entries of one axis in any order and number (torch.index_select).
// One invocation moves four channels of one position.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [..., OUTPUT_SIZE, INNER], or [positions, OUTPUT_SIZE/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [..., INPUT_SIZE, INNER], or [positions, INPUT_SIZE/4]
@group(0) @binding(2) var<storage, read> indices: array<vec4f>; // [OUTPUT_SIZE/4], always f32

override INPUT_SIZE: u32; // of the axis
override OUTPUT_SIZE: u32;
override INNER: u32; // vec4 between neighbours of the axis; 0 where it is that of channels

fn chosen(place: u32) -> u32 {
  return u32(indices[place / 4u][place % 4u]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  if (INNER != 0u) {
    let inner = max(INNER, 1u); // a constant expression must not divide by 0
    let row = index / inner;
    let source = row / OUTPUT_SIZE * INPUT_SIZE + chosen(row % OUTPUT_SIZE);
    output[index] = input[source * inner + index % inner];
    return;
  }
  let groups = (OUTPUT_SIZE + 3u) / 4u;
  let group = index % groups;
  let start = index / groups * ((INPUT_SIZE + 3u) / 4u);
  let real = realLanes(group, OUTPUT_SIZE);
  var value = Element4();
  for (var lane = 0u; lane < 4u; lane++) {
    if (!real[lane]) { break; }
    let source = chosen(group * 4u + lane);
    value[lane] = input[start + source / 4u][source % 4u];
  }
  output[index] = value;
}
