import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { isObject, type Json, plainName } from './config.ts';
import { countedFromZero } from './countedFromZero.ts';
import { readCalls, readRefs } from './inboundNodes.ts';
import { modernised } from './keras1.ts';
import type { KerasCall, KerasLayer, KerasModel, TensorRef } from './kerasModel.ts';

const DEEPEST = 16;
const MOST_LAYERS = 10_000;
const modelClasses = new Set(['Sequential', 'Functional', 'Model']);

/**
 * The layers of a `model_config` of Keras 1 to 3. Throws ModelFileError where it is not one, or holds a model that a
 * class in Python makes, whose layers no file tells.
 */
export function parseModel(json: unknown, fileName: string, depth = 0): KerasModel {
  const refuse = (message: string): never => {
    throw new ModelFileError(`${fileName}: ${message}`);
  };
  const { class_name: given, config } = isObject(json) ? json : refuse('model_config is no object');
  const className = plainClass(given);
  if (depth > DEEPEST) refuse(`has models in models in models, more than ${DEEPEST} deep`);
  const entries = Array.isArray(config) ? config : isObject(config) ? config.layers : undefined;
  if (!Array.isArray(entries) || !modelClasses.has(className)) {
    return refuse(
      `model class "${className}" is made by Python code that the file does not hold; rebuild it as a functional model, or export ONNX with tf2onnx`,
    );
  }
  if (entries.length === 0 || entries.length > MOST_LAYERS)
    refuse(`has ${entries.length} layers, expected 1 to ${MOST_LAYERS}`);
  const settings: Json = isObject(config) ? config : {};
  const name = typeof settings.name === 'string' ? settings.name : className;
  const folders = new Map<string, number>();
  const parsed = entries.map((entry: unknown) => parseLayer(entry, folders, fileName, depth));
  return className === 'Sequential'
    ? chained(name, parsed, settings)
    : functional(name, parsed, settings, fileName);
}

type ParsedLayer = Omit<KerasLayer, 'calls'> & { readonly inbound: unknown };

function parseLayer(
  entry: unknown,
  folders: Map<string, number>,
  fileName: string,
  depth: number,
): ParsedLayer {
  const { class_name: given, name, config, inbound_nodes: inbound } = isObject(entry) ? entry : ({} as Json);
  const original = plainClass(given);
  if (original === '' || !(isObject(config) || Array.isArray(config)))
    throw new ModelFileError(`${fileName}: model_config holds a layer without class and config`);
  const folder = folderOf(original, folders);
  const settings: Json = isObject(config) ? config : {};
  const ownName = typeof name === 'string' ? name : settings.name;
  const layerName = typeof ownName === 'string' ? ownName : folder;
  const isModel =
    modelClasses.has(original) || (Array.isArray(settings.layers) && Array.isArray(settings.input_layers));
  if (isModel) {
    const model = parseModel({ class_name: modelClass(original), config }, fileName, depth + 1);
    return { name: layerName, className: original, config: settings, folder, inbound, model };
  }
  return { name: layerName, ...modernised(original, settings), folder, inbound };
}

/** A class derived from a functional model is saved as one. */
function modelClass(className: string): string {
  return modelClasses.has(className) ? className : 'Functional';
}

function plainClass(given: unknown): string {
  return typeof given === 'string' ? plainName(given) : '';
}

/** Keras' `to_snake_case` of the class, numbered within its model. */
function folderOf(className: string, taken: Map<string, number>): string {
  const snake = className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const copies = taken.get(snake) ?? 0;
  taken.set(snake, copies + 1);
  return copies === 0 ? snake : `${snake}_${copies}`;
}

function functional(
  name: string,
  parsed: readonly ParsedLayer[],
  settings: Json,
  fileName: string,
): KerasModel {
  const layers = new Map<string, KerasLayer>();
  for (const { inbound, ...layer } of parsed) {
    const where = `${fileName}: layer "${layer.name}"`;
    if (layers.has(layer.name)) throw new ModelFileError(`${where} is there twice`);
    const calls = layer.className === 'InputLayer' ? [noReads] : readCalls(inbound, where);
    layers.set(layer.name, { ...layer, calls });
  }
  return countedFromZero({
    name,
    layers,
    inputs: readRefs(settings.input_layers, `${fileName}: input_layers`),
    outputs: readRefs(settings.output_layers, `${fileName}: output_layers`),
  });
}

const noReads: KerasCall = { reads: [], settings: {} };
const refTo = (layer: string): TensorRef => ({ layer, node: 0, tensor: 0 });

/** Each layer of a Sequential model reads the one before it. */
function chained(name: string, parsed: readonly ParsedLayer[], settings: Json): KerasModel {
  const [first] = parsed as readonly [ParsedLayer, ...ParsedLayer[]];
  const hasInput = first.className === 'InputLayer';
  const inputLayer: KerasLayer = hasInput
    ? { ...first, calls: [noReads] }
    : {
        name: `${first.name}_input`,
        className: 'InputLayer',
        config: { ...inputConfig(first), ...shapeWhenBuilt(first, settings) },
        calls: [noReads],
        folder: 'input_layer',
      };
  const layers = new Map([[inputLayer.name, inputLayer]]);
  let previous = inputLayer.name;
  for (const { inbound: _, ...layer } of hasInput ? parsed.slice(1) : parsed) {
    const unique = layers.has(layer.name) ? `${layer.name} ${layers.size}` : layer.name;
    layers.set(unique, { ...layer, name: unique, calls: [{ reads: [refTo(previous)], settings: {} }] });
    previous = unique;
  }
  return { name, layers, inputs: [refTo(inputLayer.name)], outputs: [refTo(previous)] };
}

/** The first layer states the input's shape, maybe deep inside. */
function inputConfig({ config, model }: Pick<KerasLayer, 'config' | 'model'>): Json {
  if (!model) return config;
  const input = model.layers.get(model.inputs[0]?.layer ?? '');
  return input ? input.config : {};
}

function shapeWhenBuilt({ config }: ParsedLayer, settings: Json): Json {
  const isStated = ['batch_input_shape', 'batch_shape'].some((key) => Array.isArray(config[key]));
  return !isStated && Array.isArray(settings.build_input_shape)
    ? { batch_shape: settings.build_input_shape }
    : {};
}
