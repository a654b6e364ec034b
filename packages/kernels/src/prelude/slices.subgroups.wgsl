// Sums whose terms the invocations of a workgroup share out, as in slices.wgsl, but those of one subgroup without workgroup memory.
// Subgroups are taken to be runs of neighbours by local index, as implementations make them for workgroups of one dimension; WGSL
// does not promise it, and the tuner's check against the reference would find where it is not so.

override SLICES: u32; // a power of two that divides the workgroup

var<workgroup> slices: array<vec4f, WORKGROUP_SIZE>; // [slice, group], of each subgroup the sums in its first sliceGroups() places

fn sliceGroups() -> u32 {
  return WORKGROUP_SIZE / SLICES;
}

// Sums the values of all slices of a group, to the first sliceGroups() invocations. All of the workgroup must call it.
fn sumSlices(value: vec4f, local: u32) -> vec4f {
  let size = subgroupAdd(1u);
  var own = value;
  for (var apart = sliceGroups(); apart < WORKGROUP_SIZE; apart *= 2u) {
    own += select(vec4f(0.0), subgroupShuffleXor(own, apart), apart < size); // every invocation takes part: control flow is uniform
  }
  slices[local] = own;
  workgroupBarrier();
  var sum = vec4f(0.0);
  for (var at = local % sliceGroups(); at < WORKGROUP_SIZE; at += max(size, sliceGroups())) { sum += slices[at]; }
  workgroupBarrier();
  return sum;
}
