// Copies a buffer: what memory can do at most for a kernel that reads and writes each byte once.
// One invocation copies one vec4.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // as input
@group(0) @binding(1) var<storage, read> input: array<Element4>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  output[index] = input[index];
}
