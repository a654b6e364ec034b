// Every activation: what epilogue.wgsl calls `activate` where a layer has one that activate.wgsl lacks.

// Abramowitz and Stegun 7.1.26, absolute error below 1.5e-7.
fn errorFunction(x: vec4f) -> vec4f {
  let t = 1.0 / (1.0 + 0.3275911 * abs(x));
  let series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return sign(x) * (1.0 - series * exp(-min(x * x, vec4f(80.0))));
}

// sin(x - h pi) for the multiple h pi next to x, so that what is left lies within a quarter turn. pi is subtracted in three
// parts, of which the first two have few bits (those of Cephes `sinf`), coefficients are those of DirectXMath's `XMScalarSin`.
// WGSL's own sin and cos need only be right within 5e-4, and only near 0.
fn sineFrom(x: vec4f, h: vec4f) -> vec4f {
  let r = ((x - h * 3.140625) - h * 9.675025939941406e-4) - h * 1.5099579909783765e-7;
  let z = r * r;
  let series = -0.16666667 + z * (0.008333331 + z * (-1.9840874e-4 + z * (2.7525562e-6 + z * -2.3889859e-8)));
  return r + r * z * series;
}

// 1 or -1: the sign that a shift by a whole number of half turns gives.
fn turned(h: vec4f) -> vec4f {
  return 1.0 - 4.0 * fract(h * 0.5);
}

fn sine(x: vec4f) -> vec4f {
  let h = round(x * 0.31830988618379067);
  return turned(h) * sineFrom(x, h);
}

fn cosine(x: vec4f) -> vec4f {
  let h = round(x * 0.31830988618379067 - 0.5);
  return -turned(h) * sineFrom(x, h + 0.5);
}

fn activate(x: vec4f, group: u32) -> vec4f {
  switch ACTIVATION {
    case 1u: { return max(x, vec4f(0.0)); }
    case 2u: { return select(ALPHA * x, x, x >= vec4f(0.0)); }
    case 3u: { return select(channelParameters[(sizes.CHANNELS + 3u) / 4u + group] * x, x, x >= vec4f(0.0)); }
    case 4u: { return select(ALPHA * (exp(min(x, vec4f(0.0))) - 1.0), x, x > vec4f(0.0)); }
    case 5u: { return logistic(x); }
    case 6u: { return hyperbolicTangent(x); }
    case 7u: { return x * logistic(x); }
    case 8u: { return 0.5 * x * (1.0 + errorFunction(x * 0.70710678118654752)); }
    case 9u: { return 0.5 * x * (1.0 + hyperbolicTangent(0.79788456080286536 * (x + 0.044715 * x * x * x))); }
    case 10u: { return min(max(x, vec4f(ALPHA)), vec4f(BETA)); }
    case 11u: { return sine(x); }
    case 12u: { return cosine(x); }
    default: { return x; }
  }
}
