import type { Call, Operation } from '@roentgan/kernels';
import { ModelFileError } from '../errors.ts';
import { limits } from '../modelFile/limits.ts';
import type { Graph, GraphNode, GraphShape } from '../modelFile/model.ts';
import { operationNames, operationOf } from './operationTable.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

/** A node with its operation and everything about it that a kernel needs. */
export interface ResolvedNode {
  readonly operation: Operation;
  readonly call: Call;
}

/**
 * Shapes of all activations (inputs and node outputs, by tensor name) at a batch.
 * Checks the order of nodes, operations, weight roles, attributes, shapes and the declared output shapes.
 * @throws ModelFileError such as `convTranspose2d "g.3": weight is [100,512,4,4], expected [128,512,4,4]`
 */
export function inferShapes(graph: Graph, weightShapes: Shapes, batch: number): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  for (const input of graph.inputs) {
    shapes.set(input.name, checkActivation(withBatch(input.shape, batch), batch, `input "${input.name}"`));
  }
  for (const node of graph.nodes) {
    const where = labelOf(node);
    for (const name of node.inputs) {
      if (!shapes.has(name)) throw unknownTensor(where, name, graph.nodes);
    }
    if (shapes.has(node.output)) {
      throw new ModelFileError(`${where}: output "${node.output}" is made twice, expected unique names`);
    }
    const { call } = resolveNode(node, shapes, weightShapes);
    shapes.set(node.output, checkActivation([...call.output], batch, where));
  }
  for (const output of graph.outputs) {
    const tensor = output.tensor ?? output.name;
    const found = shapes.get(tensor);
    if (found === undefined) throw unknownTensor(`output "${output.name}"`, tensor, []);
    const expected = withBatch(output.shape, batch);
    if (found.length !== expected.length || found.some((size, axis) => size !== expected[axis])) {
      throw new ModelFileError(`output "${output.name}": shape is [${found}], expected [${expected}]`);
    }
  }
  return shapes;
}

/** Looks up a node's operation, parses its attributes and infers its output. Throws `ModelFileError`. */
export function resolveNode(node: GraphNode, shapes: Shapes, weightShapes: Shapes): ResolvedNode {
  const where = labelOf(node);
  const operation = operationOf(node.op);
  if (operation === undefined) {
    throw new ModelFileError(`${where}: unknown op, expected one of ${operationNames().join(', ')}`);
  }
  const { min, max } = operation.inputs;
  if (node.inputs.length < min || node.inputs.length > max) {
    const expected = min === max ? `${min}` : `${min} to ${max}`;
    throw new ModelFileError(`${where}: has ${node.inputs.length} inputs, expected ${expected}`);
  }
  const inputs = node.inputs.map((name) => shapes.get(name)!);
  const weights = resolveWeights(node, operation, weightShapes, where);
  try {
    const attributes = operation.parseAttributes(node.attributes, where);
    const output = operation.outputShape({ inputs, weights, attributes }, where);
    return { operation, call: { inputs, weights, attributes, output } };
  } catch (error) {
    throw new ModelFileError((error as Error).message, { cause: error });
  }
}

function resolveWeights(
  node: GraphNode,
  operation: Operation,
  weightShapes: Shapes,
  where: string,
): Record<string, readonly number[]> {
  const roles = Object.keys(operation.weights);
  for (const role of roles) {
    if (operation.weights[role] === 'required' && !Object.hasOwn(node.weights, role)) {
      throw new ModelFileError(`${where}: has no weight "${role}", expected one`);
    }
  }
  return Object.fromEntries(
    Object.entries(node.weights).map(([role, tensor]) => {
      if (!roles.includes(role)) {
        const expected = roles.length > 0 ? roles.join(', ') : 'none';
        throw new ModelFileError(`${where}: unknown weight "${role}", expected ${expected}`);
      }
      const shape = weightShapes.get(tensor);
      if (shape === undefined) {
        throw new ModelFileError(`${where}: ${role} "${tensor}" is missing, expected a tensor of the file`);
      }
      return [role, shape];
    }),
  );
}

function checkActivation(shape: number[], batch: number, where: string): number[] {
  const elements = shape.reduce((product, size) => product * size, 1);
  const sizesAreValid = shape.every((size) => Number.isSafeInteger(size) && size > 0);
  if (!sizesAreValid || shape.length < 1 || shape.length > limits.rank || !Number.isSafeInteger(elements)) {
    throw new ModelFileError(
      `${where}: shape is [${shape}], expected 1 to ${limits.rank} sizes of at least 1 that can be counted`,
    );
  }
  if (shape[0] !== batch) {
    throw new ModelFileError(`${where}: shape is [${shape}], expected the batch ${batch} as its first size`);
  }
  return shape;
}

function unknownTensor(where: string, tensor: string, nodes: readonly GraphNode[]): ModelFileError {
  const maker = nodes.filter(({ output }) => output === tensor).at(-1);
  return new ModelFileError(
    maker === undefined
      ? `${where}: tensor "${tensor}" is unknown, expected a graph input or an earlier node's output`
      : `${where}: input "${tensor}" is made by ${labelOf(maker)}, expected an earlier node: the graph is cyclic or out of order`,
  );
}

function withBatch(shape: GraphShape, batch: number): number[] {
  return shape.map((size) => (size === 'N' ? batch : size));
}

function labelOf(node: GraphNode): string {
  return `${node.op} "${node.name}"`;
}
