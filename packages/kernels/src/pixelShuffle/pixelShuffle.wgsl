// Channels become blocks of pixels (torch.nn.functional.pixel_shuffle), or blocks of pixels channels (pixel_unshuffle).
// One invocation moves four channels of one position.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OH, OW, OUTPUT_CHANNELS/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IH, IW, INPUT_CHANNELS/4]

override UNSHUFFLE: u32; // 0: pixels become more, 1: channels do
override BLOCK: u32; // pixels along each side of a block
override CHANNEL_STRIDE: u32; // on the side of many channels, between neighbouring channels of the other side
override PIXEL_STRIDE: u32; // there, between neighbouring pixels of a block
override INPUT_CHANNELS: u32;
override OUTPUT_CHANNELS: u32;
override OUTPUT_HEIGHT: u32;
override OUTPUT_WIDTH: u32;

// Where a value of the output lies in the input, counted in values.
fn placeOf(image: u32, row: u32, column: u32, channel: u32) -> u32 {
  let groups = (INPUT_CHANNELS + 3u) / 4u;
  if (UNSHUFFLE == 1u) {
    let pixel = channel / PIXEL_STRIDE % (BLOCK * BLOCK);
    let y = row * BLOCK + pixel / BLOCK;
    let x = column * BLOCK + pixel % BLOCK;
    let position = (image * OUTPUT_HEIGHT * BLOCK + y) * OUTPUT_WIDTH * BLOCK + x;
    return position * groups * 4u + channel / CHANNEL_STRIDE % INPUT_CHANNELS;
  }
  let position = (image * (OUTPUT_HEIGHT / BLOCK) + row / BLOCK) * (OUTPUT_WIDTH / BLOCK) + column / BLOCK;
  return position * groups * 4u + channel * CHANNEL_STRIDE + (row % BLOCK * BLOCK + column % BLOCK) * PIXEL_STRIDE;
}

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
  let column = index / groups % OUTPUT_WIDTH;
  let row = index / (groups * OUTPUT_WIDTH) % OUTPUT_HEIGHT;
  let image = index / (groups * OUTPUT_WIDTH * OUTPUT_HEIGHT);
  let first = placeOf(image, row, column, group * 4u);
  if (CHANNEL_STRIDE == 1u && PIXEL_STRIDE % 4u == 0u) {
    output[index] = input[first / 4u]; // four channels lie together
    return;
  }

  let real = realLanes(group, OUTPUT_CHANNELS);
  var value = Element4();
  for (var lane = 0u; lane < 4u; lane++) {
    if (!real[lane]) { break; }
    let place = placeOf(image, row, column, group * 4u + lane);
    value[lane] = input[place / 4u][place % 4u];
  }
  output[index] = value;
}
