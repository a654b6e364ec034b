import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { NodeCase } from './nodeCase.ts';

/** The case's file with some inputs as initializers of their values: field 5 of the graph, which is field 7 of the file. */
export function freezeInputs({ bytes, inputs }: NodeCase, names: ReadonlySet<string>): Uint8Array {
  const writer = new BinaryWriter();
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [field, wire] = reader.tag();
    if (field !== 7) {
      reader.skip(wire, field);
      writer.raw(bytes.subarray(start, reader.pos));
      continue;
    }
    writer.tag(7, WireType.LengthDelimited).fork().raw(reader.bytes());
    for (const { info, bytes: tensor } of inputs) {
      if (names.has(info.name)) writer.tag(5, WireType.LengthDelimited).bytes(named(tensor, info.name));
    }
    writer.join();
  }
  return writer.finish();
}

/** A TensorProto under a name, its field 8; the last one given counts. */
function named(tensor: Uint8Array, name: string): Uint8Array {
  return new BinaryWriter().raw(tensor).tag(8, WireType.LengthDelimited).string(name).finish();
}
