// Products of matrices of two activations (torch.matmul), leading axes broadcast.
// One workgroup computes 16 slots by 32 columns; each invocation two slots by four columns. What a slot is and where products
// lie, matmulPlaces.wgsl says.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OUTPUT_IMAGE]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, INPUT_IMAGE / 4]
@group(0) @binding(2) var<storage, read> other: array<Element4>; // [N, OTHER_IMAGE / 4]

override INNER: u32; // what is summed over
override INPUT_IMAGE: u32; // strides of the input in values: of an image, a group of products, axes 2 and 3,
override INPUT_GROUP: u32;
override INPUT_2: u32;
override INPUT_3: u32;
override INPUT_SLOT: u32; // a slot, the next value of a row, a lane
override INPUT_INNER: u32;
override INPUT_LANE: u32;
override OTHER_IMAGE: u32; // strides of the second operand in values, as above; a lane is 0 where lanes are rows
override OTHER_GROUP: u32;
override OTHER_2: u32;
override OTHER_3: u32;
override OTHER_COLUMN: u32;
override OTHER_INNER: u32;
override OTHER_LANE: u32;

const slotTile = 16u;
const columnTile = 32u;
const innerTile = 8u;

var<workgroup> left: array<vec4f, 128>; // [innerTile, slotTile]
var<workgroup> right: array<vec4f, 256>; // [innerTile, columnTile]

fn inputVector(place: u32) -> vec4f {
  if (INPUT_LANE == 1u) { return vec4f(input[place / 4u]); }
  let places = vec4u(place) + vec4u(0u, 1u, 2u, 3u) * INPUT_LANE;
  return vec4f(Element4(
    input[places.x / 4u][places.x % 4u],
    input[places.y / 4u][places.y % 4u],
    input[places.z / 4u][places.z % 4u],
    input[places.w / 4u][places.w % 4u],
  ));
}

fn otherVector(place: u32) -> vec4f {
  if (OTHER_LANE == 1u) { return vec4f(other[place / 4u]); }
  return vec4f(f32(other[place / 4u][place % 4u]));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let tile = tileOf(workgroupId, workgroupCount, slotTile, columnTile);
  if (tile.place.x * OUTPUT_IMAGE >= arrayLength(&output)) { return; }
  let inputBase = dot(tile.place, vec4u(INPUT_IMAGE, INPUT_GROUP, INPUT_2, INPUT_3));
  let otherBase = dot(tile.place, vec4u(OTHER_IMAGE, OTHER_GROUP, OTHER_2, OTHER_3));

  var s00 = vec4f(0.0); // slot 0, column 0, and so on
  var s01 = vec4f(0.0);
  var s02 = vec4f(0.0);
  var s03 = vec4f(0.0);
  var s10 = vec4f(0.0);
  var s11 = vec4f(0.0);
  var s12 = vec4f(0.0);
  var s13 = vec4f(0.0);
  let slot = local / 8u; // and eight further on
  let column = local % 8u; // and every eighth
  for (var start = 0u; start < INNER; start += innerTile) {
    for (var at = local; at < slotTile * innerTile; at += WORKGROUP_SIZE) {
      // Neighbouring invocations read neighbours in memory.
      let mine = select(vec2u(at / innerTile, at % innerTile), vec2u(at % slotTile, at / slotTile), INPUT_SLOT < INPUT_INNER);
      let depth = start + mine.y;
      var value = vec4f(0.0);
      if (depth < INNER) {
        value = inputVector(inputBase + min(tile.slot + mine.x, SLOTS - 1u) * INPUT_SLOT + depth * INPUT_INNER);
      }
      left[mine.y * slotTile + mine.x] = value;
    }
    for (var at = local; at < columnTile * innerTile; at += WORKGROUP_SIZE) {
      let mine = select(vec2u(at / innerTile, at % innerTile), vec2u(at % columnTile, at / columnTile), OTHER_COLUMN < OTHER_INNER);
      let depth = start + mine.y;
      var value = vec4f(0.0);
      if (depth < INNER) {
        value = otherVector(otherBase + min(tile.column + mine.x, COLUMNS - 1u) * OTHER_COLUMN + depth * OTHER_INNER);
      }
      right[mine.y * columnTile + mine.x] = value;
    }
    workgroupBarrier();
    for (var depth = 0u; depth < min(innerTile, INNER - start); depth++) {
      let a0 = left[depth * slotTile + slot];
      let a1 = left[depth * slotTile + slot + 8u];
      let b0 = right[depth * columnTile + column];
      let b1 = right[depth * columnTile + column + 8u];
      let b2 = right[depth * columnTile + column + 16u];
      let b3 = right[depth * columnTile + column + 24u];
      s00 += a0 * b0;
      s01 += a0 * b1;
      s02 += a0 * b2;
      s03 += a0 * b3;
      s10 += a1 * b0;
      s11 += a1 * b1;
      s12 += a1 * b2;
      s13 += a1 * b3;
    }
    workgroupBarrier();
  }

  // By way of workgroup memory, so that neighbouring invocations write neighbours; half the slots fit into it.
  let base = dot(tile.place, vec4u(OUTPUT_IMAGE, LEADING, OUTPUT_2, OUTPUT_3));
  for (var half = 0u; half < 2u; half++) {
    right[slot * columnTile + column] = select(s00, s10, half == 1u);
    right[slot * columnTile + column + 8u] = select(s01, s11, half == 1u);
    right[slot * columnTile + column + 16u] = select(s02, s12, half == 1u);
    right[slot * columnTile + column + 24u] = select(s03, s13, half == 1u);
    workgroupBarrier();
    for (var at = local; at < 8u * columnTile; at += WORKGROUP_SIZE) {
      let mine = select(vec2u(at / columnTile, at % columnTile), vec2u(at % 8u, at / 8u), OUTPUT_SLOT < OUTPUT_COLUMN);
      store(right[mine.x * columnTile + mine.y], tile.slot + half * 8u + mine.x, tile.column + mine.y, base, tile.place.y);
    }
    workgroupBarrier();
  }
}
