import { chunkStart, chunksOf } from './chunks';

/** Channels to blocks of pixels, or back; fields as in pixelShuffle.wgsl. */
@unmanaged
export class PixelShuffle {
  output: u32; // [N, OH, OW, OUTPUT_CHANNELS/4] of v128
  input: u32; // [N, IH, IW, INPUT_CHANNELS/4] of v128
  VECTORS: u32; // of the output
  UNSHUFFLE: u32; // 0: pixels become more, 1: channels do
  BLOCK: u32; // pixels along each side of a block
  CHANNEL_STRIDE: u32; // on the side of many channels, between neighbouring channels of the other side
  PIXEL_STRIDE: u32; // there, between neighbouring pixels of a block
  INPUT_CHANNELS: u32;
  OUTPUT_CHANNELS: u32;
  OUTPUT_HEIGHT: u32;
  OUTPUT_WIDTH: u32;
}

export function pixelShuffleUnits(call: PixelShuffle): u32 {
  return chunksOf(call.VECTORS);
}

export function pixelShuffle(call: PixelShuffle, first: u32, last: u32, _scratch: u32): void {
  const end = chunkStart(last, call.VECTORS);
  const groups = (call.OUTPUT_CHANNELS + 3) >> 2;
  for (let vector = chunkStart(first, call.VECTORS); vector < end; vector++) {
    const position = vector / groups;
    const column = position % call.OUTPUT_WIDTH;
    const line = position / call.OUTPUT_WIDTH; // rows of all images
    const channel = (vector % groups) << 2;
    const output = call.output + (vector << 4);
    v128.store(output, f32x4.splat(0));
    const stop = output + (min(call.OUTPUT_CHANNELS - channel, 4) << 2);
    if (call.UNSHUFFLE) gatherBlock(call, line, column, channel, output, stop);
    else spreadBlock(call, line, column, channel, output, stop);
  }
}

/** Channels of one pixel of a block; `output` to `end` are where they go. */
function spreadBlock(call: PixelShuffle, line: u32, column: u32, channel: u32, output: u32, end: u32): void {
  const block = call.BLOCK;
  const pixel = (line % block) * block + (column % block);
  const position = (line / block) * (call.OUTPUT_WIDTH / block) + column / block;
  const row = position * (((call.INPUT_CHANNELS + 3) >> 2) << 2);
  const step = call.CHANNEL_STRIDE << 2;
  let source = call.input + ((row + pixel * call.PIXEL_STRIDE) << 2) + channel * step;
  for (; output < end; output += 4) {
    store<f32>(output, load<f32>(source));
    source += step;
  }
}

/** Pixels of a block as channels. */
function gatherBlock(call: PixelShuffle, line: u32, column: u32, channel: u32, output: u32, end: u32): void {
  const block = call.BLOCK;
  const row = ((call.INPUT_CHANNELS + 3) >> 2) << 2;
  for (; output < end; output += 4) {
    const pixel = (channel / call.PIXEL_STRIDE) % (block * block);
    const source = (channel / call.CHANNEL_STRIDE) % call.INPUT_CHANNELS;
    const y = line * block + pixel / block;
    const x = column * block + (pixel % block);
    const place = (y * call.OUTPUT_WIDTH * block + x) * row + source;
    store<f32>(output, load<f32>(call.input + (place << 2)));
    channel++;
  }
}
