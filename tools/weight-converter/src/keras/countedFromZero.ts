import type { KerasModel, TensorRef } from './kerasModel.ts';

/**
 * Calls of a model within a model are mostly counted from 1: its first node is the one that made it. Where one is read
 * that would be beyond the last, its calls are counted from 0 instead, as those of other layers.
 */
export function countedFromZero(model: KerasModel): KerasModel {
  const reads = [
    ...model.outputs,
    ...[...model.layers.values()].flatMap(({ calls }) => calls.flatMap((call) => call.reads)),
  ];
  const shifted = new Set(
    reads
      .filter(({ layer, node }) => {
        const read = model.layers.get(layer);
        return read?.model !== undefined && node === read.calls.length;
      })
      .map(({ layer }) => layer),
  );
  if (shifted.size === 0) return model;
  const shift = (ref: TensorRef): TensorRef =>
    shifted.has(ref.layer) ? { ...ref, node: Math.max(ref.node - 1, 0) } : ref;
  const layers = [...model.layers].map(
    ([name, layer]) =>
      [
        name,
        { ...layer, calls: layer.calls.map((call) => ({ ...call, reads: call.reads.map(shift) })) },
      ] as const,
  );
  return { ...model, layers: new Map(layers), outputs: model.outputs.map(shift) };
}
