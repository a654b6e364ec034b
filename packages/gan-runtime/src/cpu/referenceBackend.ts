import { elementCount, referenceOf, type Tensor } from '@roentgan/kernels';
import type { Backend, LayerTime, TensorsByName } from '../backend.ts';
import { inferShapes, type ResolvedNode, resolveNode } from '../graph/inferShapes.ts';
import type { Graph, GraphNode, GraphOutput, WeightTensor } from '../modelFile/model.ts';
import { scaleName } from '../modelFile/tensorTable.ts';
import { tensorToFloat32 } from '../modelFile/weightValues.ts';
import type { Canvas } from '../session/draw.ts';
import { paint } from './paint.ts';

/** Weights by name, in f32. */
export function floatWeights(tensors: ReadonlyMap<string, WeightTensor>): Map<string, Tensor> {
  return new Map(
    [...tensors].map(([name, tensor]) => [
      name,
      { shape: tensor.shape, data: tensorToFloat32(tensor, tensors.get(scaleName(name))) },
    ]),
  );
}

/** Runs the graph node by node on the kernels' references, in plain loops: what every other backend is held against. */
export class ReferenceBackend implements Backend {
  readonly kind = 'reference';
  readonly adapter = 'plain loops on the CPU';
  readonly maxBatch = 1;
  readonly lost = new Promise<string>(() => {});
  readonly #graph: Graph;
  readonly #weights: ReadonlyMap<string, Tensor>;
  readonly #weightShapes: ReadonlyMap<string, readonly number[]>;

  constructor(graph: Graph, weights: ReadonlyMap<string, Tensor>) {
    this.#graph = graph;
    this.#weights = weights;
    this.#weightShapes = new Map([...weights].map(([name, { shape }]) => [name, shape]));
  }

  get counters() {
    return { dispatches: 0, submits: 0, pipelines: 0, bindGroups: 0, gpuBytes: 0 };
  }

  async run(inputs: TensorsByName, batch: number, signal?: AbortSignal): Promise<TensorsByName> {
    return this.#execute(inputs, batch, signal, () => {});
  }

  async render(inputs: TensorsByName, output: GraphOutput, canvas: Canvas): Promise<void> {
    paint((await this.run(inputs, 1))[output.name]!, output, canvas);
  }

  async draw(image: Tensor, output: GraphOutput, canvas: Canvas): Promise<void> {
    paint(image, output, canvas);
  }

  async profile(inputs: TensorsByName): Promise<LayerTime[]> {
    const times: LayerTime[] = [];
    await this.#execute(inputs, 1, undefined, (node, milliseconds) => {
      times.push({ label: `${node.name}.${node.op}`, kernel: `${node.op}.reference`, milliseconds });
    });
    return times;
  }

  dispose(): void {}

  async #execute(
    inputs: TensorsByName,
    batch: number,
    signal: AbortSignal | undefined,
    onNode: (node: GraphNode, milliseconds: number) => void,
  ): Promise<TensorsByName> {
    const graph = this.#graph;
    const shapes = inferShapes(graph, this.#weightShapes, batch);
    const lastRead = new Map<string, number>();
    graph.nodes.forEach((node, index) => {
      for (const name of node.inputs) lastRead.set(name, index);
    });
    const kept = new Set(graph.outputs.map((output) => output.tensor ?? output.name));
    const values = new Map(Object.entries(inputs));
    for (const [index, node] of graph.nodes.entries()) {
      signal?.throwIfAborted();
      const start = performance.now();
      values.set(node.output, this.#runNode(node, resolveNode(node, shapes, this.#weightShapes), values));
      onNode(node, performance.now() - start);
      for (const name of node.inputs) {
        if (lastRead.get(name) === index && !kept.has(name)) values.delete(name);
      }
      if (elementCount(shapes.get(node.output)!) > 4096) await new Promise((resolve) => setTimeout(resolve)); // the page stays alive
    }
    return Object.fromEntries(graph.outputs.map(({ name, tensor = name }) => [name, values.get(tensor)!]));
  }

  #runNode(node: GraphNode, { operation, call }: ResolvedNode, values: ReadonlyMap<string, Tensor>): Tensor {
    const weights = Object.fromEntries(
      Object.entries(node.weights).map(([role, name]) => [role, this.#weights.get(name)!]),
    );
    const inputs = node.inputs.map((name) => values.get(name)!);
    return referenceOf(operation)(inputs, weights, call.attributes, call.output);
  }
}
