// Draws an image tensor to a canvas of the same size, without leaving the GPU.
// One fragment reads the channels of its pixel and maps the model's range to 0..1.

@group(0) @binding(0) var<storage, read> image: array<Element4>; // [H, W, C/4]

override WIDTH: u32;
override CHANNELS: u32; // 1 grey, 3 rgb, 4 rgba
override GROUPS: u32; // groups of four channels
override BLACK: f32; // value of black
override WHITE: f32;

@vertex
fn corner(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
  // One triangle that covers the canvas.
  return vec4f(f32(index % 2u) * 4.0 - 1.0, f32(index / 2u) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn shade(@builtin(position) position: vec4f) -> @location(0) vec4f {
  let at = (u32(position.y) * WIDTH + u32(position.x)) * GROUPS;
  let value = clamp((vec4f(image[at]) - BLACK) / (WHITE - BLACK), vec4f(0.0), vec4f(1.0));
  if (CHANNELS == 1u) { return vec4f(value.xxx, 1.0); }
  return vec4f(value.xyz, select(1.0, value.w, CHANNELS == 4u));
}
