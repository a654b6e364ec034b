/** The parts of onnx.proto that generators use, as plain data. */
export interface OnnxModel {
  readonly opsets: ReadonlyMap<string, number>;
  readonly producer: string;
  /** `metadata_props`. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly graph: OnnxGraph;
}

export interface OnnxGraph {
  readonly nodes: OnnxNode[];
  readonly initializers: OnnxTensor[];
  readonly inputs: OnnxValueInfo[];
  readonly outputs: OnnxValueInfo[];
}

export interface OnnxNode {
  name: string;
  op: string;
  domain: string;
  readonly inputs: string[];
  readonly outputs: string[];
  readonly attributes: Map<string, OnnxAttribute>;
}

export interface OnnxAttribute {
  name: string;
  float?: number;
  int?: number;
  text?: string;
  tensor?: OnnxTensor;
  graph?: OnnxGraph;
  readonly floats: number[];
  readonly ints: number[];
  readonly texts: string[];
}

export interface OnnxTensor {
  name: string;
  readonly dims: number[];
  /** TensorProto.DataType: 1 float, 7 int64, ... */
  dataType: number;
  /** Little-endian values of a fixed-size type. */
  raw?: Uint8Array;
  /** Values of `int32_data`, `int64_data` or `uint64_data`. */
  readonly integers: number[];
  /** `external_data`: location, offset and length of bytes that lie in another file. */
  external?: Map<string, string>;
}

export interface OnnxValueInfo {
  name: string;
  /** TensorProto.DataType; 0 where the value is no tensor. */
  elementType: number;
  /** A number, the name of a symbolic axis, or undefined where nothing is said; no shape at all is undefined. */
  shape?: (number | string | undefined)[];
}
