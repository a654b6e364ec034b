// Sums whose terms the invocations of a workgroup share out: what the split-K kernels have in common.
// A workgroup has SLICES slices of the input channels by sliceGroups() groups of four output channels. Each invocation adds up
// its slice for its group; then the slices of a result are summed, one result after the other, so that little workgroup memory does.

override SLICES: u32; // a power of two that divides the workgroup

var<workgroup> slices: array<vec4f, WORKGROUP_SIZE>; // [slice, group]

fn sliceGroups() -> u32 {
  return WORKGROUP_SIZE / SLICES;
}

// Sums the values of all slices of a group, to the first sliceGroups() invocations. All of the workgroup must call it.
fn sumSlices(value: vec4f, local: u32) -> vec4f {
  slices[local] = value;
  workgroupBarrier();
  var sum = vec4f(0.0);
  if (local < sliceGroups()) {
    for (var slice = 0u; slice < SLICES; slice++) { sum += slices[slice * sliceGroups() + local]; }
  }
  workgroupBarrier();
  return sum;
}
