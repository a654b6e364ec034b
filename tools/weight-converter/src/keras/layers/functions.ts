import type { SourceValue } from '../../channelsLast/sourceValue.ts';
import { formatDims } from '../../graph/shape.ts';
import { axisOf, type LayerCall, type LayerMapper } from '../layerCall.ts';

/** The first operand and `y`, which is another tensor or a number. */
function operands(op: string): LayerMapper {
  return (call) => {
    const [left, right] = call.inputs as [SourceValue, SourceValue?];
    if (right) return call.layers.binary(op, left, right);
    return call.layers.withConstant(op, left, {
      name: 'y',
      shape: [1],
      data: Float32Array.of(call.config.number('y')),
    });
  };
}

function elementwise(op: string): LayerMapper {
  return (call) => call.layers.elementwise(op, call.input);
}

const depthToSpace: LayerMapper = (call) =>
  blocksToPixels(call, call.config.integer('block_size', undefined, 1));

/** Blocks of the channels become blocks of pixels, the block's place before the channel. */
export function blocksToPixels(call: LayerCall, block: number): SourceValue {
  const value = call.inputOfRank(4);
  const [batch, height, width, channels] = value.shape as [number, number, number, number];
  const depth = channels / block ** 2;
  if (!Number.isInteger(depth)) call.fail(`takes blocks of ${block} from ${formatDims(value.shape)}`);
  const parted = call.layers.reshape(value, [batch, height, width, block, block, depth]);
  const moved = call.layers.permute(parted, [0, 1, 3, 2, 4, 5]);
  return call.layers.reshape(moved, [batch, height * block, width * block, depth]);
}

const clip: LayerMapper = ({ config, layers, input }) =>
  layers.elementwise('clamp', input, {
    min: config.number('clip_value_min'),
    max: config.number('clip_value_max'),
  });

const concat: LayerMapper = (call) =>
  call.layers.concat(
    call.inputs,
    axisOf(call, call.config.integer('axis', -1), call.inputs[0]!.shape.length),
  );

const leakyRelu: LayerMapper = ({ config, layers, input }) =>
  layers.elementwise('leakyRelu', input, { negativeSlope: config.number('alpha', 0.2) });

/** TensorFlow's functions by the names that Keras 2 saves. */
const functions: Readonly<Record<string, LayerMapper>> = {
  'math.add': operands('add'),
  '__operators__.add': operands('add'),
  'math.subtract': operands('sub'),
  'math.multiply': operands('multiply'),
  'math.truediv': operands('div'),
  'math.divide': operands('div'),
  'math.tanh': elementwise('tanh'),
  'math.sigmoid': elementwise('sigmoid'),
  'nn.tanh': elementwise('tanh'),
  'nn.sigmoid': elementwise('sigmoid'),
  'nn.relu': elementwise('relu'),
  'nn.leaky_relu': leakyRelu,
  'nn.depth_to_space': depthToSpace,
  clip_by_value: clip,
  concat,
};

/** A function of TensorFlow that was called on a layer's result while the model was made. */
const functionLayer: LayerMapper = (call) => {
  const name = call.config.text('function', '');
  if (Object.hasOwn(functions, name)) return functions[name]!(call);
  return call.fail(
    `is the function tf.${name.slice(0, 80)}, expected ${Object.keys(functions).join(', ')}; use a Keras layer for what it does, or export ONNX with tf2onnx`,
  );
};

export const functionLayers: Readonly<Record<string, LayerMapper>> = {
  TFOpLambda: functionLayer,
};
