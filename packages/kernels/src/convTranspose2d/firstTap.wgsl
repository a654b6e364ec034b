// Which taps of a transposed convolution reach an output: the first, and from there each `step`-th, which is stride / gcd(stride, dilation).

// The first tap that reaches `position` (of the padded output), or `count` where none does.
fn firstTap(position: u32, stride: u32, dilation: u32, step: u32, count: u32) -> u32 {
  for (var tap = 0u; tap < step; tap++) {
    if ((position + stride * dilation * step - tap * dilation) % stride == 0u) { return tap; }
  }
  return count;
}
