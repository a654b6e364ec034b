// Fully connected layer for many input features (torch.nn.functional.linear): a workgroup shares out the input features.
// One workgroup computes some groups of four output features of one row of the batch, one invocation a slice of the input
// features for one of these groups; see slices.wgsl.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OF/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IF/4]
@group(0) @binding(2) var<storage, read> weight: array<Element4>; // [IF padded to 4, OF/4]

override INPUT_GROUPS: u32; // groups of four features
override OUTPUT_GROUPS: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, 0u) / WORKGROUP_SIZE;
  let groupTiles = (OUTPUT_GROUPS + sliceGroups() - 1u) / sliceGroups();
  let group = index % groupTiles * sliceGroups() + local % sliceGroups();
  let row = index / groupTiles;
  var sum = vec4f(0.0);
  for (var c = local / sliceGroups(); c < INPUT_GROUPS; c += SLICES) {
    let tap = c * 4u * OUTPUT_GROUPS + group;
    let w = mat4x4f(
      vec4f(weight[tap]),
      vec4f(weight[tap + OUTPUT_GROUPS]),
      vec4f(weight[tap + 2u * OUTPUT_GROUPS]),
      vec4f(weight[tap + 3u * OUTPUT_GROUPS]),
    );
    sum += w * vec4f(input[row * INPUT_GROUPS + c]);
  }
  sum = sumSlices(sum, local);
  let place = row * OUTPUT_GROUPS + group;
  if (local >= sliceGroups() || group >= OUTPUT_GROUPS || place >= arrayLength(&output)) { return; }
  output[place] = finish(sum, place, group);
}
