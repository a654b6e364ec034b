// The sum of what each invocation of a workgroup brings, to all of them. Addend is a type of the kernel's.

var<workgroup> partial: array<Addend, WORKGROUP_SIZE>;

fn workgroupSum(value: Addend, local: u32) -> Addend {
  partial[local] = value;
  workgroupBarrier();
  for (var half = WORKGROUP_SIZE / 2u; half > 0u; half /= 2u) {
    if (local < half) { partial[local] += partial[local + half]; }
    workgroupBarrier();
  }
  let sum = partial[0];
  workgroupBarrier();
  return sum;
}
