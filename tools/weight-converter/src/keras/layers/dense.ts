import { makeWeight } from '../../graph/graphBuilder.ts';
import { formatDims } from '../../graph/shape.ts';
import type { LayerCall, LayerMapper } from '../layerCall.ts';

const dense: LayerMapper = (call) => {
  const hasBias = call.config.boolean('use_bias', true);
  const { kernel, bias } = call.weights.take(
    hasBias ? ['kernel', 'bias'] : (['kernel'] as ('kernel' | 'bias')[]),
  );
  return call.layers.linear(call.input, kernel, bias);
};

/** Rows of a table for whole numbers [N] or [N, L]; tells an input of the model how many there are. */
const embedding: LayerMapper = (call) => {
  const { input, layers } = call;
  const { embeddings } = call.weights.take(['embeddings']);
  const classes = embeddings.shape[0]!;
  if (input.shape.length > 2) call.fail(`looks up ${formatDims(input.shape)}, expected [N] or [N,L]`);
  const { held } = input;
  const source = held.made?.op === 'reshape' ? held.made.inputs[0]! : held;
  if (!source.made) call.classes.set(source.name, Math.max(classes, call.classes.get(source.name) ?? 0));
  const made = call.builder.add('embedding', [layers.asSource(input)], { weights: { weight: embeddings } });
  return layers.fromSource(made);
};

/** `scale * x + offset`, each one number or one for each channel. */
const rescaling: LayerMapper = (call) => {
  const factor = numbersOf(call, 'scale', 1);
  const term = numbersOf(call, 'offset', 0);
  const scaled = factor.every((value) => value === 1)
    ? call.input
    : call.layers.withConstant('multiply', call.input, makeWeight('scale', [factor.length], factor));
  return term.every((value) => value === 0)
    ? scaled
    : call.layers.withConstant('add', scaled, makeWeight('offset', [term.length], term));
};

function numbersOf(call: LayerCall, key: string, fallback: number): number[] {
  const given = call.config.raw(key) ?? fallback;
  const list: unknown[] = Array.isArray(given) ? given : [given];
  return list.length > 0 && list.every((value) => typeof value === 'number')
    ? (list as number[])
    : call.fail(`${key} is ${JSON.stringify(given)?.slice(0, 80)}, expected numbers`);
}

export const denseLayers: Readonly<Record<string, LayerMapper>> = {
  Dense: dense,
  Embedding: embedding,
  Rescaling: rescaling,
};
