// Shared by every kernel: one flat invocation index from a dispatch that may be spread over x, y and z.

const WORKGROUP_SIZE = 64u;

fn invocationIndex(workgroupId: vec3u, workgroupCount: vec3u, local: u32) -> u32 {
  return ((workgroupId.z * workgroupCount.y + workgroupId.y) * workgroupCount.x + workgroupId.x) * WORKGROUP_SIZE + local;
}

// True in lanes that hold one of `channels` channels, false in the padding of the last group of four.
fn realLanes(group: u32, channels: u32) -> vec4<bool> {
  return vec4u(group * 4u) + vec4u(0u, 1u, 2u, 3u) < vec4u(channels);
}
