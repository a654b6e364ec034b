import type { Call, ElementType, Kernel, Operation, Workgroups } from '@roentgan/kernels';
import { activationLayout, epilogueConstants, keepsLayout } from '@roentgan/kernels/core';
import { inferShapes } from '../graph/inferShapes.ts';
import { operationOf } from '../graph/operationTable.ts';
import type { Graph } from '../modelFile/model.ts';
import type { TensorInfo } from '../modelFile/tensorTable.ts';
import type { ChooseKernel } from '../tuning/chooseByRules.ts';
import { type ArenaPlace, placeActivations } from './arena.ts';
import { fuseLayers, type Layer } from './layers.ts';
import { type Parameter, parametersOf } from './parameters.ts';

/** What a binding of a step is filled with. */
export type Source =
  | { readonly kind: 'activation'; readonly tensor: string }
  | { readonly kind: 'parameter'; readonly id: string }
  /** One shared buffer of zeros, for epilogue bindings that this step does not use. */
  | { readonly kind: 'zero' };

/** One dispatch. */
export interface Step {
  /** `${layer}.${op}`, as GPU objects are labelled. */
  readonly label: string;
  readonly operation: Operation;
  /** What it computes, in logical shapes; weights as the operation takes them, before a batch norm was folded in. */
  readonly call: Call;
  readonly kernel: Kernel;
  readonly constants: Readonly<Record<string, number>>;
  readonly workgroups: Workgroups;
  readonly sources: Readonly<Record<string, Source>>;
  readonly output: string;
  readonly shape: readonly number[];
  readonly macs: number;
}

/** A graph input or output: where it lies and its logical shape. */
export interface PlannedTensor {
  readonly name: string;
  readonly tensor: string;
  readonly shape: readonly number[];
}

/** Everything one batch size needs, in numbers; no GPU object. */
export interface Plan {
  readonly batch: number;
  readonly elementType: ElementType;
  readonly steps: readonly Step[];
  /** Weights in the order of use; the same for every batch. */
  readonly parameters: readonly Parameter[];
  /** Where each activation lies. */
  readonly places: ReadonlyMap<string, ArenaPlace>;
  /** Bytes of each arena buffer; buffer 0 holds the inputs, so that one write fills them. */
  readonly arena: readonly number[];
  readonly inputs: readonly PlannedTensor[];
  readonly outputs: readonly PlannedTensor[];
  /** Largest binding in bytes, to be held against the device's limit. */
  readonly largestBinding: number;
}

/**
 * Plans a graph for one batch size: shapes, fusion, kernels, memory. Pure.
 * @param choose names a layer's kernel; the operation's default runs it where it is absent or names none
 * @throws ModelFileError where the graph does not fit its weights
 */
export function planModel(
  source: Graph,
  tensors: ReadonlyMap<string, TensorInfo>,
  {
    batch = 1,
    elementType = 'f32',
    choose,
  }: {
    readonly batch?: number;
    readonly elementType?: ElementType;
    readonly choose?: ChooseKernel | undefined;
  } = {},
): Plan {
  const nodes = source.nodes.flatMap((node) => operationOf(node.op)?.chain?.(node) ?? node);
  const graph = { ...source, nodes };
  const weightShapes = new Map([...tensors].map(([name, info]) => [name, info.shape]));
  const shapes = inferShapes(graph, weightShapes, batch);
  const aliases = new Map<string, string>();
  const resolve = (name: string): string => aliases.get(name) ?? name;
  const steps: Step[] = [];
  const parameters: Parameter[] = [];
  for (const layer of fuseLayers(graph, shapes, weightShapes)) {
    if (isRelabelling(layer)) {
      aliases.set(layer.output, resolve(layer.node.inputs[0]!));
      continue;
    }
    const made = parametersOf(layer, tensors, choose?.(layer.operation, layer.call)?.packer);
    parameters.push(...made);
    steps.push(makeStep(layer, made, resolve, choose));
  }

  const planned = ({ name, tensor = name }: { name: string; tensor?: string }): PlannedTensor => ({
    name,
    tensor: resolve(tensor),
    shape: shapes.get(tensor)!,
  });
  const inputs = graph.inputs.map(planned);
  const outputs = graph.outputs.map(planned);
  const bytesPerVector = elementType === 'f16' ? 8 : 16;
  const activations = new Map(
    [...inputs, ...steps.map(({ output, shape }) => ({ tensor: output, shape }))].map(({ tensor, shape }) => [
      tensor,
      activationLayout(shape).vectors * bytesPerVector,
    ]),
  );
  const { places, arena } = placeActivations(
    activations,
    inputs.map(({ tensor }) => tensor),
    steps.map(({ sources, output }) => ({ output, reads: readsOf(sources) })),
    outputs.map(({ tensor }) => tensor),
  );
  const largestBinding = Math.max(
    ...activations.values(),
    ...parameters.map((parameter) => parameter.vectors * (parameter.elements ? bytesPerVector : 16)),
  );
  return { batch, elementType, steps, parameters, places, arena, inputs, outputs, largestBinding };
}

/** A reshape that moves nothing in memory is no dispatch. */
function isRelabelling({ operation, call }: Layer): boolean {
  return operation.name === 'reshape' && keepsLayout(call.inputs[0]!, call.output);
}

/** Activations that a step reads. */
function readsOf({ output: _, ...read }: Step['sources']): string[] {
  return Object.values(read).flatMap((source) => (source.kind === 'activation' ? [source.tensor] : []));
}

function makeStep(
  layer: Layer,
  parameters: readonly Parameter[],
  resolve: (name: string) => string,
  choose: ChooseKernel | undefined,
): Step {
  const { node, operation, call, noise, output } = layer;
  const chosen =
    choose?.(operation, call) ?? operation.kernels.find((candidate) => candidate.supports?.(call) ?? true);
  if (!chosen)
    throw new RangeError(`${node.op} "${node.name}": no kernel supports its shapes and attributes`);
  const noisy = noise?.addTo(chosen) ?? chosen;
  const { code } = layer.epilogue.activation;
  const kernel = code ? { ...noisy, activate: code } : noisy;
  const zero = { kind: 'zero' } as const;
  const sources: Record<string, Source> = kernel.epilogue ? { channelParameters: zero, residual: zero } : {};
  const bind = (binding: string, tensor: string) => {
    sources[binding] = { kind: 'activation', tensor: resolve(tensor) };
  };
  bind('output', output);
  node.inputs.forEach((tensor, at) => {
    bind(kernel.bindings[at + 1]!.name, tensor);
  });
  for (const binding in layer.added) bind(binding, layer.added[binding]!);
  for (const { id, binding } of parameters) sources[binding] = { kind: 'parameter', id };
  const bias = parameters.some((parameter) => parameter.kind === 'channelParameters' && parameter.bias);
  return {
    label: `${node.name}.${node.op}`,
    operation,
    call,
    kernel,
    constants: {
      ...kernel.constants(call),
      ...(kernel.epilogue ? epilogueConstants({ ...layer.epilogue, bias }, call.output[1] ?? 1) : {}),
    },
    workgroups: kernel.workgroups(call),
    sources,
    output,
    shape: call.output,
    macs: operation.macs?.(call) ?? 0,
  };
}
