// How a layer ends to which noise is added: finish.wgsl, and before the activation one channel, of which each output channel takes a
// multiple. So no layer of its own spreads the noise over the channels.

@group(0) @binding(3) var<storage, read> noise: array<Element4>; // [N, H, W], in the first lane
@group(0) @binding(4) var<storage, read> spread: array<vec4f>; // [C/4], always f32

// `index` is the place in the output, `group` the group of four channels.
fn finish(sum: vec4f, index: u32, group: u32) -> Element4 {
  let position = index / ((sizes.CHANNELS + 3u) / 4u);
  var value = sum + f32(noise[position].x) * spread[group];
  if (BIAS == 1u) { value += channelParameters[group]; }
  if (RESIDUAL == 1u) { value += vec4f(residual[index]); }
  value = activate(value, group);
  if (RESIDUAL == 2u) { value += vec4f(residual[index]); }
  return Element4(select(vec4f(0.0), value, realLanes(group, sizes.CHANNELS)));
}
