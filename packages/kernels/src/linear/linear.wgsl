// Fully connected layer (torch.nn.functional.linear).
// One invocation computes four output features of one row of the batch.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OF/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IF/4]
@group(0) @binding(2) var<storage, read> weight: array<Element4>; // [OF/4, IF padded to 4, 4 of OF]

override INPUT_GROUPS: u32; // groups of four features
override OUTPUT_GROUPS: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroup, workgroups, local);
  if (index >= arrayLength(&output)) { return; }
  let group = index % OUTPUT_GROUPS;
  let start = index / OUTPUT_GROUPS * INPUT_GROUPS;
  var sum = vec4f(0.0);
  for (var c = 0u; c < INPUT_GROUPS; c++) {
    let tap = (group * INPUT_GROUPS + c) * 4u;
    let w = mat4x4f(
      vec4f(weight[tap]),
      vec4f(weight[tap + 1u]),
      vec4f(weight[tap + 2u]),
      vec4f(weight[tap + 3u]),
    );
    sum += w * vec4f(input[start + c]);
  }
  output[index] = finish(sum, index, group);
}
