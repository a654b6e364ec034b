import type { SourceValue } from '../channelsLast/sourceValue.ts';
import { activated } from './activations.ts';
import { isObject, plainName } from './config.ts';
import type { LayerCall, LayerMapper } from './layerCall.ts';
import { activationLayers } from './layers/activationLayers.ts';
import { convolutionLayers } from './layers/convolution.ts';
import { denseLayers } from './layers/dense.ts';
import { functionLayers } from './layers/functions.ts';
import { mergingLayers } from './layers/merging.ts';
import { normalizationLayers } from './layers/normalization.ts';
import { poolingLayers } from './layers/pooling.ts';
import { resizingLayers } from './layers/resizing.ts';
import { shapingLayers } from './layers/shaping.ts';
import { upscalerLayers } from './layers/upscalerLayers.ts';

/** What they do, they do in training only. */
const identities = [
  ...['Dropout', 'SpatialDropout1D', 'SpatialDropout2D', 'AlphaDropout', 'ActivityRegularization'],
  ...['GaussianNoise', 'GaussianDropout', 'Identity', 'RandomFlip', 'RandomRotation', 'RandomTranslation'],
  ...['RandomZoom', 'RandomContrast', 'RandomBrightness'],
];

/** Keras' kernel is divided by its norm while it is trained, so that what is stored is what is used. */
const spectralNormalization: LayerMapper = (call) => {
  const inner = call.config.raw('layer');
  if (!isObject(inner) || typeof inner.class_name !== 'string') return call.fail('holds no layer');
  const config = isObject(inner.config) ? inner.config : {};
  return mapLayer(call.as({ className: plainName(inner.class_name), config }));
};

const mappers: Readonly<Record<string, LayerMapper>> = {
  ...denseLayers,
  ...convolutionLayers,
  ...normalizationLayers,
  ...activationLayers,
  ...poolingLayers,
  ...resizingLayers,
  ...shapingLayers,
  ...mergingLayers,
  ...functionLayers,
  ...upscalerLayers,
  ...Object.fromEntries(identities.map((name): [string, LayerMapper] => [name, (call) => call.input])),
  Activation: (call) => call.input,
  SpectralNormalization: spectralNormalization,
};

export const supportedLayers: readonly string[] = Object.keys(mappers);

const withActivation = new Set(['Activation', 'Dense', ...Object.keys(convolutionLayers)]);

/** Nodes of one call of a layer, its activation included; a class that is not known is refused by name. */
export function mapLayer(call: LayerCall): SourceValue {
  const { className } = call;
  if (!Object.hasOwn(mappers, className)) return call.fail(whyNot(className));
  const value = mappers[className]!(call);
  return withActivation.has(className) ? activated(call, value, mapLayer) : value;
}

function whyNot(className: string): string {
  if (className === 'Lambda')
    return 'is a Lambda: its Python code is not run here; use a layer for what it does, or export ONNX with tf2onnx';
  if (className === 'TensorFlowOpLayer')
    return 'is a TensorFlow operation used as a layer; use a Keras layer for what it does, or export ONNX with tf2onnx';
  return `class ${className} is not known; what is: ${supportedLayers.join(', ')}; a custom layer can be rebuilt from these, or the model exported to ONNX with tf2onnx`;
}
