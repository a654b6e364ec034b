// Multiply-adds in registers: what the arithmetic units can do at most, with no memory in the way.
// One invocation runs eight independent chains of vec4, LOOPS links each, so that none waits for another's result; or four
// chains twice as long, where more do not fit into registers.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // one vec4 that nothing ever reads

override LOOPS: u32;
override FUSED: u32; // 1: by fma(), which some devices have to emulate
override WIDE: u32; // 1: eight chains, 0: four
override FACTOR: f32; // below 1, so that chains stay finite

fn link(x: Element4, factor: Element4, summand: Element4) -> Element4 {
  if (FUSED == 1u) { return fma(x, factor, summand); }
  return x * factor + summand;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let factor = Element4(Element(FACTOR));
  let summand = Element4(Element(1.0 - FACTOR));
  var a = Element4(Element(id.x % 7u));
  var b = a + summand;
  var c = b + summand;
  var d = c + summand;
  var e = d + summand;
  var f = e + summand;
  var g = f + summand;
  var h = g + summand;
  for (var at = 0u; at < LOOPS; at++) {
    a = link(a, factor, summand);
    b = link(b, factor, summand);
    c = link(c, factor, summand);
    d = link(d, factor, summand);
    if (WIDE == 1u) {
      e = link(e, factor, summand);
      f = link(f, factor, summand);
      g = link(g, factor, summand);
      h = link(h, factor, summand);
    } else {
      a = link(a, factor, summand);
      b = link(b, factor, summand);
      c = link(c, factor, summand);
      d = link(d, factor, summand);
    }
  }
  let sum = a + b + c + d + e + f + g + h;
  // Never so, which no compiler can know: the sums are needed, and no memory is written.
  if (all(sum < Element4(Element(-1.0)))) { output[0] = sum; }
}
