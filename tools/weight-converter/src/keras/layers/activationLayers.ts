import { axisOf, type LayerMapper } from '../layerCall.ts';

const relu: LayerMapper = (call) => {
  const { config, layers, input } = call;
  const slope = config.number('negative_slope', 0);
  const threshold = config.number('threshold', 0);
  if (threshold !== 0) call.fail(`threshold is ${threshold}, expected 0`);
  const most = config.has('max_value') ? config.number('max_value') : undefined;
  if (slope === 0 && most !== undefined) return layers.elementwise('clamp', input, { min: 0, max: most });
  if (slope === 0) return layers.elementwise('relu', input);
  const leaky = layers.elementwise('leakyRelu', input, { negativeSlope: slope });
  return most === undefined ? leaky : layers.elementwise('clamp', leaky, { max: most });
};

const leakyRelu: LayerMapper = ({ config, layers, input }) => {
  const key = config.has('negative_slope') ? 'negative_slope' : 'alpha';
  return layers.elementwise('leakyRelu', input, { negativeSlope: config.number(key, 0.3) });
};

const softmax: LayerMapper = (call) => {
  const { config, layers, input } = call;
  const axes = config.integers('axis') ?? [-1];
  if (axes.length !== 1) call.fail(`axis is [${axes}], expected one`);
  return layers.along('softmax', input, axisOf(call, axes[0]!, input.shape.length));
};

/** A slope for each channel is our `prelu`; one for each value is relu(x) - slope * relu(-x). */
const prelu: LayerMapper = (call) => {
  const { layers, input } = call;
  const { alpha } = call.weights.take(['alpha']);
  if (alpha.shape.slice(0, -1).every((size) => size === 1)) {
    const slope = call.weights.converted('slope', () => ({ ...alpha, shape: [alpha.data.length] }));
    return layers.add('prelu', input, { weights: { slope } });
  }
  const negative = layers.elementwise('relu', layers.elementwise('neg', input));
  const scaled = layers.withConstant('multiply', negative, alpha);
  return layers.binary('sub', layers.elementwise('relu', input), scaled);
};

export const activationLayers: Readonly<Record<string, LayerMapper>> = {
  ReLU: relu,
  LeakyReLU: leakyRelu,
  PReLU: prelu,
  Softmax: softmax,
  ELU: ({ config, layers, input }) => layers.elementwise('elu', input, { alpha: config.number('alpha', 1) }),
};
