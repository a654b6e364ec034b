// Products of tiles in workgroup memory, summed in registers: what the tiled convolutions share.
// A workgroup of 8 x 8 invocations has TILE_POSITIONS output positions by TILE_GROUPS groups of four output channels; an
// invocation has every eighth of each, ROWS positions by COLUMNS groups, which are constants before this file.

const TILE_POSITIONS = 8u * ROWS;
const TILE_GROUPS = 8u * COLUMNS;
const TILE_DEPTH = 4u; // groups of four input channels

var<workgroup> inputTile: array<vec4f, TILE_DEPTH * TILE_POSITIONS>; // [input group, position]
var<workgroup> weightTile: array<vec4f, 4u * TILE_DEPTH * TILE_GROUPS>; // [input channel, output group]

alias Sums = array<vec4f, ROWS * COLUMNS>; // [row, column]

fn addTiles(sums: ptr<function, Sums>, local: u32) {
  for (var depth = 0u; depth < TILE_DEPTH; depth++) {
    var weights: array<mat4x4f, COLUMNS>;
    for (var column = 0u; column < COLUMNS; column++) {
      let at = depth * 4u * TILE_GROUPS + column * 8u + local % 8u;
      weights[column] = mat4x4f(
        weightTile[at],
        weightTile[at + TILE_GROUPS],
        weightTile[at + 2u * TILE_GROUPS],
        weightTile[at + 3u * TILE_GROUPS],
      );
    }
    for (var row = 0u; row < ROWS; row++) {
      let value = inputTile[depth * TILE_POSITIONS + row * 8u + local / 8u];
      for (var column = 0u; column < COLUMNS; column++) {
        (*sums)[row * COLUMNS + column] += weights[column] * value;
      }
    }
  }
}
