// Each output value from one input value whose place is linear in the output's indices (permute, slice).
// One invocation gathers four channels of one position. Spatial axes are numbered 2 to 5; absent ones have size 1.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, ...spatial, OUTPUT_CHANNELS/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IMAGE_VECTORS]

override OUTPUT_CHANNELS: u32;
override IMAGE_VECTORS: u32; // vec4 of one input image
override SIZE_2: u32; // spatial sizes of the output
override SIZE_3: u32;
override SIZE_4: u32;
override SIZE_5: u32;
override OFFSET: u32; // in values within the input image, as are the strides
override STRIDE_1: u32; // of the channel
override STRIDE_2: u32;
override STRIDE_3: u32;
override STRIDE_4: u32;
override STRIDE_5: u32;
override WHOLE: u32; // 1: channels of a vec4 lie together in one vec4 of the input

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let groups = (OUTPUT_CHANNELS + 3u) / 4u;
  let group = index % groups;
  let row5 = index / groups;
  let row4 = row5 / SIZE_5;
  let row3 = row4 / SIZE_4;
  let row2 = row3 / SIZE_3;
  let start = row2 / SIZE_2 * IMAGE_VECTORS;
  let spatial = vec4u(row2 % SIZE_2, row3 % SIZE_3, row4 % SIZE_4, row5 % SIZE_5);
  let place = OFFSET + group * 4u * STRIDE_1 + dot(spatial, vec4u(STRIDE_2, STRIDE_3, STRIDE_4, STRIDE_5));

  let real = realLanes(group, OUTPUT_CHANNELS);
  var value = Element4();
  if (WHOLE == 1u) {
    value = input[start + place / 4u];
  } else {
    // Padding lanes read the first lane's value, which is then dropped.
    let lanes = place + select(vec4u(0u), vec4u(0u, 1u, 2u, 3u), real) * STRIDE_1;
    value = Element4(
      input[start + lanes.x / 4u][lanes.x % 4u],
      input[start + lanes.y / 4u][lanes.y % 4u],
      input[start + lanes.z / 4u][lanes.z % 4u],
      input[start + lanes.w / 4u][lanes.w % 4u],
    );
  }
  output[index] = select(Element4(), value, real);
}
