import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { Attributes, isObject } from './attributes.ts';

/** Output `output` of the node `node`. */
export interface TensorName {
  readonly node: string;
  readonly output: number;
}

/** A node of a GraphDef. Control inputs only order side effects, of which inference has none, and are left out. */
export interface TfNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly TensorName[];
  readonly attributes: Attributes;
}

/** Nodes of a GraphDef by name. Throws ModelFileError where one is no node or is there twice. */
export function readNodes(node: unknown, fileName: string): Map<string, TfNode> {
  if (!Array.isArray(node)) {
    throw new ModelFileError(`${fileName}: modelTopology.node is ${typeof node}, expected an array`);
  }
  const nodes = new Map<string, TfNode>();
  for (const [at, entry] of node.entries()) {
    const { name, op, input = [], attr } = isObject(entry) ? entry : {};
    const fail = (message: string): never => {
      throw new ModelFileError(`${fileName}: node "${name ?? `#${at}`}" ${message}`);
    };
    if (typeof name !== 'string' || name === '') return fail('has no name');
    if (typeof op !== 'string') return fail('has no operation');
    if (!Array.isArray(input) || !input.every((text) => typeof text === 'string'))
      return fail('has inputs that are no names');
    if (nodes.has(name)) fail('is there twice');
    const inputs = input.filter((text) => !text.startsWith('^')).map(readTensorName);
    const attributes = new Attributes(attr, (message) => fail(`(${op.slice(0, 80)}): attribute ${message}`));
    nodes.set(name, { name, op, inputs, attributes });
  }
  return nodes;
}

/** `name` and `name:0` are the first output; functions write `name:output:0`. */
export function readTensorName(text: string): TensorName {
  const parts = /^(.+?)(?::[A-Za-z_]\w*)?:(\d+)$/.exec(text);
  return parts ? { node: parts[1]!, output: Number(parts[2]) } : { node: text, output: 0 };
}
