import type {
  OnnxAttribute,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxValueInfo,
} from './onnxModel.ts';
import { readFixed, readFloats, readInteger, readIntegers, readMessage } from './protobuf.ts';

const MAX_GRAPH_DEPTH = 8;
const MAX_UNPACKED_FLOATS = 65536;

/** Decodes a ModelProto (field numbers are those of onnx.proto). Throws where the bytes are no protobuf. */
export function decodeOnnx(bytes: Uint8Array): OnnxModel {
  const opsets = new Map<string, number>();
  const metadata = new Map<string, string>();
  let producer = '';
  let graph: OnnxGraph | undefined;
  readMessage(bytes, (field, reader) => {
    if (field === 2) producer = reader.string();
    else if (field === 7) graph = decodeGraph(reader.bytes(), 0);
    else if (field === 8) {
      const [domain, version] = decodeOpset(reader.bytes());
      opsets.set(domain, version);
    } else if (field === 14) metadata.set(...decodeEntry(reader.bytes()));
    else return false;
    return true;
  });
  if (graph === undefined) throw new RangeError('holds no graph');
  return { opsets, producer, metadata, graph };
}

/** A StringStringEntryProto. */
function decodeEntry(bytes: Uint8Array): [string, string] {
  const entry: [string, string] = ['', ''];
  readMessage(bytes, (field, reader) => {
    if (field === 1 || field === 2) entry[field - 1] = reader.string();
    else return false;
    return true;
  });
  return entry;
}

function decodeOpset(bytes: Uint8Array): [string, number] {
  let domain = '';
  let version = 0;
  readMessage(bytes, (field, reader) => {
    if (field === 1) domain = reader.string();
    else if (field === 2) version = readInteger(reader);
    else return false;
    return true;
  });
  return [domain === 'ai.onnx' ? '' : domain, version];
}

function decodeGraph(bytes: Uint8Array, depth: number): OnnxGraph {
  if (depth > MAX_GRAPH_DEPTH) throw new RangeError(`graphs are nested deeper than ${MAX_GRAPH_DEPTH}`);
  const graph: OnnxGraph = { nodes: [], initializers: [], inputs: [], outputs: [] };
  readMessage(bytes, (field, reader) => {
    if (field === 1) graph.nodes.push(decodeNode(reader.bytes(), depth));
    else if (field === 5) graph.initializers.push(decodeTensor(reader.bytes()));
    else if (field === 11) graph.inputs.push(decodeValueInfo(reader.bytes()));
    else if (field === 12) graph.outputs.push(decodeValueInfo(reader.bytes()));
    else return false;
    return true;
  });
  return graph;
}

function decodeNode(bytes: Uint8Array, depth: number): OnnxNode {
  const node: OnnxNode = { name: '', op: '', domain: '', inputs: [], outputs: [], attributes: new Map() };
  readMessage(bytes, (field, reader) => {
    if (field === 1) node.inputs.push(reader.string());
    else if (field === 2) node.outputs.push(reader.string());
    else if (field === 3) node.name = reader.string();
    else if (field === 4) node.op = reader.string();
    else if (field === 7) node.domain = reader.string();
    else if (field === 5) {
      const attribute = decodeAttribute(reader.bytes(), depth);
      node.attributes.set(attribute.name, attribute);
    } else return false;
    return true;
  });
  if (node.domain === 'ai.onnx') node.domain = '';
  return node;
}

function decodeAttribute(bytes: Uint8Array, depth: number): OnnxAttribute {
  const attribute: OnnxAttribute = { name: '', floats: [], ints: [], texts: [] };
  readMessage(bytes, (field, reader, wire) => {
    if (field === 1) attribute.name = reader.string();
    else if (field === 2) attribute.float = reader.float();
    else if (field === 3) attribute.int = readInteger(reader);
    else if (field === 4) attribute.text = reader.string();
    else if (field === 5) attribute.tensor = decodeTensor(reader.bytes());
    else if (field === 6) attribute.graph = decodeGraph(reader.bytes(), depth + 1);
    else if (field === 7) return readFloats(reader, wire, attribute.floats);
    else if (field === 8) return readIntegers(reader, wire, attribute.ints);
    else if (field === 9) attribute.texts.push(reader.string());
    else return false;
    return true;
  });
  return attribute;
}

export function decodeTensor(bytes: Uint8Array): OnnxTensor {
  const tensor: OnnxTensor = { name: '', dims: [], dataType: 0, integers: [] };
  const external = new Map<string, string>();
  let isExternal = false;
  let unpacked = 0;
  readMessage(bytes, (field, reader, wire) => {
    if (field === 1) return readIntegers(reader, wire, tensor.dims);
    if (field === 5 || field === 7 || field === 11) return readIntegers(reader, wire, tensor.integers);
    if (field === 2) tensor.dataType = reader.int32();
    else if (field === 8) tensor.name = reader.string();
    else if (field === 9) tensor.raw = reader.bytes();
    else if (field === 4 || field === 10) {
      if (++unpacked > MAX_UNPACKED_FLOATS) throw new RangeError('a tensor has too many unpacked values');
      tensor.raw = readFixed(reader, wire, field === 4 ? 4 : 8, tensor.raw);
    } else if (field === 13) external.set(...decodeEntry(reader.bytes()));
    else if (field === 14) isExternal = reader.int32() === 1;
    else return false;
    return true;
  });
  return isExternal ? { ...tensor, external } : tensor;
}

function decodeValueInfo(bytes: Uint8Array): OnnxValueInfo {
  const info: OnnxValueInfo = { name: '', elementType: 0 };
  readMessage(bytes, (field, reader) => {
    if (field === 1) info.name = reader.string();
    else if (field === 2) decodeType(reader.bytes(), info);
    else return false;
    return true;
  });
  return info;
}

function decodeType(bytes: Uint8Array, info: OnnxValueInfo): void {
  readMessage(bytes, (field, reader) => {
    if (field !== 1) return false;
    readMessage(reader.bytes(), (inner, tensorType) => {
      if (inner === 1) info.elementType = tensorType.int32();
      else if (inner === 2) info.shape = decodeShape(tensorType.bytes());
      else return false;
      return true;
    });
    return true;
  });
}

function decodeShape(bytes: Uint8Array): (number | string | undefined)[] {
  const shape: (number | string | undefined)[] = [];
  readMessage(bytes, (field, reader) => {
    if (field !== 1) return false;
    let size: number | string | undefined;
    readMessage(reader.bytes(), (inner, dimension) => {
      if (inner === 1) size = readInteger(dimension);
      else if (inner === 2) size = dimension.string();
      else return false;
      return true;
    });
    shape.push(size);
    return true;
  });
  return shape;
}
