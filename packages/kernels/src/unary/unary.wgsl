// A function of each value on its own (torch.exp, torch.sin, ...), other than those that layers can be fused with.
// One invocation computes four channels of one position.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, ...spatial, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // as output

override GROUPS: u32; // groups of four channels
override FUNCTION: u32; // an index into unaryFunctions of unary.reference.ts
override STEEPNESS: f32 = 1.0; // softplus's beta, 1 / celu's alpha
override LIMIT: f32 = 0.0; // softplus's threshold

// log(1 + e^x), which neither overflows nor loses what is small.
fn softplus(x: vec4f) -> vec4f {
  return max(x, vec4f(0.0)) + log(1.0 + exp(-abs(x)));
}

// e^x - 1 for what is negative; 0 elsewhere.
fn decay(x: vec4f) -> vec4f {
  return exp(min(x, vec4f(0.0))) - 1.0;
}

fn compute(x: vec4f) -> vec4f {
  switch FUNCTION {
    case 0u: { return exp(x); }
    case 1u: { return log(x); }
    case 2u: { return sqrt(x); }
    case 3u: { return inverseSqrt(x); }
    case 4u: { return 1.0 / x; }
    case 5u: { return abs(x); }
    case 6u: { return -x; }
    case 7u: { return sign(x); }
    case 8u: { return floor(x); }
    case 9u: { return ceil(x); }
    case 10u: { return round(x); }
    case 11u: { return sine(x); }
    case 12u: { return cosine(x); }
    case 13u: { return sine(x) / cosine(x); }
    case 14u: { return errorFunction(x); }
    case 15u: { return x * x; }
    case 16u: { return select(softplus(x * STEEPNESS) / STEEPNESS, x, x * STEEPNESS > vec4f(LIMIT)); }
    case 17u: { return x / (1.0 + abs(x)); }
    case 18u: {
      let e = exp(min(x, vec4f(20.0)));
      let n = e * (e + 2.0); // tanh(log(1 + e^x)) = n / (n + 2)
      return x * n / (n + 2.0);
    }
    case 19u: { return clamp(x / 6.0 + 0.5, vec4f(0.0), vec4f(1.0)); }
    case 20u: { return x * clamp(x / 6.0 + 0.5, vec4f(0.0), vec4f(1.0)); }
    case 21u: { return 1.0507009873554805 * (max(x, vec4f(0.0)) + 1.6732632423543772 * decay(x)); }
    case 22u: { return max(x, vec4f(0.0)) + decay(x * STEEPNESS) / STEEPNESS; }
    default: { return -softplus(-x); }
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
  output[index] = finish(compute(vec4f(input[index])), index, index % GROUPS);
}
