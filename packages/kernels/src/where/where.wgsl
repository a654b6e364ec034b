// One of two activations, value by value, as a third says (torch.where); any of them broadcast along any axis.
// One invocation computes four channels of one position. Spatial axes are numbered 2 to 5; absent ones have size 1.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, ...spatial, C/4]
@group(0) @binding(1) var<storage, read> condition: array<Element4>; // as output, or broadcast; 0 is false
@group(0) @binding(2) var<storage, read> input: array<Element4>; // as output, or broadcast; taken where true
@group(0) @binding(3) var<storage, read> other: array<Element4>; // as output, or broadcast; taken where false

override CHANNELS: u32; // of the output
override SIZE_2: u32; // spatial sizes of the output
override SIZE_3: u32;
override SIZE_4: u32;
override SIZE_5: u32;
override CONDITION_STRIDE_0: u32; // of the batch, in vec4; every stride is 0 where the axis is broadcast
override CONDITION_STRIDE_2: u32;
override CONDITION_STRIDE_3: u32;
override CONDITION_STRIDE_4: u32;
override CONDITION_STRIDE_5: u32;
override CONDITION_SPLAT: u32; // 1: one channel stands for all
override INPUT_STRIDE_0: u32;
override INPUT_STRIDE_2: u32;
override INPUT_STRIDE_3: u32;
override INPUT_STRIDE_4: u32;
override INPUT_STRIDE_5: u32;
override INPUT_SPLAT: u32;
override OTHER_STRIDE_0: u32;
override OTHER_STRIDE_2: u32;
override OTHER_STRIDE_3: u32;
override OTHER_STRIDE_4: u32;
override OTHER_STRIDE_5: u32;
override OTHER_SPLAT: u32;

fn spread(value: Element4, splat: u32) -> Element4 {
  return select(value, Element4(value.x), splat == 1u);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let groups = (CHANNELS + 3u) / 4u;
  let group = index % groups;
  let row5 = index / groups;
  let row4 = row5 / SIZE_5;
  let row3 = row4 / SIZE_4;
  let row2 = row3 / SIZE_3;
  let image = row2 / SIZE_2;
  let spatial = vec4u(row2 % SIZE_2, row3 % SIZE_3, row4 % SIZE_4, row5 % SIZE_5);

  let conditionStrides = vec4u(CONDITION_STRIDE_2, CONDITION_STRIDE_3, CONDITION_STRIDE_4, CONDITION_STRIDE_5);
  let inputStrides = vec4u(INPUT_STRIDE_2, INPUT_STRIDE_3, INPUT_STRIDE_4, INPUT_STRIDE_5);
  let otherStrides = vec4u(OTHER_STRIDE_2, OTHER_STRIDE_3, OTHER_STRIDE_4, OTHER_STRIDE_5);
  let places = vec3u(
    image * CONDITION_STRIDE_0 + dot(spatial, conditionStrides),
    image * INPUT_STRIDE_0 + dot(spatial, inputStrides),
    image * OTHER_STRIDE_0 + dot(spatial, otherStrides),
  ) + group * (1u - vec3u(CONDITION_SPLAT, INPUT_SPLAT, OTHER_SPLAT));
  let truth = spread(condition[places.x], CONDITION_SPLAT) != Element4();
  let result = select(spread(other[places.z], OTHER_SPLAT), spread(input[places.y], INPUT_SPLAT), truth);
  output[index] = select(Element4(), result, realLanes(group, CHANNELS));
}
