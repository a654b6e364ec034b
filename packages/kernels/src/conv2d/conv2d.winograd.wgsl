// Convolution of 3x3 taps by Winograd's F(2x2, 3x3) (Lavin and Gray, 2015): the 4x4 inputs d under 2x2 outputs become
// V = B^T d B, their elements are multiplied by those of the filters U, summed over the input channels to M, and A^T M A is the result:
// 16 products instead of 36 for four outputs and one input channel.
// One workgroup computes TILES tiles of 2x2 outputs, which run through all images, for TILE_GROUPS groups of four output channels; for
// the products, an invocation has one element, all tiles and COLUMNS of the groups.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OH, OW, OC/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IH, IW, IC/4]
@group(0) @binding(2) var<storage, read> winogradWeight: array<Element4>; // [IC padded to 4, OC/4, 4 * 4]

const TILES = 16u;
const COLUMNS = 2u;
const TILE_GROUPS = 4u * COLUMNS;
// From one tile to the next in workgroup memory: the 16 elements and one more, so that neighbours do not meet in one bank.
const PITCH = 17u;

var<workgroup> tiles: array<vec4f, TILES * PITCH>; // [tile, element] of V for four input channels, then of M for a group

alias Sums = array<vec4f, TILES * COLUMNS>; // [tile, column]

// The first output [image, row, column] of a tile.
fn cornerOf(tile: u32) -> vec3u {
  let height = (sizes.OUTPUT_HEIGHT + 1u) / 2u;
  let width = (sizes.OUTPUT_WIDTH + 1u) / 2u;
  return vec3u(tile / (width * height), tile / width % height * 2u, tile % width * 2u);
}

// Four input channels; 0 outside the image.
fn inputAt(image: u32, y: u32, x: u32, depth: u32) -> vec4f {
  if (y >= sizes.INPUT_HEIGHT || x >= sizes.INPUT_WIDTH) { return vec4f(0.0); }
  return vec4f(input[((image * sizes.INPUT_HEIGHT + y) * sizes.INPUT_WIDTH + x) * sizes.INPUT_GROUPS + depth]);
}

// Row `row` of V: B^T has the rows d0 - d2, d1 + d2, d2 - d1 and d1 - d3.
fn transformInput(corner: vec3u, tile: u32, row: u32, depth: u32) {
  let top = corner.y - sizes.PADDING_TOP; // wraps below 0, so one comparison checks both ends
  let left = corner.z - sizes.PADDING_LEFT;
  let first = top + select(row, 1u, row == 3u);
  let second = top + select(2u, 2u * row - 3u, row > 1u);
  let sign = select(-1.0, 1.0, row == 1u);
  var d: array<vec4f, 4>;
  for (var x = 0u; x < 4u; x++) {
    d[x] = inputAt(corner.x, first, left + x, depth) + sign * inputAt(corner.x, second, left + x, depth);
  }
  let place = tile * PITCH + row * 4u;
  tiles[place] = d[0] - d[2];
  tiles[place + 1u] = d[1] + d[2];
  tiles[place + 2u] = d[2] - d[1];
  tiles[place + 3u] = d[1] - d[3];
}

// One of the four outputs of a tile from its M: A^T has the rows m0 + m1 + m2 and m1 - m2 - m3.
fn transformOutput(tile: u32, y: u32, x: u32) -> vec4f {
  let signY = select(1.0, -1.0, y == 1u);
  let signX = select(1.0, -1.0, x == 1u);
  var sum = vec4f(0.0);
  for (var row = 0u; row < 3u; row++) {
    let place = tile * PITCH + (y + row) * 4u + x;
    let line = tiles[place] + signX * (tiles[place + 1u] + tiles[place + 2u]);
    sum += select(signY, 1.0, row == 0u) * line;
  }
  return sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, 0u) / WORKGROUP_SIZE;
  let groupBlocks = (sizes.OUTPUT_GROUPS + TILE_GROUPS - 1u) / TILE_GROUPS;
  let firstGroup = index % groupBlocks * TILE_GROUPS;
  let firstTile = index / groupBlocks * TILES;

  let element = local % 16u;
  let quarter = local / 16u; // every fourth group
  let tile = local / 4u; // for the transforms: a row of its input, one of its outputs
  let part = local % 4u;
  let corner = cornerOf(firstTile + tile);
  var sums: Sums;
  for (var depth = 0u; depth < sizes.INPUT_GROUPS; depth++) {
    transformInput(corner, tile, part, depth);
    workgroupBarrier();
    for (var column = 0u; column < COLUMNS; column++) {
      // Past the last channel this is some other weight: its sum is not stored.
      let at = (depth * 4u * sizes.OUTPUT_GROUPS + firstGroup + column * 4u + quarter) * 16u + element;
      let weights = mat4x4f(
        vec4f(winogradWeight[at]),
        vec4f(winogradWeight[at + 16u * sizes.OUTPUT_GROUPS]),
        vec4f(winogradWeight[at + 32u * sizes.OUTPUT_GROUPS]),
        vec4f(winogradWeight[at + 48u * sizes.OUTPUT_GROUPS]),
      );
      for (var row = 0u; row < TILES; row++) {
        sums[row * COLUMNS + column] += weights * tiles[row * PITCH + element];
      }
    }
    workgroupBarrier();
  }

  // The elements of a tile meet in workgroup memory, one group after the other.
  let y = part / 2u;
  let x = part % 2u;
  let position = (corner.x * sizes.OUTPUT_HEIGHT + corner.y + y) * sizes.OUTPUT_WIDTH + corner.z + x;
  let inside = corner.y + y < sizes.OUTPUT_HEIGHT && corner.z + x < sizes.OUTPUT_WIDTH;
  for (var column = 0u; column < COLUMNS; column++) {
    for (var turn = 0u; turn < 4u; turn++) {
      if (quarter == turn) {
        for (var row = 0u; row < TILES; row++) { tiles[row * PITCH + element] = sums[row * COLUMNS + column]; }
      }
      workgroupBarrier();
      let group = firstGroup + column * 4u + turn;
      let place = position * sizes.OUTPUT_GROUPS + group;
      if (inside && group < sizes.OUTPUT_GROUPS && place < arrayLength(&output)) {
        output[place] = finish(transformOutput(tile, y, x), place, group);
      }
      workgroupBarrier();
    }
  }
}
