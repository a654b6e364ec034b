// What a layer does to its result before storing it: bias, residual, activation, zeroed padding lanes.
// `activate` and `finish`, which follow, finish four channels of one position. Every choice is an override, so unused branches vanish; the real
// channels of the output, which choose no code, are `sizes.CHANNELS`.

@group(0) @binding(6) var<storage, read> channelParameters: array<vec4f>; // [bias C/4][slope C/4], always f32
@group(0) @binding(7) var<storage, read> residual: array<Element4>; // as output

override BIAS: u32 = 0u; // 1: add channelParameters[group]
override RESIDUAL: u32 = 0u; // 1: add before the activation, 2: after it
override ACTIVATION: u32 = 0u; // an index into activationNames of epilogue.ts; `activate` has those that it must
override ALPHA: f32 = 0.0; // negativeSlope, elu's alpha, clamp's minimum
override BETA: f32 = 0.0; // clamp's maximum

fn logistic(x: vec4f) -> vec4f {
  return 1.0 / (1.0 + exp(min(-x, vec4f(80.0))));
}

// By way of exp: the built-in tanh overflows on some drivers and is coarse near 0 on others.
fn hyperbolicTangent(x: vec4f) -> vec4f {
  return 1.0 - 2.0 / (exp(2.0 * clamp(x, vec4f(-20.0), vec4f(20.0))) + 1.0);
}
