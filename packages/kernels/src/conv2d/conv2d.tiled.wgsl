// Convolution as a product of matrices by tiles (torch.nn.functional.conv2d): input under the taps, times weights.
// One workgroup computes the tile of output positions and channels that tiles.wgsl describes; positions run through all images.

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

// Four input channels that a tap of an output position reads; 0 outside the image.
fn inputUnder(position: u32, ky: u32, kx: u32, depth: u32) -> vec4f {
  let image = position / (OUTPUT_WIDTH * OUTPUT_HEIGHT);
  // Both wrap below 0, so one comparison checks both ends.
  let y = position / OUTPUT_WIDTH % OUTPUT_HEIGHT * STRIDE_Y + ky * DILATION_Y - PADDING_TOP;
  let x = position % OUTPUT_WIDTH * STRIDE_X + kx * DILATION_X - PADDING_LEFT;
  if (y >= INPUT_HEIGHT || x >= INPUT_WIDTH || depth >= INPUT_GROUPS) { return vec4f(0.0); }
  return vec4f(input[((image * INPUT_HEIGHT + y) * INPUT_WIDTH + x) * INPUT_GROUPS + depth]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let tile = invocationIndex(workgroupId, workgroupCount, 0u) / WORKGROUP_SIZE;
  let groupTiles = (OUTPUT_GROUPS + TILE_GROUPS - 1u) / TILE_GROUPS;
  let firstGroup = tile % groupTiles * TILE_GROUPS;
  let firstPosition = tile / groupTiles * TILE_POSITIONS;

  let inputs = joinedInputs(firstGroup, min(firstGroup + TILE_GROUPS, OUTPUT_GROUPS));
  var sums: Sums;
  for (var ky = 0u; ky < KERNEL_HEIGHT; ky++) {
    for (var kx = 0u; kx < KERNEL_WIDTH; kx++) {
      for (var start = inputs.x; start < inputs.y; start += TILE_DEPTH) {
        for (var at = local; at < TILE_DEPTH * TILE_POSITIONS; at += WORKGROUP_SIZE) {
          let depth = at % TILE_DEPTH; // neighbouring invocations read neighbouring channels
          let position = at / TILE_DEPTH;
          inputTile[depth * TILE_POSITIONS + position] = inputUnder(firstPosition + position, ky, kx, start + depth);
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
    let position = firstPosition + row * 8u + local / 8u;
    for (var column = 0u; column < COLUMNS; column++) {
      let group = firstGroup + column * 8u + local % 8u;
      let place = position * OUTPUT_GROUPS + group;
      if (group >= OUTPUT_GROUPS || place >= arrayLength(&output)) { continue; }
      output[place] = finish(sums[row * COLUMNS + column], place, group);
    }
  }
}
