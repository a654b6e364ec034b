// A function of two activations, value by value, either of them broadcast along any axis (torch.add, torch.div, ...).
// One invocation computes four channels of one position. Spatial axes are numbered 2 to 5; absent ones have size 1.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, ...spatial, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // as output, or broadcast
@group(0) @binding(2) var<storage, read> other: array<Element4>; // as output, or broadcast

override FUNCTION: u32; // an index into arithmeticFunctions of arithmetic.reference.ts
override REVERSED: u32 = 0u; // 1: other comes first
override GROUPS: u32; // groups of four channels of the output
override SIZE_2: u32; // spatial sizes of the output
override SIZE_3: u32;
override SIZE_4: u32;
override SIZE_5: u32;
override INPUT_STRIDE_0: u32; // of the batch, in vec4; every stride is 0 where the axis is broadcast
override INPUT_STRIDE_2: u32;
override INPUT_STRIDE_3: u32;
override INPUT_STRIDE_4: u32;
override INPUT_STRIDE_5: u32;
override INPUT_SPLAT: u32; // 1: one channel stands for all
override OTHER_STRIDE_0: u32;
override OTHER_STRIDE_2: u32;
override OTHER_STRIDE_3: u32;
override OTHER_STRIDE_4: u32;
override OTHER_STRIDE_5: u32;
override OTHER_SPLAT: u32;

// WGSL's pow knows no base below 0: there whole powers are made of the base's size, and others are no number.
fn power(a: vec4f, b: vec4f) -> vec4f {
  let size = select(pow(abs(a), b), vec4f(1.0), b == vec4f(0.0));
  let half = b * 0.5;
  let signed = select(size, -size, (a < vec4f(0.0)) & (floor(half) != half));
  return select(log2(a), signed, (floor(b) == b) | (a >= vec4f(0.0)));
}

fn combine(a: vec4f, b: vec4f) -> vec4f {
  let zero = vec4f(0.0);
  let one = vec4f(1.0);
  switch FUNCTION {
    case 1u: { return a * b; }
    case 2u: { return a - b; }
    case 3u: { return a / b; }
    case 4u: { return power(a, b); }
    case 5u: { return max(a, b); }
    case 6u: { return min(a, b); }
    case 7u: { return select(zero, one, a > b); }
    case 8u: { return select(zero, one, a >= b); }
    case 9u: { return select(zero, one, a < b); }
    case 10u: { return select(zero, one, a <= b); }
    case 11u: { return select(zero, one, a == b); }
    default: { return a + b; }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let group = index % GROUPS;
  let row5 = index / GROUPS;
  let row4 = row5 / SIZE_5;
  let row3 = row4 / SIZE_4;
  let row2 = row3 / SIZE_3;
  let image = row2 / SIZE_2;
  let spatial = vec4u(row2 % SIZE_2, row3 % SIZE_3, row4 % SIZE_4, row5 % SIZE_5);

  let inputStrides = vec4u(INPUT_STRIDE_2, INPUT_STRIDE_3, INPUT_STRIDE_4, INPUT_STRIDE_5);
  let otherStrides = vec4u(OTHER_STRIDE_2, OTHER_STRIDE_3, OTHER_STRIDE_4, OTHER_STRIDE_5);
  let inputPlace = image * INPUT_STRIDE_0 + dot(spatial, inputStrides) + select(group, 0u, INPUT_SPLAT == 1u);
  let otherPlace = image * OTHER_STRIDE_0 + dot(spatial, otherStrides) + select(group, 0u, OTHER_SPLAT == 1u);
  var a = vec4f(input[inputPlace]);
  var b = vec4f(other[otherPlace]);
  if (INPUT_SPLAT == 1u) { a = vec4f(a.x); }
  if (OTHER_SPLAT == 1u) { b = vec4f(b.x); }
  var result = combine(a, b);
  if (REVERSED == 1u) { result = combine(b, a); }
  output[index] = finish(result, index, group);
}
