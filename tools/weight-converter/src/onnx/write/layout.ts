import { type Attributes, dataTypes } from './encodeOnnx.ts';
import { type LastNode, type NodeCall, scalar, weightOf } from './nodeCall.ts';

const padModes = { zero: 'constant', reflect: 'reflect', replicate: 'edge' } as const;

function pad2d(
  call: NodeCall<{ padding: readonly number[]; mode: keyof typeof padModes; value: number }>,
): LastNode {
  const { padding, mode, value } = call.attributes;
  const [top, left, bottom, right] = padding as [number, number, number, number];
  const pads = call.graph.integers([0, 0, top, left, 0, 0, bottom, right]);
  const inputs = [call.inputs[0], pads, ...(mode === 'zero' ? [scalar(call, value)] : [])];
  return ['Pad', inputs, { mode: { text: padModes[mode] } }];
}

function concat(call: NodeCall<{ readonly axis: number }>): LastNode {
  const { axis } = call.attributes;
  return ['Concat', call.inputs, { axis: { int: axis < 0 ? axis + call.output.length : axis } }];
}

/** ONNX reads a size of 0 as the input's, here the batch. */
function reshape(call: NodeCall): LastNode {
  return ['Reshape', [call.inputs[0], call.graph.integers([0, ...call.output.slice(1)])]];
}

function permute(call: NodeCall<{ readonly dims: readonly number[] }>): LastNode {
  return ['Transpose', call.inputs, { perm: { ints: call.attributes.dims } }];
}

type Slice = Readonly<Record<'starts' | 'ends' | 'axes' | 'steps', readonly number[]>>;

/** Starts and ends are clamped here: in a model file they may be larger than an int64. */
function slice(call: NodeCall<Slice>): LastNode {
  const shape = call.shapes[0]!;
  const axes = call.attributes.axes.map((axis) => (axis < 0 ? axis + shape.length : axis));
  const clamped = (places: readonly number[]): number[] =>
    places.map((place, at) => {
      const size = shape[axes[at]!]!;
      return Math.min(Math.max(place < 0 ? place + size : place, 0), size);
    });
  const { starts, ends, steps } = call.attributes;
  const ranges = [clamped(starts), clamped(ends), axes, steps].map((list) => call.graph.integers(list));
  return ['Slice', [call.inputs[0], ...ranges]];
}

interface Upsample {
  readonly mode: 'nearest' | 'bilinear';
  readonly alignCorners: boolean;
}

function upsample2d(call: NodeCall<Upsample>): LastNode {
  const [, , height, width] = call.shapes[0] as [number, number, number, number];
  const [, , outputHeight, outputWidth] = call.output as [number, number, number, number];
  const scales = [upperScale(height, outputHeight), upperScale(width, outputWidth)];
  const resize = (attributes: Attributes): LastNode => {
    // The region of interest between input and scales belongs to another mode.
    return ['Resize', [call.inputs[0], '', call.graph.floats([1, 1, ...scales])], attributes];
  };
  if (call.attributes.mode === 'bilinear') {
    const coordinates = call.attributes.alignCorners ? 'align_corners' : 'half_pixel';
    return resize({ mode: { text: 'linear' }, coordinate_transformation_mode: { text: coordinates } });
  }
  if (scales[0]! * height === outputHeight && scales[1]! * width === outputWidth) {
    return resize({
      mode: { text: 'nearest' },
      coordinate_transformation_mode: { text: 'asymmetric' },
      nearest_mode: { text: 'floor' },
    });
  }
  const rows = call.step('Gather', [call.inputs[0], sources(call, height, outputHeight)], {
    axis: { int: 2 },
  });
  return ['Gather', [rows, sources(call, width, outputWidth)], { axis: { int: 3 } }];
}

/** The least f32 of at least output / input: times input it is never below the output, to which runtimes round down. */
function upperScale(input: number, output: number): number {
  const near = Math.fround(output / input);
  if (near * input >= output) return near;
  const [bits] = new Uint32Array(Float32Array.of(near).buffer);
  return new Float32Array(Uint32Array.of(bits! + 1).buffer)[0]!;
}

/** Nearest by a scale that is no f32: runtimes divide by it and miss some pixels (14 to 16), indices do not. */
function sources(call: NodeCall, input: number, output: number): string {
  return call.graph.integers(Array.from({ length: output }, (_, i) => Math.floor((i * input) / output)));
}

interface Sampling {
  readonly mode: string;
  readonly paddingMode: string;
  readonly alignCorners: boolean;
  readonly planarGrid: boolean;
}

/** ONNX has only grids of pairs. */
function gridSample(call: NodeCall<Sampling>): LastNode {
  const { mode, paddingMode, alignCorners, planarGrid } = call.attributes;
  const [image, grid] = call.inputs as readonly [string, string];
  const align_corners = { int: alignCorners ? 1 : 0 };
  return [
    'GridSample',
    [image, planarGrid ? call.step('Transpose', [grid], { perm: { ints: [0, 2, 3, 1] } }) : grid],
    { mode: { text: mode }, padding_mode: { text: paddingMode }, align_corners },
  ];
}

interface Shuffle {
  readonly order: 'CRD' | 'DCR';
}

function pixelShuffle(call: NodeCall<Shuffle & { readonly upscaleFactor: number }>): LastNode {
  const { upscaleFactor, order } = call.attributes;
  return ['DepthToSpace', call.inputs, { blocksize: { int: upscaleFactor }, mode: { text: order } }];
}

/** ONNX has only the order of pixel by pixel; PyTorch's is a transposition. */
function pixelUnshuffle(call: NodeCall<Shuffle & { readonly downscaleFactor: number }>): LastNode {
  const { downscaleFactor: block, order } = call.attributes;
  if (order === 'DCR') return ['SpaceToDepth', call.inputs, { blocksize: { int: block } }];
  const [, channels, height, width] = call.shapes[0] as [number, number, number, number];
  const sizes = [0, channels, height / block, block, width / block, block];
  const parted = call.step('Reshape', [call.inputs[0], call.graph.integers(sizes)]);
  const moved = call.step('Transpose', [parted], { perm: { ints: [0, 1, 3, 5, 2, 4] } });
  return ['Reshape', [moved, call.graph.integers([0, ...call.output.slice(1)])]];
}

/** Indices are numbers here and integers there. */
function embedding(call: NodeCall): LastNode {
  const last = call.weights.weight!.shape[0]! - 1;
  const nearest = call.step('Floor', [call.step('Add', [call.inputs[0], scalar(call, 0.5)])]);
  const inside = call.step('Clip', [nearest, scalar(call, 0), scalar(call, last)]);
  const indices = call.step('Cast', [inside], { to: { int: dataTypes.int64 } });
  return ['Gather', [weightOf(call, 'weight')!, indices], { axis: { int: 0 } }];
}

function indexSelect(call: NodeCall<{ readonly dim: number; readonly index: readonly number[] }>): LastNode {
  const { dim, index } = call.attributes;
  const axis = { int: dim < 0 ? dim + call.output.length : dim };
  return ['Gather', [call.inputs[0], call.graph.integers(index)], { axis }];
}

export const layout = {
  upsample2d,
  gridSample,
  pad2d,
  concat,
  reshape,
  permute,
  slice,
  pixelShuffle,
  pixelUnshuffle,
  embedding,
  indexSelect,
};
