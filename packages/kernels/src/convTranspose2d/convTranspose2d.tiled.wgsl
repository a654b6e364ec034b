// Transposed convolution as products of matrices by tiles, one for each stride phase (torch.nn.functional.conv_transpose2d):
// outputs that are congruent modulo the stride use the same taps, and are a convolution of their own.
// One workgroup computes the tile that tiles.wgsl describes, of one phase; its positions run through all images.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OH, OW, OC/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IH, IW, IC/4]
@group(0) @binding(2) var<storage, read> weight: array<Element4>; // [KH, KW, IC per group, OC/4]

override INPUT_HEIGHT: u32;
override INPUT_WIDTH: u32;
override INPUT_GROUPS: u32; // groups of four channels
override OUTPUT_HEIGHT: u32;
override OUTPUT_WIDTH: u32;
override OUTPUT_GROUPS: u32;
override KERNEL_HEIGHT: u32;
override KERNEL_WIDTH: u32;
override STRIDE_Y: u32;
override STRIDE_X: u32;
override PADDING_TOP: u32;
override PADDING_LEFT: u32;
override DILATION_Y: u32;
override DILATION_X: u32;

// The place in the output [image, row, column] of a position of a phase; past the edge where a phase has fewer than others.
fn placeOf(position: u32, phase: vec2u) -> vec3u {
  let height = (OUTPUT_HEIGHT + STRIDE_Y - 1u) / STRIDE_Y;
  let width = (OUTPUT_WIDTH + STRIDE_X - 1u) / STRIDE_X;
  return vec3u(position / (width * height), position / width % height * STRIDE_Y + phase.y, position % width * STRIDE_X + phase.x);
}

// Whether a tap reaches the outputs that are congruent to `position` (of the padded output).
fn reaches(position: u32, offset: u32, stride: u32) -> bool {
  return (i32(position) - i32(offset)) % i32(stride) == 0;
}

// Four input channels that a tap of an output reads; 0 outside the image.
fn inputUnder(place: vec3u, ky: u32, kx: u32, depth: u32) -> vec4f {
  // Signed until the division, which leaves no rest for a tap of the phase.
  let y = bitcast<u32>((i32(place.y + PADDING_TOP) - i32(ky * DILATION_Y)) / i32(STRIDE_Y));
  let x = bitcast<u32>((i32(place.z + PADDING_LEFT) - i32(kx * DILATION_X)) / i32(STRIDE_X));
  if (y >= INPUT_HEIGHT || x >= INPUT_WIDTH || depth >= INPUT_GROUPS) { return vec4f(0.0); }
  return vec4f(input[((place.x * INPUT_HEIGHT + y) * INPUT_WIDTH + x) * INPUT_GROUPS + depth]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let tile = invocationIndex(workgroupId, workgroupCount, 0u) / WORKGROUP_SIZE;
  let groupTiles = (OUTPUT_GROUPS + TILE_GROUPS - 1u) / TILE_GROUPS;
  // Not one vec2u: wgpu (naga) refuses a vector of overrides alone.
  let phasesX = min(STRIDE_X, OUTPUT_WIDTH);
  let phasesY = min(STRIDE_Y, OUTPUT_HEIGHT);
  let firstGroup = tile % groupTiles * TILE_GROUPS;
  let phase = vec2u(tile / groupTiles % phasesX, tile / (groupTiles * phasesX) % phasesY);
  let firstPosition = tile / (groupTiles * phasesX * phasesY) * TILE_POSITIONS;

  let inputs = joinedInputs(firstGroup, min(firstGroup + TILE_GROUPS, OUTPUT_GROUPS));
  var sums: Sums;
  for (var ky = 0u; ky < KERNEL_HEIGHT; ky++) {
    if (!reaches(phase.y + PADDING_TOP, ky * DILATION_Y, STRIDE_Y)) { continue; }
    for (var kx = 0u; kx < KERNEL_WIDTH; kx++) {
      if (!reaches(phase.x + PADDING_LEFT, kx * DILATION_X, STRIDE_X)) { continue; }
      for (var start = inputs.x; start < inputs.y; start += TILE_DEPTH) {
        for (var at = local; at < TILE_DEPTH * TILE_POSITIONS; at += WORKGROUP_SIZE) {
          let depth = at % TILE_DEPTH; // neighbouring invocations read neighbouring channels
          let position = at / TILE_DEPTH;
          inputTile[depth * TILE_POSITIONS + position] = inputUnder(placeOf(firstPosition + position, phase), ky, kx, start + depth);
        }
        for (var at = local; at < 4u * TILE_DEPTH * TILE_GROUPS; at += WORKGROUP_SIZE) {
          let channel = start * 4u + at / TILE_GROUPS;
          weightTile[at] = joinedWeight(ky * KERNEL_WIDTH + kx, channel, firstGroup + at % TILE_GROUPS);
        }
        workgroupBarrier();
        addTiles(&sums, local);
        workgroupBarrier();
      }
    }
  }

  for (var row = 0u; row < ROWS; row++) {
    let place = placeOf(firstPosition + row * 8u + local / 8u, phase);
    if (place.y >= OUTPUT_HEIGHT || place.z >= OUTPUT_WIDTH) { continue; }
    let position = (place.x * OUTPUT_HEIGHT + place.y) * OUTPUT_WIDTH + place.z;
    for (var column = 0u; column < COLUMNS; column++) {
      let group = firstGroup + column * 8u + local % 8u;
      let at = position * OUTPUT_GROUPS + group;
      if (group >= OUTPUT_GROUPS || at >= arrayLength(&output)) { continue; }
      output[at] = finish(sums[row * COLUMNS + column], at, group);
    }
  }
}
