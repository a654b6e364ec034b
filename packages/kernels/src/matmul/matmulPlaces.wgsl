// Where products of matrices in the last axes of activations lie; matmul and scaledDotProductAttention stand on it.
// A lane of a vec4 is one row of a product or, where LEADING is 1, one of four products; a slot is what one vec4 of these holds.
// One workgroup computes a tile of some slots by some columns of a product (of four where LEADING is 1).

override SLOTS: u32; // of a product
override ROWS: u32;
override COLUMNS: u32;
override LEADING: u32; // 1: lanes are products along axis 1, 0: lanes are rows
override GROUPS: u32; // vec4 of products along axis 1; 1 where lanes are rows
override SIZE_2: u32; // products along axes 2 and 3
override SIZE_3: u32;
override OUTPUT_IMAGE: u32; // strides of the output in vec4
override OUTPUT_2: u32;
override OUTPUT_3: u32;
override OUTPUT_SLOT: u32;
override OUTPUT_COLUMN: u32;
override OUTPUT_LANE: u32; // 0: a slot is one vec4 of the output, else each lane is the only channel of its own

struct Tile {
  place: vec4u, // of its product: image, group of four along axis 1, index along axes 2 and 3
  slot: u32, // the first
  column: u32,
}

// The tile that a workgroup computes.
fn tileOf(workgroupId: vec3u, workgroupCount: vec3u, slots: u32, columns: u32) -> Tile {
  let task = invocationIndex(workgroupId, workgroupCount, 0u) / WORKGROUP_SIZE;
  let across = (COLUMNS + columns - 1u) / columns;
  let tiles = across * ((SLOTS + slots - 1u) / slots);
  let product = task / tiles;
  let line = product / GROUPS;
  let place = vec4u(line / (SIZE_3 * SIZE_2), product % GROUPS, line / SIZE_3 % SIZE_2, line % SIZE_3);
  return Tile(place, task % tiles / across * slots, task % across * columns);
}

// Finishes and stores one slot of the output, whose product starts at `base`; nothing where the tile reaches beyond it.
fn store(value: vec4f, slot: u32, column: u32, base: u32, group: u32) {
  if (slot >= SLOTS || column >= COLUMNS) { return; }
  let place = base + slot * OUTPUT_SLOT + column * OUTPUT_COLUMN;
  if (OUTPUT_LANE == 0u) {
    output[place] = finish(value, place, select(slot, group, LEADING == 1u));
    return;
  }
  for (var lane = 0u; lane < min(4u, ROWS - slot * 4u); lane++) {
    let own = place + lane * OUTPUT_LANE;
    output[own] = finish(vec4f(value[lane], 0.0, 0.0, 0.0), own, 0u);
  }
}
