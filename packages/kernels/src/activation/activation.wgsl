// An activation on its own: everything it does is the epilogue.
// One invocation computes four channels of one position.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, ...spatial, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // as output

override GROUPS: u32; // groups of four channels

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  output[index] = finish(vec4f(input[index]), index, index % GROUPS);
}
