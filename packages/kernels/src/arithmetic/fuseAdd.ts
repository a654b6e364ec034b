import { plainEpilogue } from '../epilogue/epilogue.ts';
import { addNoise, spreadOperand } from '../epilogue/noise.ts';
import type { Call, FusedLayer, GraphView, Operation } from '../kernel.ts';

/** `add` in the epilogue of one of its operands: as noise where all that makes the other is a channel that is spread, else as a residual. */
export const fuseAdd: NonNullable<Operation['fuse']> = (layer, node, call, graph) => {
  const { epilogue } = layer;
  if (node.inputs.length !== 2) return false;
  const other = node.inputs[node.inputs[0] === layer.output ? 1 : 0]!;
  const isWhole = [other, layer.output].every((name) => String(graph.shapeOf(name)) === String(call.output));
  if (!isWhole) return false;
  if (fuseNoise(layer, other, call, graph)) return true;
  if (epilogue.residual !== 'none' || !graph.isReady(other)) return false;
  const residual = epilogue.activation.name === 'identity' ? 'beforeActivation' : 'afterActivation';
  layer.epilogue = { ...epilogue, residual };
  layer.added = { ...layer.added, residual: other };
  return true;
};

/** Only into sums, which a batch norm behind them is still folded into. */
function fuseNoise(layer: FusedLayer, tensor: string, call: Call, graph: GraphView): boolean {
  if (layer.operation.weightUse !== 'matrix' || layer.epilogue !== plainEpilogue || layer.noise) return false;
  const maker = graph.makerOf(tensor);
  const role = maker?.operation.spreadBy?.(maker.call);
  if (!maker || !role) return false;
  const [noise, spread] = [maker.inputs[0]!, maker.weights[role]!];
  if (!graph.isReady(noise) || graph.isQuantised(spread)) return false;
  layer.added = { noise };
  layer.noise = {
    tensor,
    weights: { spread },
    operand: (eps) => spreadOperand(call.output[1]!, eps),
    addTo: addNoise,
  };
  return true;
}
