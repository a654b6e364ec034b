// Attention (torch.nn.functional.scaled_dot_product_attention): softmax(q k^T * scale) v, keys 16 at a time, so that the
// matrix of scores is never whole: the largest score, the sum of exponentials and the weighted values are kept up to date
// (Milakov and Gimelshein, Online normalizer calculation for softmax, 2018; Dao et al., FlashAttention, 2022).
// One workgroup computes 16 slots by 64 features of the values; each invocation four slots by four features. Heads are the
// products, queries the rows and features of the values the columns of matmulPlaces.wgsl, which says what a slot is.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OUTPUT_IMAGE]
@group(0) @binding(1) var<storage, read> query: array<Element4>; // [N, QUERY_IMAGE / 4]
@group(0) @binding(2) var<storage, read> key: array<Element4>; // [N, KEY_IMAGE / 4]
@group(0) @binding(3) var<storage, read> value: array<Element4>; // [N, VALUE_IMAGE / 4]

override KEYS: u32;
override FEATURES: u32; // of queries and keys
override SCALE: f32;
override CAUSAL: u32; // 1: a query sees no key behind its own place
override QUERY_IMAGE: u32; // strides in values: of an image, a group of heads, axes 2 and 3,
override QUERY_GROUP: u32;
override QUERY_2: u32;
override QUERY_3: u32;
override QUERY_SLOT: u32; // a slot, a feature, a lane
override QUERY_FEATURE: u32;
override QUERY_LANE: u32;
override KEY_IMAGE: u32; // as above; lanes are 1 apart where they are heads, else 0
override KEY_GROUP: u32;
override KEY_2: u32;
override KEY_3: u32;
override KEY_ROW: u32;
override KEY_FEATURE: u32;
override VALUE_IMAGE: u32;
override VALUE_GROUP: u32;
override VALUE_2: u32;
override VALUE_3: u32;
override VALUE_ROW: u32;
override VALUE_COLUMN: u32;

const slotTile = 16u;
const keyTile = 16u;
const featureTile = 8u;
const columnTile = 64u;
const least = -3.4e38;

// First [featureTile, slotTile] of queries, then [featureTile, keyTile] of keys; after that [slotTile, keyTile] of scores.
var<workgroup> tile: array<vec4f, 256>;
var<workgroup> largest: array<vec4f, slotTile>; // score of each slot so far
var<workgroup> fading: array<vec4f, slotTile>; // what earlier sums are multiplied by, now that it has grown

fn queryVector(place: u32) -> vec4f {
  if (QUERY_LANE == 1u) { return vec4f(query[place / 4u]); }
  let places = vec4u(place) + vec4u(0u, 1u, 2u, 3u) * QUERY_LANE;
  return vec4f(Element4(
    query[places.x / 4u][places.x % 4u],
    query[places.y / 4u][places.y % 4u],
    query[places.z / 4u][places.z % 4u],
    query[places.w / 4u][places.w % 4u],
  ));
}

fn keyVector(place: u32) -> vec4f {
  if (LEADING == 1u) { return vec4f(key[place / 4u]); }
  return vec4f(f32(key[place / 4u][place % 4u]));
}

fn valueVector(place: u32) -> vec4f {
  if (LEADING == 1u) { return vec4f(value[place / 4u]); }
  return vec4f(f32(value[place / 4u][place % 4u]));
}

// A score, or next to nothing where the key is not there or not seen.
fn masked(score: vec4f, slot: u32, keyRow: u32) -> vec4f {
  var seen = vec4<bool>(keyRow < KEYS);
  if (CAUSAL == 1u) {
    let row = select(vec4u(slot * 4u) + vec4u(0u, 1u, 2u, 3u), vec4u(slot), LEADING == 1u);
    seen = seen & (vec4u(keyRow) <= row);
  }
  return select(vec4f(least), score, seen);
}

