// The activations that every page loads; `group` is the group of four channels, which prelu wants to know.

fn activate(x: vec4f, group: u32) -> vec4f {
  switch ACTIVATION {
    case 1u: { return max(x, vec4f(0.0)); }
    case 2u: { return select(ALPHA * x, x, x >= vec4f(0.0)); }
    case 5u: { return logistic(x); }
    case 6u: { return hyperbolicTangent(x); }
    default: { return x; }
  }
}
