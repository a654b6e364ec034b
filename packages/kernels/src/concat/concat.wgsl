// Two activations one behind the other (torch.cat) where runs of vec4 stay whole: along a spatial axis, or along
// channels where the first one's are a multiple of four. One invocation moves one vec4.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [rows, INPUT_SPAN + OTHER_SPAN]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [rows, INPUT_SPAN]
@group(0) @binding(2) var<storage, read> other: array<Element4>; // [rows, OTHER_SPAN]

override INPUT_SPAN: u32; // vec4 in one run of the input
override OTHER_SPAN: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let row = index / (INPUT_SPAN + OTHER_SPAN);
  let column = index % (INPUT_SPAN + OTHER_SPAN);
  if (column < INPUT_SPAN) {
    output[index] = input[row * INPUT_SPAN + column];
  } else {
    output[index] = other[row * OTHER_SPAN + column - INPUT_SPAN];
  }
}