fn largestOf(slot: u32) -> vec4f {
  var found = largest[slot];
  for (var at = 0u; at < keyTile; at++) { found = max(found, tile[slot * keyTile + at]); }
  return found;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let mine = tileOf(workgroupId, workgroupCount, slotTile, columnTile);
  if (mine.place.x * OUTPUT_IMAGE >= arrayLength(&output)) { return; }
  let queryBase = dot(mine.place, vec4u(QUERY_IMAGE, QUERY_GROUP, QUERY_2, QUERY_3));
  let keyBase = dot(mine.place, vec4u(KEY_IMAGE, KEY_GROUP, KEY_2, KEY_3));
  let valueBase = dot(mine.place, vec4u(VALUE_IMAGE, VALUE_GROUP, VALUE_2, VALUE_3));
  let endRow = (mine.slot + slotTile) * select(4u, 1u, LEADING == 1u);
  let endKey = select(KEYS, min(KEYS, endRow), CAUSAL == 1u);

  if (local < slotTile) { largest[local] = vec4f(least); }
  let scoreSlot = local / 8u; // two slots by two keys of scores: the second ones eight further on
  let scoreKey = local % 8u;
  let slot = local / 16u * 4u; // four slots by every sixteenth feature of the result
  let column = mine.column + local % 16u;
  var results: array<vec4f, 16>;
  var sums: array<vec4f, 4>; // of exponentials
  for (var start = 0u; start < endKey; start += keyTile) {
    var s00 = vec4f(0.0);
    var s01 = vec4f(0.0);
    var s10 = vec4f(0.0);
    var s11 = vec4f(0.0);
    for (var first = 0u; first < FEATURES; first += featureTile) {
      workgroupBarrier();
      for (var at = local; at < 256u; at += WORKGROUP_SIZE) {
        let feature = first + at % featureTile;
        let which = at / featureTile; // slots, then keys
        var found = vec4f(0.0);
        if (feature < FEATURES) {
          if (which < slotTile) {
            found = SCALE * queryVector(queryBase + min(mine.slot + which, SLOTS - 1u) * QUERY_SLOT + feature * QUERY_FEATURE);
          } else {
            found = keyVector(keyBase + min(start + which - slotTile, KEYS - 1u) * KEY_ROW + feature * KEY_FEATURE);
          }
        }
        tile[at % featureTile * slotTile + which % slotTile + which / slotTile * 128u] = found;
      }
      workgroupBarrier();
      for (var feature = 0u; feature < min(featureTile, FEATURES - first); feature++) {
        let q0 = tile[feature * slotTile + scoreSlot];
        let q1 = tile[feature * slotTile + scoreSlot + 8u];
        let k0 = tile[128u + feature * keyTile + scoreKey];
        let k1 = tile[128u + feature * keyTile + scoreKey + 8u];
        s00 += q0 * k0;
        s01 += q0 * k1;
        s10 += q1 * k0;
        s11 += q1 * k1;
      }
    }
    s00 = masked(s00, mine.slot + scoreSlot, start + scoreKey);
    s01 = masked(s01, mine.slot + scoreSlot, start + scoreKey + 8u);
    s10 = masked(s10, mine.slot + scoreSlot + 8u, start + scoreKey);
    s11 = masked(s11, mine.slot + scoreSlot + 8u, start + scoreKey + 8u);

    let place = scoreSlot * keyTile + scoreKey;
    workgroupBarrier();
    tile[place] = s00;
    tile[place + 8u] = s01;
    tile[place + 128u] = s10;
    tile[place + 136u] = s11;
    workgroupBarrier();
    let largest0 = largestOf(scoreSlot);
    let largest1 = largestOf(scoreSlot + 8u);
    workgroupBarrier();
    tile[place] = exp(s00 - largest0);
    tile[place + 8u] = exp(s01 - largest0);
    tile[place + 128u] = exp(s10 - largest1);
    tile[place + 136u] = exp(s11 - largest1);
    if (scoreKey == 0u) {
      fading[scoreSlot] = exp(largest[scoreSlot] - largest0);
      fading[scoreSlot + 8u] = exp(largest[scoreSlot + 8u] - largest1);
      largest[scoreSlot] = largest0;
      largest[scoreSlot + 8u] = largest1;
    }
    workgroupBarrier();

    for (var i = 0u; i < 4u; i++) {
      let factor = fading[slot + i];
      sums[i] *= factor;
      for (var j = 0u; j < 4u; j++) { results[i * 4u + j] *= factor; }
    }
    for (var at = 0u; at < min(keyTile, endKey - start); at++) {
      let row = valueBase + (start + at) * VALUE_ROW;
      let v0 = valueVector(row + min(column, COLUMNS - 1u) * VALUE_COLUMN);
      let v1 = valueVector(row + min(column + 16u, COLUMNS - 1u) * VALUE_COLUMN);
      let v2 = valueVector(row + min(column + 32u, COLUMNS - 1u) * VALUE_COLUMN);
      let v3 = valueVector(row + min(column + 48u, COLUMNS - 1u) * VALUE_COLUMN);
      for (var i = 0u; i < 4u; i++) {
        let share = tile[(slot + i) * keyTile + at];
        sums[i] += share;
        results[i * 4u] += share * v0;
        results[i * 4u + 1u] += share * v1;
        results[i * 4u + 2u] += share * v2;
        results[i * 4u + 3u] += share * v3;
      }
    }
  }

  let base = dot(mine.place, vec4u(OUTPUT_IMAGE, LEADING, OUTPUT_2, OUTPUT_3));
  for (var at = 0u; at < 16u; at++) {
    store(results[at] / sums[at / 4u], mine.slot + slot + at / 4u, column + at % 4u * 16u, base, mine.place.y);
  }
}
