// Fully connected layer (torch.nn.functional.linear).
// One invocation computes four output features of one row of the batch.

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
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let group = index % OUTPUT_GROUPS;
  let start = index / OUTPUT_GROUPS * INPUT_GROUPS;
  var sum = vec4f(0.0);
  for (var c = 0u; c < INPUT_GROUPS; c++) {
    let tap = c * 4u * OUTPUT_GROUPS + group;
    let w = mat4x4f(
      vec4f(weight[tap]),
      vec4f(weight[tap + OUTPUT_GROUPS]),
      vec4f(weight[tap + 2u * OUTPUT_GROUPS]),
      vec4f(weight[tap + 3u * OUTPUT_GROUPS]),
    );
    sum += w * vec4f(input[start + c]);
  }
  output[index] = finish(sum, index, group);
}
