// The same values in C order of the logical shape, under another shape (torch.reshape); the batch stays.
// One invocation gathers four channels of one position.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OUTPUT_POSITIONS, OUTPUT_CHANNELS/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, INPUT_POSITIONS, INPUT_CHANNELS/4]

override INPUT_CHANNELS: u32;
override INPUT_POSITIONS: u32; // product of the spatial sizes
override OUTPUT_CHANNELS: u32;
override OUTPUT_POSITIONS: u32;

fn channelAt(image: u32, position: u32, channel: u32) -> Element {
  if (channel >= OUTPUT_CHANNELS) { return Element(0.0); }
  let logical = channel * OUTPUT_POSITIONS + position; // [C, ...spatial], on either side
  let inputChannel = logical / INPUT_POSITIONS;
  let inputPlace = image * INPUT_POSITIONS + logical % INPUT_POSITIONS;
  return input[inputPlace * ((INPUT_CHANNELS + 3u) / 4u) + inputChannel / 4u][inputChannel % 4u];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  if (INPUT_CHANNELS == OUTPUT_CHANNELS) { // both lie alike
    output[index] = input[index];
    return;
  }
  let groups = (OUTPUT_CHANNELS + 3u) / 4u;
  let channel = index % groups * 4u;
  let position = index / groups % OUTPUT_POSITIONS;
  let image = index / (groups * OUTPUT_POSITIONS);
  output[index] = Element4(
    channelAt(image, position, channel),
    channelAt(image, position, channel + 1u),
    channelAt(image, position, channel + 2u),
    channelAt(image, position, channel + 3u),
  );
}
