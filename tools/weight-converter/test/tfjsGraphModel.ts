import type { OpenSideFile } from '../src/sideFiles.ts';
import { makeRandom } from './mutate.ts';

export type AttributeText =
  | { readonly text: string }
  | { readonly texts: readonly string[] }
  | { readonly integer: number }
  | { readonly integers: readonly number[] }
  | { readonly float: number }
  | { readonly boolean: boolean }
  | { readonly type: 'FLOAT' | 'INT32' | 'BOOL' }
  | { readonly shape: readonly number[] };

interface StoredConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly values: readonly number[];
}

export interface ConstantOptions {
  readonly from?: number;
  readonly to?: number;
}

const typeNumbers = { FLOAT: 1, INT32: 3, BOOL: 10 } as const;

/**
 * Writes TF.js graph models, which @tensorflow/tfjs only reads. `isOld` writes attributes as the first converters did: bytes
 * as arrays and types as numbers.
 */
export class TestGraph {
  readonly isOld: boolean;
  readonly #nodes: object[] = [];
  readonly #constants: StoredConstant[] = [];
  readonly #random: () => number;
  readonly #names = new Set<string>();

  constructor(seed = 1, isOld = false) {
    this.#random = makeRandom(seed);
    this.isOld = isOld;
  }

  input(name: string, shape: readonly number[], type: 'FLOAT' | 'INT32' = 'FLOAT'): string {
    return this.node('Placeholder', [], { dtype: { type }, shape: { shape } }, name);
  }

  /** A constant of random values from -0.5 to 0.5, or as stated. */
  random(shape: readonly number[], { from = -0.5, to = 0.5 }: ConstantOptions = {}): string {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Array.from({ length: count }, () => Math.fround(from + this.#random() * (to - from)));
    return this.#constant({ name: this.#unique('weights'), shape, dtype: 'float32', values });
  }

  floats(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.#constant({ name: this.#unique('floats'), shape, dtype: 'float32', values });
  }

  integers(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.#constant({ name: this.#unique('integers'), shape, dtype: 'int32', values });
  }

  number(value: number): string {
    return this.integers([value], []);
  }

  node(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeText>> = {},
    name = this.#unique(op),
  ): string {
    this.#names.add(name);
    const attr = Object.fromEntries(
      Object.entries({ T: { type: 'FLOAT' } as const, ...attributes }).map(([key, value]) => [
        key,
        this.#attribute(value),
      ]),
    );
    this.#nodes.push({ name, op, input: inputs, attr });
    return name;
  }

  /** The model as files; a signature where `outputs` are given. */
  finish(options: FinishOptions = {}): TestModel {
    const { outputs, shards = 1, quantise } = options;
    const weights = this.#constants.map((constant) => encode(constant, quantise));
    const bytes = Uint8Array.from(weights.flatMap((weight) => [...weight.bytes]));
    const paths = Array.from({ length: shards }, (_, at) => `group1-shard${at + 1}of${shards}.bin`);
    const size = Math.ceil(bytes.length / shards);
    const files = new Map(paths.map((path, at) => [path, bytes.slice(at * size, (at + 1) * size)]));
    const entries = outputs?.map((name, at) => [`output_${at}`, { name: `${name}:0` }]);
    const json = {
      ...(!this.isOld && { format: 'graph-model', generatedBy: '2.11.0', convertedBy: 'a test' }),
      modelTopology: { node: this.#nodes, versions: { producer: 1240 } },
      weightsManifest: [{ paths, weights: weights.map(({ spec }) => spec) }],
      ...(entries && { signature: { inputs: {}, outputs: Object.fromEntries(entries) } }),
    };
    return new TestModel(json, files);
  }

  #constant(constant: StoredConstant): string {
    this.#constants.push(constant);
    const type = ({ float32: 'FLOAT', int32: 'INT32', bool: 'BOOL' } as const)[constant.dtype];
    return this.node('Const', [], { dtype: { type } }, constant.name);
  }

  #unique(name: string): string {
    let unique = `model/${name}`;
    for (let copy = 1; this.#names.has(unique); copy++) unique = `model/${name}_${copy}`;
    return unique;
  }

  #attribute(value: AttributeText): object {
    const bytes = (text: string) => (this.isOld ? [...new TextEncoder().encode(text)] : btoa(text));
    const whole = (number: number) => `${number}`;
    if ('text' in value) return { s: bytes(value.text) };
    if ('texts' in value) return { list: { s: value.texts.map(bytes) } };
    if ('integer' in value) return { i: whole(value.integer) };
    if ('integers' in value) return { list: { i: value.integers.map(whole) } };
    if ('float' in value) return { f: value.float };
    if ('boolean' in value) return { b: value.boolean };
    if ('type' in value) return { type: this.isOld ? typeNumbers[value.type] : `DT_${value.type}` };
    return { shape: { dim: value.shape.map((size) => ({ size: whole(size) })) } };
  }
}

export interface FinishOptions {
  readonly outputs?: readonly string[];
  /** In how many files the weights are. */
  readonly shards?: number;
  readonly quantise?: 'uint8' | 'uint16' | 'float16';
}

/** model.json and its shards. */
export class TestModel {
  readonly json: Readonly<Record<string, unknown>>;
  readonly files: ReadonlyMap<string, Uint8Array>;

  constructor(json: Readonly<Record<string, unknown>>, files: ReadonlyMap<string, Uint8Array>) {
    this.json = json;
    this.files = files;
  }

  get bytes(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify(this.json));
  }

  get open(): OpenSideFile {
    return (path) => {
      const file = this.files.get(path);
      if (!file) throw new Error(`there is no "${path}"`);
      return file;
    };
  }
}

function encode({ name, shape, dtype, values }: StoredConstant, quantise?: FinishOptions['quantise']) {
  const spec = { name, shape, dtype };
  if (dtype === 'bool') return { spec, bytes: Uint8Array.from(values) };
  // Numbers that the graph computes its shapes from stay exact.
  if (quantise === undefined || dtype === 'int32' || values.length < 2) {
    const array = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
    return { spec, bytes: new Uint8Array(array.buffer) };
  }
  if (quantise === 'float16') {
    const halves = Uint16Array.from(values, toHalfBits);
    return { spec: { ...spec, quantization: { dtype: 'float16' } }, bytes: new Uint8Array(halves.buffer) };
  }
  const steps = quantise === 'uint8' ? 255 : 65535;
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const scale = (max - min) / steps || 1;
  const steppedValues = values.map((value) => Math.round((value - min) / scale));
  const stored = quantise === 'uint8' ? Uint8Array.from(steppedValues) : Uint16Array.from(steppedValues);
  return {
    spec: { ...spec, quantization: { dtype: quantise, min, scale } },
    bytes: new Uint8Array(stored.buffer),
  };
}

/** A normal f16 of a value between 2^-14 and 65504, truncated; smaller ones are 0. */
function toHalfBits(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  return exponent < 1 ? 0 : ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff);
}
