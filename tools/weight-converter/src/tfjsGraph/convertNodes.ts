import type { StoredWeight } from '../tfjsWeights/decodeWeights.ts';
import { Call, type CallScope } from './call.ts';
import { describeShape } from './fold/making.ts';
import type { TensorName, TfNode } from './graphDef.ts';
import { describeUnsupported, foldInputs, folds, mappers } from './operations.ts';
import { isBlocked, isConstant, type Value } from './value.ts';

export interface GraphScope extends CallScope {
  readonly fileName: string;
  readonly weights: ReadonlyMap<string, StoredWeight>;
  /** Outputs of the nodes converted so far; those of the inputs are there from the start. */
  readonly values: Map<string, readonly Value[]>;
}

/** Converts nodes, each of which stands behind what it reads. */
export function convertNodes(nodes: readonly TfNode[], scope: GraphScope): void {
  for (const node of nodes) {
    if (scope.values.has(node.name)) continue;
    enter(node, scope);
    if (node.op === 'NoOp') continue;
    const inputs = node.inputs.map((input) => lookUp(input, scope));
    scope.values.set(node.name, [evaluate(node, inputs, scope)].flat());
  }
}

/** Errors and names from here on are this node's. */
function enter(node: TfNode, scope: GraphScope): void {
  const where = `${scope.fileName}: node "${node.name}" (${node.op.slice(0, 80)})`;
  scope.layers.builder.where = where;
  scope.layers.builder.hint = node.name;
  scope.budget.where = where;
}

export function lookUp({ node, output }: TensorName, { values, layers }: GraphScope): Value {
  const value = values.get(node)?.[output];
  return value ?? layers.builder.fail(`reads output ${output} of "${node}", which has none`);
}

function evaluate(node: TfNode, inputs: readonly Value[], scope: GraphScope): Value | readonly Value[] {
  const call = new Call(node, inputs, scope);
  if (node.op === 'Const') return stored(call, scope.weights);
  if (node.op === 'PlaceholderWithDefault') return inputs[0] ?? call.fail('has no default');
  return shapeOf(call) ?? folded(call) ?? mapped(call);
}

function stored(call: Call, weights: ReadonlyMap<string, StoredWeight>): Value {
  const weight = weights.get(call.node.name);
  if (!weight)
    return call.fail('has no values in weightsManifest, expected a float, integer or boolean weight');
  const { name, type, shape } = weight;
  return { kind: 'constant', name, type, shape, data: weight.read() };
}

/** Shapes are known while the graph is converted, whatever the values are. */
function shapeOf(call: Call): Value | readonly Value[] | undefined {
  const { op } = call.node;
  if (!['Shape', 'ShapeN', 'Size', 'Rank', 'ZerosLike', 'OnesLike'].includes(op)) return undefined;
  const shapes = call.inputs.map((input) =>
    isBlocked(input) ? call.fail('of blocks of the batch is not supported') : input.shape,
  );
  if (op === 'ShapeN') return shapes.map((shape) => ({ ...describeShape(call, 'Shape', shape) }));
  const [shape = call.fail('has no input')] = shapes;
  if (op !== 'ZerosLike' && op !== 'OnesLike') return describeShape(call, op, shape);
  const sizes = shape.map((size, axis) => (axis === 0 && !isConstant(call.inputs[0]) ? 1 : size));
  const data = call.budget.zeros(sizes.reduce((product, size) => product * size, 1));
  return {
    kind: 'constant',
    name: call.resultName,
    type: 'float',
    shape: sizes,
    data: data.fill(op === 'OnesLike' ? 1 : 0),
  };
}

function folded(call: Call): Value | readonly Value[] | undefined {
  const fold = folds.get(call.node.op);
  const constants = call.inputs.filter(isConstant);
  if (!fold || constants.length < call.inputs.length) return undefined;
  const needed = foldInputs.get(call.node.op) ?? 1;
  return constants.length < needed
    ? call.fail(`has ${constants.length} inputs, expected ${needed}`)
    : fold(call, constants);
}

function mapped(call: Call): Value | readonly Value[] {
  const mapper = mappers.get(call.node.op);
  return mapper ? mapper(call) : call.fail(describeUnsupported(call.node.op));
}

/** How many nodes read each node. */
export function countReaders(nodes: readonly TfNode[], outputs: readonly TensorName[]): Map<string, number> {
  const readers = new Map<string, number>();
  for (const { node } of [...nodes.flatMap(({ inputs }) => inputs), ...outputs])
    readers.set(node, (readers.get(node) ?? 0) + 1);
  return readers;
}
