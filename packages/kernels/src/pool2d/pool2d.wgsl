// The largest value, or the mean, of each window of a plane (torch.nn.functional.max_pool2d, avg_pool2d).
// One invocation computes four channels of one position.

@group(0) @binding(0) var<storage, read_write> output: array<Element4>; // [N, OH, OW, C/4]
@group(0) @binding(1) var<storage, read> input: array<Element4>; // [N, IH, IW, C/4]

override GROUPS: u32; // groups of four channels
override INPUT_HEIGHT: u32;
override INPUT_WIDTH: u32;
override OUTPUT_HEIGHT: u32;
override OUTPUT_WIDTH: u32;
override KERNEL_HEIGHT: u32;
override KERNEL_WIDTH: u32;
override STRIDE_Y: u32;
override STRIDE_X: u32;
override PADDING_TOP: u32;
override PADDING_LEFT: u32;
override DILATION_Y: u32;
override DILATION_X: u32;
override MEAN: u32; // 0: the largest value, 1: the mean
override COUNTED_TOP: u32; // how much of the padding counts in a mean
override COUNTED_LEFT: u32;
override COUNTED_BOTTOM: u32;
override COUNTED_RIGHT: u32;

// How many taps of a window that starts at `start` lie within what counts, `first` to `end`.
fn counted(start: i32, taps: u32, first: i32, end: i32) -> f32 {
  return f32(min(start + i32(taps), end) - max(start, first));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroupId: vec3u,
  @builtin(num_workgroups) workgroupCount: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = invocationIndex(workgroupId, workgroupCount, local);
  if (index >= arrayLength(&output)) { return; }
  let group = index % GROUPS;
  let column = index / GROUPS % OUTPUT_WIDTH;
  let row = index / (GROUPS * OUTPUT_WIDTH) % OUTPUT_HEIGHT;
  let image = index / (GROUPS * OUTPUT_WIDTH * OUTPUT_HEIGHT);
  let top = row * STRIDE_Y - PADDING_TOP; // wraps above the input
  let left = column * STRIDE_X - PADDING_LEFT;

  var largest = vec4f(-3.4028234663852886e38);
  var sum = vec4f(0.0);
  for (var ky = 0u; ky < KERNEL_HEIGHT; ky++) {
    let y = top + ky * DILATION_Y;
    if (y >= INPUT_HEIGHT) { continue; }
    let start = (image * INPUT_HEIGHT + y) * INPUT_WIDTH;
    for (var kx = 0u; kx < KERNEL_WIDTH; kx++) {
      let x = left + kx * DILATION_X;
      if (x >= INPUT_WIDTH) { continue; }
      let value = vec4f(input[(start + x) * GROUPS + group]);
      if (MEAN == 1u) { sum += value; } else { largest = max(largest, value); }
    }
  }
  if (MEAN == 1u) {
    let rows = counted(i32(top), KERNEL_HEIGHT, -i32(COUNTED_TOP), i32(INPUT_HEIGHT + COUNTED_BOTTOM));
    let columns = counted(i32(left), KERNEL_WIDTH, -i32(COUNTED_LEFT), i32(INPUT_WIDTH + COUNTED_RIGHT));
    output[index] = Element4(sum / (rows * columns));
  } else {
    output[index] = Element4(largest);
  }
}
