/** Shapes to begin with, for each operation that the playground offers. */
export const exampleShapes: Readonly<Record<string, readonly string[]>> = {
  convTranspose2d: [
    'input=1x128x16x16 out=64 kernel=4 stride=2 padding=1 bias',
    'input=1x100x1x1 out=512 kernel=4 bias',
    'input=1x512x4x4 out=256 kernel=4 stride=2 padding=1 bias',
    'input=1x64x32x32 out=3 kernel=4 stride=2 padding=1',
    'input=16x128x16x16 out=64 kernel=4 stride=2 padding=1 bias',
  ],
  conv2d: [
    'input=1x64x32x32 out=64 kernel=3 padding=1 bias',
    'input=1x96x56x56 out=96 kernel=3 padding=1 bias',
    'input=1x3x64x64 out=64 kernel=4 stride=2 padding=1',
  ],
  linear: ['input=1x512 out=512 bias', 'input=16x512 out=512 bias'],
  matmul: ['input=1x8x256x64,1x8x64x256'],
  instanceNorm2d: ['input=1x64x64x64 weight=64 bias=64'],
  softmax: ['input=1x8x256x256 dim=3'],
  upsample2d: ['input=1x64x32x32 size=64 mode=nearest', 'input=1x64x32x32 size=64 mode=bilinear'],
  gridSample: ['input=1x96x56x56,1x56x56x2 paddingMode=border'],
  add: ['input=1x64x64x64,1x64x64x64'],
};
