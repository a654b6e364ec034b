// How a layer ends: the order of what epilogue.wgsl has.

// `index` is the place in the output, `group` the group of four channels.
fn finish(sum: vec4f, index: u32, group: u32) -> Element4 {
  var value = sum;
  if (BIAS == 1u) { value += channelParameters[group]; }
  if (RESIDUAL == 1u) { value += vec4f(residual[index]); }
  value = activate(value, group);
  if (RESIDUAL == 2u) { value += vec4f(residual[index]); }
  return Element4(select(vec4f(0.0), value, realLanes(group, sizes.CHANNELS)));
}
