import { multiplyBy, plus } from '../channelsLast/scalars.ts';
import type { SourceValue } from '../channelsLast/sourceValue.ts';
import { isObject, plainName } from './config.ts';
import type { LayerCall } from './layerCall.ts';

type Activate = (call: LayerCall, value: SourceValue) => SourceValue;

function elementwise(op: string, attributes: Record<string, unknown> = {}): Activate {
  return ({ layers }, value) => layers.elementwise(op, value, attributes);
}

/** Keras 3 takes that of PyTorch, older ones and TensorFlow.js clip(0.2 x + 0.5). */
const hardSigmoid: Activate = ({ layers, dialect }, value) => {
  if (dialect.keras >= 3 && !dialect.isTensorflowJs) return layers.elementwise('hardsigmoid', value);
  return layers.elementwise('clamp', plus(layers, multiplyBy(layers, value, 0.2), 0.5), { min: 0, max: 1 });
};

const softmax: Activate = ({ layers }, value) => layers.along('softmax', value, value.shape.length - 1);

const functions: Readonly<Record<string, Activate>> = {
  linear: (_, value) => value,
  relu: elementwise('relu'),
  relu6: elementwise('clamp', { min: 0, max: 6 }),
  leaky_relu: elementwise('leakyRelu', { negativeSlope: 0.2 }),
  elu: elementwise('elu', { alpha: 1 }),
  selu: elementwise('selu'),
  tanh: elementwise('tanh'),
  sigmoid: elementwise('sigmoid'),
  hard_sigmoid: hardSigmoid,
  softplus: elementwise('softplus'),
  softsign: elementwise('softsign'),
  swish: elementwise('silu'),
  silu: elementwise('silu'),
  hard_swish: elementwise('hardswish'),
  hard_silu: elementwise('hardswish'),
  mish: elementwise('mish'),
  exponential: elementwise('exp'),
  log_sigmoid: elementwise('logsigmoid'),
  gelu: elementwise('gelu', { approximate: 'none' }),
  gelu_new: elementwise('gelu', { approximate: 'tanh' }),
  softmax,
  log_softmax: (call, value) => call.layers.elementwise('log', softmax(call, value)),
};

/** Applies what the key `activation` of a layer's config says: a name, or a layer of its own. */
export function activated(
  call: LayerCall,
  value: SourceValue,
  mapLayer: (call: LayerCall) => SourceValue,
): SourceValue {
  const given = call.config.raw('activation') ?? 'linear';
  if (isObject(given) && given.class_name === 'function') return byName(call, value, given.config);
  if (isObject(given) && typeof given.class_name === 'string') {
    const config = isObject(given.config) ? given.config : {};
    return mapLayer(call.as({ className: plainName(given.class_name), config, inputs: [value] }));
  }
  return byName(call, value, given);
}

function byName(call: LayerCall, value: SourceValue, given: unknown): SourceValue {
  const name = typeof given === 'string' ? plainName(given) : JSON.stringify(given);
  const key = name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  if (Object.hasOwn(functions, key)) {
    if (call.className !== 'Activation') call.builder.hint += `.${key}`;
    return functions[key]!(call, value);
  }
  return call.fail(
    `activation "${name.slice(0, 80)}" is not supported, expected one of ${Object.keys(functions).join(', ')}`,
  );
}
