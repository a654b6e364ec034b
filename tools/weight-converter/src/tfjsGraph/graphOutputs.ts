import type { GraphOutput } from '@roentgan/gan-runtime/model-file';
import { describeSourceOutputs } from '../channelsLast/describeSourceOutputs.ts';
import type { Activation } from '../graph/graphBuilder.ts';
import { Attributes } from './attributes.ts';
import { Call } from './call.ts';
import { type GraphScope, lookUp } from './convertNodes.ts';
import type { TensorName } from './graphDef.ts';
import type { SourceValue } from './value.ts';

/** Outputs under the names of their nodes, those but the first of a node numbered as TensorFlow does. */
export function readOutputs(
  tensors: readonly TensorName[],
  scope: GraphScope,
): { activations: Activation[]; outputs: GraphOutput[] } {
  const { builder } = scope.layers;
  const named = new Map(tensors.map((tensor) => [nameOf(tensor), tensor]));
  const values = [...named].map(([name, tensor]) => {
    builder.where = `${scope.fileName}: output "${name}"`;
    builder.hint = name;
    return { name, value: outputValue(name, tensor, scope) };
  });
  builder.where = `${scope.fileName}: its outputs`;
  return describeSourceOutputs(scope.layers, values);
}

function nameOf({ node, output }: TensorName): string {
  return output === 0 ? node : `${node}:${output}`;
}

/** What a node gives as a value of the graph, whatever it is while the graph is converted. */
function outputValue(name: string, tensor: TensorName, scope: GraphScope): SourceValue {
  const attributes = new Attributes({}, (message) => scope.layers.builder.fail(message));
  const output = { name, op: 'output', inputs: [tensor], attributes };
  return new Call(output, [lookUp(tensor, scope)], scope).value(0);
}
