// Two activations one behind the other along channels (torch.cat, dim=1), whatever their numbers of channels.
// One invocation gathers four channels of one position.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, ...spatial, OC/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, ...spatial, INPUT_CHANNELS/4]
@group(0) @binding(2) var<storage, read> other: array<Element4>; // [N, ...spatial, OTHER_CHANNELS/4]

override INPUT_CHANNELS: u32;
override OTHER_CHANNELS: u32;

fn channelAt(position: u32, channel: u32) -> Element {
  if (channel < INPUT_CHANNELS) {
    return input[position * ((INPUT_CHANNELS + 3u) / 4u) + channel / 4u][channel % 4u];
  }
  let second = channel - INPUT_CHANNELS;
  if (second >= OTHER_CHANNELS) { return Element(0.0); }
  return other[position * ((OTHER_CHANNELS + 3u) / 4u) + second / 4u][second % 4u];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let groups = (INPUT_CHANNELS + OTHER_CHANNELS + 3u) / 4u;
  let position = index / groups;
  let channel = index % groups * 4u;
  output[index] = Element4(
    channelAt(position, channel),
    channelAt(position, channel + 1u),
    channelAt(position, channel + 2u),
    channelAt(position, channel + 3u),
  );
}
