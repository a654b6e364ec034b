// Batch normalisation with stored statistics (torch.nn.functional.batch_norm, training=False), as one scale and one
// shift for each channel. One invocation computes four channels of one position.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, ...spatial, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // as output
@group(0) @binding(2) var<storage, read> scaleShift: array<vec4f>; // [scale C/4][shift C/4], always f32

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let groups = sizes.GROUPS; // groups of four channels
  let group = index % groups;
  output[index] = finish(vec4f(input[index]) * scaleShift[group] + scaleShift[groups + group], index, group);
}
