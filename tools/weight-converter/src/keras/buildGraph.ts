import type { ChannelsLast } from '../channelsLast/channelsLast.ts';
import type { SourceValue } from '../channelsLast/sourceValue.ts';
import type { KerasCall, KerasLayer, KerasModel, LayerPlace, TensorRef } from './kerasModel.ts';
import { type Dialect, LayerCall } from './layerCall.ts';
import { LayerWeights, type WeightSource } from './layerWeights.ts';
import { mapLayer } from './mapLayer.ts';

const MOST_CALLS = 20_000;

/** What the models of one file share. */
export interface BuildScope {
  readonly fileName: string;
  readonly layers: ChannelsLast;
  readonly source: WeightSource;
  readonly dialect: Dialect;
  readonly classes: Map<string, number>;
  /** By the names of the models around a layer and its own. */
  readonly weights: Map<string, LayerWeights>;
  calls: number;
}

const outermost: LayerPlace = { names: [], folders: [] };

/** What a model gives for its inputs. A layer is computed when something reads it, each call once. */
export function buildGraph(
  model: KerasModel,
  inputs: readonly SourceValue[],
  scope: BuildScope,
  place: LayerPlace = outermost,
): SourceValue[] {
  const { builder } = scope.layers;
  const made = new Map<string, readonly SourceValue[]>();
  const open = new Set<string>();
  model.inputs.forEach((ref, at) => {
    const value = inputs[at];
    if (value) made.set(keyOf(ref), [value]);
  });
  // A stack of our own: a hostile chain of layers must not be as deep as the language's.
  const stack: { key: string; layer: KerasLayer; call: KerasCall; next: number }[] = [];
  const enter = (ref: TensorRef, reader: string) => {
    const key = keyOf(ref);
    if (made.has(key)) return;
    const layer = model.layers.get(ref.layer);
    builder.where = scope.fileName;
    const refuse = (message: string) => builder.fail(`${reader} reads layer "${ref.layer}", ${message}`);
    if (layer === undefined) return refuse('which is not there');
    if (layer.className === 'InputLayer') return refuse('an input that the model does not list');
    const call = callOf(layer, ref);
    if (call === undefined) return refuse(`call ${ref.node} of it, but it has ${layer.calls.length}`);
    if (open.has(key)) return refuse('which needs it: the layers are cyclic');
    open.add(key);
    stack.push({ key, layer, call, next: 0 });
  };
  for (const output of model.outputs) {
    enter(output, 'an output');
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const ref = top.call.reads[top.next++];
      if (ref) {
        enter(ref, `layer "${top.layer.name}"`);
        continue;
      }
      stack.pop();
      const values = top.call.reads.map((read) => pick(made, read, scope));
      made.set(top.key, callLayer(top, values, scope, place));
      open.delete(top.key);
    }
  }
  return model.outputs.map((ref) => pick(made, ref, scope));
}

function keyOf({ layer, node }: TensorRef): string {
  return `${node} ${layer}`;
}

/** Some files count the call that made a shared model first; a layer with one call leaves no doubt. */
function callOf({ calls }: KerasLayer, { node }: TensorRef): KerasCall | undefined {
  return calls.length === 1 ? calls[0] : calls[node];
}

function pick(
  made: ReadonlyMap<string, readonly SourceValue[]>,
  ref: TensorRef,
  scope: BuildScope,
): SourceValue {
  const values = made.get(keyOf(ref))!;
  const value = values[ref.tensor];
  if (value !== undefined) return value;
  scope.layers.builder.where = `${scope.fileName}: layer "${ref.layer}"`;
  return scope.layers.builder.fail(`gives ${values.length} tensors, but its tensor ${ref.tensor} is read`);
}

function callLayer(
  { layer, call }: { readonly layer: KerasLayer; readonly call: KerasCall },
  inputs: readonly SourceValue[],
  scope: BuildScope,
  place: LayerPlace,
): SourceValue[] {
  const { builder } = scope.layers;
  const names = [...place.names, layer.name];
  const own: LayerPlace = { names, folders: [...place.folders, layer.folder] };
  builder.where = `${scope.fileName}: layer "${names.join('/')}" (${layer.className.slice(0, 80)})`;
  builder.hint = names.join('/');
  if (++scope.calls > MOST_CALLS)
    builder.fail(`is call number ${scope.calls}, expected at most ${MOST_CALLS}`);
  if (layer.model) {
    if (layer.model.inputs.length !== inputs.length)
      builder.fail(`reads ${inputs.length} tensors, expected ${layer.model.inputs.length}`);
    return buildGraph(layer.model, inputs, scope, own);
  }
  const { className } = layer;
  const config = { ...layer.config, ...call.settings };
  const { layers, dialect, classes } = scope;
  return [
    mapLayer(
      new LayerCall({ className, config, inputs, layers, weights: weightsOf(own, scope), dialect, classes }),
    ),
  ];
}

function weightsOf(place: LayerPlace, scope: BuildScope): LayerWeights {
  const key = JSON.stringify(place.names);
  const known = scope.weights.get(key);
  if (known) return known;
  const { builder } = scope.layers;
  const weights = new LayerWeights(scope.source.weightsOf(place), place.names.join('/'), (message) =>
    builder.fail(message),
  );
  scope.weights.set(key, weights);
  return weights;
}
