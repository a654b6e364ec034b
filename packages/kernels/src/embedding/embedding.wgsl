// Rows of a table, chosen by the input (torch.nn.functional.embedding).
// One invocation moves four features of one row, or one feature of the rows that four indices choose.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, FEATURES/4], or [N, FEATURES, LENGTH/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N], or [N, LENGTH/4]: indices
@group(0) @binding(2) var<storage, read> weight: array<Element4>; // [CLASSES, FEATURES/4]

override CLASSES: u32; // rows of the table
override FEATURES: u32; // of a row
override LENGTH: u32; // indices of an image; 0 where it has a single one and no axis for it

// The nearest row that there is.
fn rowOf(value: Element) -> u32 {
  return min(u32(max(floor(f32(value) + 0.5), 0.0)), CLASSES - 1u) * ((FEATURES + 3u) / 4u);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  if (LENGTH == 0u) {
    let groups = (FEATURES + 3u) / 4u;
    output[index] = weight[rowOf(input[index / groups].x) + index % groups];
    return;
  }
  let groups = max((LENGTH + 3u) / 4u, 1u); // never 0, where this branch is dead: wgpu computes with constants there too
  let group = index % groups;
  let feature = index / groups % FEATURES;
  let chosen = input[index / (groups * FEATURES) * groups + group];
  let value = Element4(
    weight[rowOf(chosen.x) + feature / 4u][feature % 4u],
    weight[rowOf(chosen.y) + feature / 4u][feature % 4u],
    weight[rowOf(chosen.z) + feature / 4u][feature % 4u],
    weight[rowOf(chosen.w) + feature / 4u][feature % 4u],
  );
  output[index] = select(Element4(), value, realLanes(group, LENGTH));
}
