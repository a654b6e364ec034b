import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { Budget } from '../graph/budget.ts';
import type { Activation, GraphBuilder } from '../graph/graphBuilder.ts';
import { adviceFor } from './advice.ts';
import { Call } from './call.ts';
import { readTensor } from './constant.ts';
import { shapeOf, sizeOf } from './fold/foldMaking.ts';
import type { OnnxGraph, OnnxNode, OnnxTensor } from './onnxModel.ts';
import { foldedInputs, folds, listSupported, mappers } from './ops/operations.ts';
import type { Value } from './value.ts';

/** What the conversion of one graph shares between its nodes. */
export interface Scope {
  readonly opset: number;
  readonly producer: string;
  readonly fileName: string;
  readonly builder: GraphBuilder;
  readonly budget: Budget;
  readonly values: Map<string, Value>;
  readonly initializers: Map<string, OnnxTensor>;
  /** First size of the inputs where the file was exported with a fixed batch. */
  readonly fixedBatch: number | undefined;
  /** 1 where the file knows no batch: every activation has one before the file's axes. */
  readonly lead: 0 | 1;
  readonly anyInput: () => Activation;
}

/** Converts the nodes that the graph's outputs need, in order. */
export function convertNodes(graph: OnnxGraph, scope: Scope): void {
  for (const tensor of graph.initializers) scope.initializers.set(tensor.name, tensor);
  const live = liveNodes(graph);
  const makers = new Map(
    graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)),
  );
  graph.nodes.forEach((node, index) => {
    if (!live.has(node)) return;
    scope.builder.where = `${scope.fileName}: node "${node.name || `#${index}`}" (${node.op.slice(0, 80)})`;
    scope.budget.where = scope.builder.where;
    scope.builder.hint = node.name.replace(/^\/+/, '') || node.outputs[0] || `${node.op}_${index}`;
    const inputs = node.inputs.map((name) => (name === '' ? undefined : lookUp(name, scope, makers)));
    convertNode(node, inputs, scope);
  });
}

function convertNode(node: OnnxNode, inputs: readonly (Value | undefined)[], scope: Scope): void {
  const call = new Call(node, inputs, scope);
  if (node.op === 'If' && node.domain === '') {
    convertBranch(call, scope);
    return;
  }
  const results = [evaluate(call)].flat();
  node.outputs.forEach((name, at) => {
    const result = results[at];
    if (result !== undefined && name !== '') scope.values.set(name, result);
  });
}

function evaluate(call: Call): Value | readonly Value[] {
  const { node, inputs } = call;
  if (node.domain !== '') {
    return call.fail(
      `operations of the domain "${node.domain.slice(0, 80)}" are not supported, expected the ONNX ones`,
    );
  }
  const shape = node.op === 'Shape' || node.op === 'Size' ? shapeOfInput(call) : undefined;
  if (shape) return node.op === 'Shape' ? shapeOf(call, shape) : sizeOf(call, shape);
  const known = inputs.flatMap((input) => (input?.kind === 'constant' ? [input] : []));
  const fold = folds.get(node.op);
  if (fold && known.length === inputs.filter((input) => input !== undefined).length) {
    // Folds read optional inputs, which may be absent before one that is there, by their place in the call.
    const needed = foldedInputs.get(node.op) ?? 1;
    const leading = inputs.indexOf(undefined);
    const given = known.slice(0, leading < 0 ? known.length : leading);
    return given.length < needed
      ? call.fail(`has ${given.length} inputs, expected ${needed}`)
      : fold(call, given);
  }
  if (call.opset < 7 && changedInOpset7.has(node.op))
    return call.fail(`is of opset ${call.opset}, in which it means something else, expected 7 or later`);
  const mapper = mappers.get(node.op);
  return mapper
    ? mapper(call)
    : call.fail(`is not supported; ${adviceFor(node.op)}. Supported are ${listSupported()}`);
}

/** What broadcast by an attribute, or told training from inference otherwise, before opset 7. */
const changedInOpset7 = new Set(
  'Add And BatchNormalization Cast Concat Div Dropout Equal Gemm Greater Less Mul Or Pad Pow PRelu Reshape Sub Tile Upsample Xor'.split(
    ' ',
  ),
);

function shapeOfInput(call: Call): readonly number[] | undefined {
  const value = call.inputs[0];
  if (value?.kind === 'index') return value.shape;
  return value === undefined || value.kind === 'constant' ? undefined : call.shapeOf(call.activation(0));
}

/** An `If` whose condition is known takes one branch; that is how exporters write optional squeezes. */
function convertBranch(call: Call, scope: Scope): void {
  const condition = call.constant(0, 'condition').data[0];
  const branch = call.node.attributes.get(condition ? 'then_branch' : 'else_branch')?.graph;
  if (branch === undefined) call.fail('has no branch for its condition');
  convertNodes(branch, scope);
  call.node.outputs.forEach((name, at) => {
    const result = branch.outputs[at]?.name;
    if (result !== undefined) scope.values.set(name, lookUp(result, scope, new Map()));
  });
}

/** What a tensor name stands for; initializers are read when first used. */
export function lookUp(name: string, scope: Scope, makers: ReadonlyMap<string, OnnxNode>): Value {
  const value = scope.values.get(name);
  if (value !== undefined) return value;
  const initializer = scope.initializers.get(name);
  if (initializer === undefined) {
    const maker = makers.get(name);
    const why = maker
      ? `which only node "${maker.name}" (${maker.op}) makes, later: the graph is cyclic or out of order`
      : 'which nothing makes';
    throw new ModelFileError(`${scope.builder.where}: reads "${name}", ${why}`);
  }
  const constant = readTensor(initializer, name, scope.fileName);
  scope.values.set(name, constant);
  return constant;
}

/** Nodes that the outputs depend on; others may be anything. */
function liveNodes(graph: OnnxGraph): Set<OnnxNode> {
  const needed = new Set(graph.outputs.map((output) => output.name));
  const makers = new Map(
    graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)),
  );
  const live = new Set<OnnxNode>();
  for (const name of needed) {
    const node = makers.get(name);
    if (node === undefined || live.has(node)) continue;
    live.add(node);
    for (const read of readNames(node)) needed.add(read);
  }
  return live;
}

/** Everything a node reads, its branches included. */
function readNames(node: OnnxNode): string[] {
  const branches = [...node.attributes.values()].flatMap(({ graph }) => (graph ? [graph] : []));
  const inner = branches.flatMap((graph) => [
    ...graph.nodes.flatMap(readNames),
    ...graph.outputs.map((output) => output.name),
  ]);
  return [...node.inputs, ...inner];
}
