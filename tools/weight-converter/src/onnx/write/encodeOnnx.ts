import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** What is written of an ONNX file, as plain data. */
export interface WrittenModel {
  readonly opset: number;
  readonly irVersion: number;
  readonly producer: { readonly name: string; readonly version: string };
  readonly metadata: Readonly<Record<string, string>>;
  readonly name: string;
  readonly nodes: readonly WrittenNode[];
  readonly initializers: readonly WrittenTensor[];
  readonly inputs: readonly WrittenValue[];
  readonly outputs: readonly WrittenValue[];
}

export interface WrittenNode {
  readonly name: string;
  readonly op: string;
  /** Names of values; an absent optional input is ''. */
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Attributes;
}

/** A kind for each attribute, because ONNX tells 1 from 1.0. */
export type Attributes = Readonly<
  Record<
    string,
    | { float: number }
    | { int: number }
    | { ints: readonly number[] }
    | { floats: readonly number[] }
    | { text: string }
  >
>;

/** TensorProto.DataType. */
export const dataTypes = { float: 1, int8: 3, int64: 7, boolean: 9, half: 10 } as const;

export interface WrittenTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  /** Little endian, C order. */
  readonly bytes: Uint8Array;
}

/** An input or output of floats; a text in its shape is the name of an open axis. */
export interface WrittenValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** A ModelProto; field numbers are those of onnx.proto. */
export function encodeOnnx(model: WrittenModel): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  integer(writer, 1, model.irVersion);
  text(writer, 2, model.producer.name);
  text(writer, 3, model.producer.version);
  message(writer, 7, () => {
    for (const node of model.nodes) message(writer, 1, () => encodeNode(writer, node));
    text(writer, 2, model.name);
    for (const tensor of model.initializers) message(writer, 5, () => encodeTensor(writer, tensor));
    for (const value of model.inputs) message(writer, 11, () => encodeValue(writer, value));
    for (const value of model.outputs) message(writer, 12, () => encodeValue(writer, value));
  });
  message(writer, 8, () => integer(writer, 2, model.opset));
  for (const [key, value] of Object.entries(model.metadata)) {
    message(writer, 14, () => {
      text(writer, 1, key);
      text(writer, 2, value);
    });
  }
  return writer.finish();
}

function encodeNode(writer: BinaryWriter, { name, op, inputs, output, attributes }: WrittenNode): void {
  for (const input of inputs) text(writer, 1, input);
  text(writer, 2, output);
  text(writer, 3, name);
  text(writer, 4, op);
  for (const [key, value] of Object.entries(attributes)) {
    message(writer, 5, () => {
      text(writer, 1, key);
      encodeAttribute(writer, value);
    });
  }
}

/** The value, and in field 20 which of AttributeProto's fields holds it. */
function encodeAttribute(writer: BinaryWriter, value: Attributes[string]): void {
  if ('float' in value) {
    writer.tag(2, WireType.Bit32).float(value.float);
    integer(writer, 20, 1);
  } else if ('int' in value) {
    integer(writer, 3, value.int);
    integer(writer, 20, 2);
  } else if ('text' in value) {
    text(writer, 4, value.text);
    integer(writer, 20, 3);
  } else if ('floats' in value) {
    for (const entry of value.floats) writer.tag(7, WireType.Bit32).float(entry);
    integer(writer, 20, 6);
  } else {
    for (const entry of value.ints) integer(writer, 8, entry);
    integer(writer, 20, 7);
  }
}

function encodeTensor(writer: BinaryWriter, { name, dims, dataType, bytes }: WrittenTensor): void {
  for (const size of dims) integer(writer, 1, size);
  integer(writer, 2, dataType);
  text(writer, 8, name);
  writer.tag(9, WireType.LengthDelimited).bytes(bytes);
}

function encodeValue(writer: BinaryWriter, { name, shape }: WrittenValue): void {
  text(writer, 1, name);
  const dimension = (size: number | string): void => {
    if (typeof size === 'number') integer(writer, 1, size);
    else text(writer, 2, size);
  };
  const tensorType = (): void => {
    integer(writer, 1, dataTypes.float);
    message(writer, 2, () => {
      for (const size of shape) message(writer, 1, () => dimension(size));
    });
  };
  message(writer, 2, () => message(writer, 1, tensorType));
}

function message(writer: BinaryWriter, field: number, content: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  content();
  writer.join();
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function integer(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}
