import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { Attributes, isObject } from './attributes.ts';
import { readTensorName, type TensorName, type TfNode } from './graphDef.ts';

interface SignatureEntry {
  readonly tensor: TensorName;
  readonly sizes: readonly number[] | undefined;
}

/** What a model takes and gives. */
export interface Signature {
  readonly inputs: readonly SignatureEntry[];
  readonly outputs: readonly TensorName[];
}

/** Nodes that are there for something else than their output. */
const sideEffects = new Set(['NoOp', 'Assert', 'Const', 'Placeholder', 'PlaceholderWithDefault']);

/** The signature as the file states it, else every node that no other reads. Throws ModelFileError. */
export function readSignature(
  json: Readonly<Record<string, unknown>>,
  nodes: ReadonlyMap<string, TfNode>,
  fileName: string,
): Signature {
  const { userDefinedMetadata } = json;
  const stated =
    json.signature ?? (isObject(userDefinedMetadata) ? userDefinedMetadata.signature : undefined);
  const signature = isObject(stated) ? stated : {};
  const inputs = readEntries(signature.inputs, fileName);
  const outputs = readEntries(signature.outputs, fileName).map(({ tensor }) => tensor);
  if (outputs.length > 0) return { inputs, outputs };
  const read = new Set([...nodes.values()].flatMap((node) => node.inputs.map((input) => input.node)));
  const last = [...nodes.values()].filter(({ name, op }) => !read.has(name) && !sideEffects.has(op));
  if (last.length === 0) throw new ModelFileError(`${fileName}: has no outputs, expected at least one`);
  return { inputs, outputs: last.map(({ name }) => ({ node: name, output: 0 })) };
}

function readEntries(entries: unknown, fileName: string): SignatureEntry[] {
  return Object.values(isObject(entries) ? entries : {}).map((entry) => {
    const { name, tensorShape } = isObject(entry) ? entry : {};
    if (typeof name !== 'string')
      throw new ModelFileError(`${fileName}: its signature has an entry without a name`);
    const fail = (message: string): never => {
      throw new ModelFileError(`${fileName}: the signature of "${name}" is wrong: ${message}`);
    };
    const sizes = new Attributes({ tensorShape: { shape: tensorShape } }, fail).shape('tensorShape');
    return { tensor: readTensorName(name), sizes };
  });
}
