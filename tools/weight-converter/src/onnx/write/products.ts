import { type LastNode, type NodeCall, scalar } from './nodeCall.ts';

type Matmul = NodeCall<{ readonly transposeA: boolean; readonly transposeB: boolean }>;

/** MatMul takes matrices as they stand. */
function matmul(call: Matmul): LastNode {
  const { transposeA, transposeB } = call.attributes;
  const operand = (at: number, swap: boolean) => (swap ? swapped(call, at) : call.inputs[at]!);
  return ['MatMul', [operand(0, transposeA), operand(1, transposeB)]];
}

/** An input with its last two axes swapped. */
function swapped({ inputs, shapes, step }: NodeCall, at: number): string {
  const axes = shapes[at]!.map((_, axis) => axis);
  const [row, column] = axes.slice(-2) as [number, number];
  return step('Transpose', [inputs[at]!], { perm: { ints: [...axes.slice(0, -2), column, row] } });
}

type Attention = NodeCall<{ readonly scale?: number; readonly causal: boolean }>;

/** What is added to scores that are not seen: e^x of it is 0, and it stays finite. */
const hidden = -1e30;

/** Attention is an operation of ONNX from opset 23 on: here the steps that it is made of. */
function scaledDotProductAttention(call: Attention): LastNode {
  const { attributes, graph, inputs, shapes } = call;
  const [query, , value] = inputs as unknown as [string, string, string];
  const [rows, features] = shapes[0]!.slice(-2) as [number, number];
  const keys = shapes[1]!.at(-2)!;
  const scaled = call.step('Mul', [query, scalar(call, attributes.scale ?? 1 / Math.sqrt(features))]);
  let scores = call.step('MatMul', [scaled, swapped(call, 1)]);
  if (attributes.causal) {
    const mask = Array.from({ length: rows * keys }, (_, at) =>
      at % keys <= Math.floor(at / keys) ? 0 : hidden,
    );
    const dims = [...shapes[0]!.slice(0, -2).map(() => 1), rows, keys];
    scores = call.step('Add', [scores, graph.floats(mask, dims)]);
  }
  return ['MatMul', [call.step('Softmax', [scores], { axis: { int: -1 } }), value]];
}

export const products = { matmul, scaledDotProductAttention };
