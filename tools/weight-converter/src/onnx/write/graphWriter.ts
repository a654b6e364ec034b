import { type Model, ModelFileError, scaleName, type WeightTensor } from '@roentgan/gan-runtime/model-file';
import { type Attributes, dataTypes, type WrittenNode, type WrittenTensor } from './encodeOnnx.ts';

const storedTypes = { F32: dataTypes.float, F16: dataTypes.half, I8: dataTypes.int8 } as const;

/** Collects the nodes and initializers of one ONNX graph, in which inputs, weights and results share their names. */
export class GraphWriter {
  readonly nodes: WrittenNode[] = [];
  readonly initializers: WrittenTensor[] = [];
  readonly #tensors: Model['tensors'];
  readonly #names = new Set<string>();
  /** Values made for a weight or constant, by what they are. */
  readonly #made = new Map<string, string>();

  constructor(tensors: Model['tensors']) {
    this.#tensors = tensors;
  }

  /** Takes a name that must stay as it is, an input's or output's. */
  reserve(name: string): string {
    if (this.#names.has(name)) {
      throw new ModelFileError(
        `output "${name}" has the name of an input, expected its own: ONNX tells them apart by name only`,
      );
    }
    this.#names.add(name);
    return name;
  }

  /** `wanted`, numbered where something has that name already. */
  unique(wanted: string): string {
    let name = wanted;
    for (let copy = 2; this.#names.has(name); copy++) name = `${wanted}.${copy}`;
    this.#names.add(name);
    return name;
  }

  add(op: string, inputs: readonly string[], attributes: Attributes, output: string): string {
    this.nodes.push({ name: output, op, inputs, output, attributes });
    return output;
  }

  /**
   * A tensor of the model in f32, in another shape of as many elements where one is given. Runtimes turn f16 and int8
   * into f32 themselves: Cast is exact, and DequantizeLinear is q * scale along one axis, as in the model file.
   */
  weight(name: string, shape?: readonly number[]): string {
    const tensor = this.#tensors.get(name)!;
    const dims = shape ?? tensor.shape;
    return this.#once(`weight ${name} [${dims}]`, () => {
      const stored = this.#initializer(name, dims, storedTypes[tensor.dtype], tensor.bytes);
      if (tensor.dtype === 'F32') return stored;
      const output = this.unique(`${stored}.f32`);
      if (tensor.dtype === 'F16') return this.add('Cast', [stored], { to: { int: dataTypes.float } }, output);
      const scale = this.#tensors.get(scaleName(name))!;
      const inputs = [stored, this.#scale(scaleName(name), scale)];
      return this.add('DequantizeLinear', inputs, { axis: { int: axisOf(scale) } }, output);
    });
  }

  /** ONNX wants one axis, or none for one value. */
  #scale(name: string, { shape, bytes }: WeightTensor): string {
    return this.#initializer(
      name,
      shape.filter((size) => size > 1),
      dataTypes.float,
      bytes,
    );
  }

  floats(values: readonly number[], dims: readonly number[] = [values.length]): string {
    const bytes = bytesOf(Float32Array.from(values));
    return this.#once(`floats [${dims}] ${values}`, () =>
      this.#initializer('constant', dims, dataTypes.float, bytes),
    );
  }

  integers(values: readonly number[]): string {
    const bytes = bytesOf(BigInt64Array.from(values, BigInt));
    return this.#once(`integers ${values}`, () =>
      this.#initializer('constant', [values.length], dataTypes.int64, bytes),
    );
  }

  #initializer(wanted: string, dims: readonly number[], dataType: number, bytes: Uint8Array): string {
    const name = this.unique(wanted);
    this.initializers.push({ name, dims, dataType, bytes });
    return name;
  }

  #once(key: string, make: () => string): string {
    const name = this.#made.get(key) ?? make();
    this.#made.set(key, name);
    return name;
  }
}

function axisOf({ shape }: WeightTensor): number {
  return Math.max(
    0,
    shape.findIndex((size) => size > 1),
  );
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
