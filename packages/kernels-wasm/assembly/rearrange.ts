import { chunkStart, chunksOf } from './chunks';

/** Two activations one behind the other in whole vectors; a unit is one run of both. */
@unmanaged
export class Concat {
  output: u32; // [rows, INPUT_SPAN + OTHER_SPAN] of v128
  input: u32;
  other: u32;
  VECTORS: u32; // of the output
  INPUT_SPAN: u32; // vectors in one run of the input
  OTHER_SPAN: u32;
}

export function concatUnits(call: Concat): u32 {
  return call.VECTORS / (call.INPUT_SPAN + call.OTHER_SPAN);
}

export function concat(call: Concat, first: u32, last: u32, _scratch: u32): void {
  const inputBytes = call.INPUT_SPAN << 4;
  const otherBytes = call.OTHER_SPAN << 4;
  for (let row = first; row < last; row++) {
    const place = call.output + row * (inputBytes + otherBytes);
    memory.copy(place, call.input + row * inputBytes, inputBytes);
    memory.copy(place + inputBytes, call.other + row * otherBytes, otherBytes);
  }
}

/** Two activations one behind the other along channels, in any numbers. */
@unmanaged
export class ConcatChannels {
  output: u32; // [positions, (INPUT_CHANNELS + OTHER_CHANNELS)/4] of v128
  input: u32;
  other: u32;
  VECTORS: u32; // of the output
  INPUT_CHANNELS: u32;
  OTHER_CHANNELS: u32;
}

export function concatChannelsUnits(call: ConcatChannels): u32 {
  return chunksOf(call.VECTORS);
}

export function concatChannels(call: ConcatChannels, first: u32, last: u32, _scratch: u32): void {
  const channels = call.INPUT_CHANNELS + call.OTHER_CHANNELS;
  const groups = (channels + 3) >> 2;
  const inputRow = ((call.INPUT_CHANNELS + 3) >> 2) << 2;
  const otherRow = ((call.OTHER_CHANNELS + 3) >> 2) << 2;
  const end = chunkStart(last, call.VECTORS) << 2;
  for (let at = chunkStart(first, call.VECTORS) << 2; at < end; at++) {
    const position = at / (groups << 2);
    const channel = at % (groups << 2);
    let value: f32 = 0;
    if (channel < call.INPUT_CHANNELS) {
      value = load<f32>(call.input + ((position * inputRow + channel) << 2));
    } else if (channel < channels) {
      value = load<f32>(call.other + ((position * otherRow + channel - call.INPUT_CHANNELS) << 2));
    }
    store<f32>(call.output + (at << 2), value);
  }
}

/** The same values in C order of the logical shape, under another shape. */
@unmanaged
export class Reshape {
  output: u32; // [N, OUTPUT_POSITIONS, OUTPUT_CHANNELS/4] of v128
  input: u32; // [N, INPUT_POSITIONS, INPUT_CHANNELS/4] of v128
  VECTORS: u32; // of the output
  INPUT_CHANNELS: u32;
  INPUT_POSITIONS: u32;
  OUTPUT_CHANNELS: u32;
  OUTPUT_POSITIONS: u32;
}

export function reshapeUnits(call: Reshape): u32 {
  return chunksOf(call.VECTORS);
}

export function reshape(call: Reshape, first: u32, last: u32, _scratch: u32): void {
  const start = chunkStart(first, call.VECTORS);
  const end = chunkStart(last, call.VECTORS);
  if (call.INPUT_CHANNELS === call.OUTPUT_CHANNELS) {
    memory.copy(call.output + (start << 4), call.input + (start << 4), (end - start) << 4);
    return;
  }
  const outputRow = ((call.OUTPUT_CHANNELS + 3) >> 2) << 2;
  const inputRow = ((call.INPUT_CHANNELS + 3) >> 2) << 2;
  for (let at = start << 2; at < end << 2; at++) {
    const channel = at % outputRow;
    const place = at / outputRow;
    let value: f32 = 0;
    if (channel < call.OUTPUT_CHANNELS) {
      const logical = channel * call.OUTPUT_POSITIONS + (place % call.OUTPUT_POSITIONS); // [C, ...spatial] on either side
      const position =
        (place / call.OUTPUT_POSITIONS) * call.INPUT_POSITIONS + (logical % call.INPUT_POSITIONS);
      value = load<f32>(call.input + ((position * inputRow + logical / call.INPUT_POSITIONS) << 2));
    }
    store<f32>(call.output + (at << 2), value);
  }
}

/** Each output value from a place linear in its indices (permute, slice); fields as in strided.wgsl. */
@unmanaged
export class Strided {
  output: u32; // [N, ...spatial, OUTPUT_CHANNELS/4] of v128
  input: u32; // [N, IMAGE_VECTORS] of v128
  VECTORS: u32; // of the output
  OUTPUT_CHANNELS: u32;
  IMAGE_VECTORS: u32; // vectors of one input image
  SIZE_2: u32; // spatial sizes of the output
  SIZE_3: u32;
  SIZE_4: u32;
  SIZE_5: u32;
  OFFSET: u32; // in values within the input image, as are the strides
  STRIDE_1: u32; // of the channel
  STRIDE_2: u32;
  STRIDE_3: u32;
  STRIDE_4: u32;
  STRIDE_5: u32;
}

export function stridedUnits(call: Strided): u32 {
  return chunksOf(call.VECTORS);
}

export function strided(call: Strided, first: u32, last: u32, _scratch: u32): void {
  const end = chunkStart(last, call.VECTORS);
  const groups = (call.OUTPUT_CHANNELS + 3) >> 2;
  for (let vector = chunkStart(first, call.VECTORS); vector < end; vector++) {
    const row5 = vector / groups;
    const row4 = row5 / call.SIZE_5;
    const row3 = row4 / call.SIZE_4;
    const row2 = row3 / call.SIZE_3;
    let place = call.OFFSET + (row2 % call.SIZE_2) * call.STRIDE_2 + (row3 % call.SIZE_3) * call.STRIDE_3;
    place += (row4 % call.SIZE_4) * call.STRIDE_4 + (row5 % call.SIZE_5) * call.STRIDE_5;
    const image = call.input + (((row2 / call.SIZE_2) * call.IMAGE_VECTORS) << 4);
    const channel = (vector % groups) << 2;
    for (let lane: u32 = 0; lane < 4; lane++) {
      let value: f32 = 0;
      if (channel + lane < call.OUTPUT_CHANNELS) {
        value = load<f32>(image + ((place + (channel + lane) * call.STRIDE_1) << 2));
      }
      store<f32>(call.output + (vector << 4) + (lane << 2), value);
    }
  }
}
