// The sum of what each invocation of a workgroup brings, to all of them; those of a subgroup without workgroup memory. Addend is a
// type of the kernel's. Subgroups are taken to be runs of neighbours by local index: see slices.subgroups.wgsl.

var<workgroup> partial: array<Addend, WORKGROUP_SIZE>; // of each subgroup, as many as there are

fn workgroupSum(value: Addend, local: u32) -> Addend {
  let size = subgroupAdd(1u);
  let own = subgroupAdd(value);
  if (local % size == 0u) { partial[local / size] = own; }
  workgroupBarrier();
  var sum = Addend();
  for (var at = 0u; at < WORKGROUP_SIZE / size; at++) { sum += partial[at]; }
  workgroupBarrier();
  return sum;
}
