// Products of tiles in workgroup memory, summed in registers: what the tiled convolutions share.
// A workgroup of 8 x 8 invocations has TILE_POSITIONS output positions by TILE_GROUPS groups of four output channels; an
// invocation has every eighth of each, ROWS positions by COLUMNS groups. A tile is TILE_DEPTH groups of four input channels deep. These three are
// constants before this file. Both tiles together are 4 KB: SwiftShader writes the zeros of each element in code of its own, so
// that its time to compile grows with them.

const TILE_POSITIONS = 8u * ROWS;
const TILE_GROUPS = 8u * COLUMNS;

var<workgroup> inputTile: array<vec4f, TILE_DEPTH * TILE_POSITIONS>; // [input group, position]
var<workgroup> weightTile: array<vec4f, 4u * TILE_DEPTH * TILE_GROUPS>; // [input channel, output group]

alias Sums = array<vec4f, ROWS * COLUMNS>; // [row, column]

fn addTiles(sums: ptr<function, Sums>, local: u32) {
  for (var depth = 0u; depth < TILE_DEPTH; depth++) {
    for (var column = 0u; column < COLUMNS; column++) {
      let at = depth * 4u * TILE_GROUPS + column * 8u + local % 8u;
      let weights = mat4x4f(
        weightTile[at],
        weightTile[at + TILE_GROUPS],
        weightTile[at + 2u * TILE_GROUPS],
        weightTile[at + 3u * TILE_GROUPS],
      );
      for (var row = 0u; row < ROWS; row++) {
        (*sums)[row * COLUMNS + column] += weights * inputTile[depth * TILE_POSITIONS + row * 8u + local / 8u];
      }
    }
  }
}
