type Json = Readonly<Record<string, unknown>>;

/** What an attribute or constant may hold, by TensorFlow's DataType: its number, or its name without `DT_`. */
const dataTypes = [
  'INVALID',
  'FLOAT',
  'DOUBLE',
  'INT32',
  'UINT8',
  'INT16',
  'INT8',
  'STRING',
  'COMPLEX64',
  'INT64',
  'BOOL',
] as const;

/**
 * Attributes of one node. The JSON form of a protocol buffer comes in two dialects: integers as numbers or as text, bytes
 * as base64 or as arrays, data types as numbers or as names. `fail` opens its errors with the node.
 */
export class Attributes {
  readonly #entries: ReadonlyMap<string, Json>;
  readonly #fail: (message: string) => never;

  constructor(attr: unknown, fail: (message: string) => never) {
    this.#fail = fail;
    const entries = isObject(attr) ? Object.entries(attr) : [];
    this.#entries = new Map(entries.flatMap(([name, value]) => (isObject(value) ? [[name, value]] : [])));
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  number(name: string, fallback: number): number {
    const { i, f } = this.#entries.get(name) ?? {};
    const value = i ?? f;
    return value === undefined || value === null ? fallback : this.#toNumber(name, value);
  }

  boolean(name: string, fallback = false): boolean {
    const { b, i } = this.#entries.get(name) ?? {};
    return b === undefined || b === null ? (i === undefined ? fallback : Number(i) !== 0) : b === true;
  }

  text(name: string, fallback: string): string {
    const { s } = this.#entries.get(name) ?? {};
    return s === undefined || s === null ? fallback : this.#toText(name, s);
  }

  /** The type's name, such as `FLOAT`; `FLOAT` where there is none. */
  dataType(name: string): string {
    const { type } = this.#entries.get(name) ?? {};
    if (type === undefined || type === null) return 'FLOAT';
    if (typeof type === 'string') return type.replace(/^DT_/, '');
    return dataTypes[Number(type)] ?? `${type}`;
  }

  numbers(name: string): number[] | undefined {
    const list = this.#list(name);
    const values = list && [list.i, list.f].find((part) => Array.isArray(part) && part.length > 0);
    if (list && values === undefined) return [];
    return (values as unknown[] | undefined)?.map((value) => this.#toNumber(name, value));
  }

  texts(name: string): string[] {
    const { s } = this.#list(name) ?? {};
    return Array.isArray(s) ? s.map((text) => this.#toText(name, text)) : [];
  }

  /** Sizes of a shape, -1 where open; undefined where the rank is unknown. */
  shape(name: string): number[] | undefined {
    const { shape } = this.#entries.get(name) ?? {};
    if (!isObject(shape) || shape.unknownRank === true) return undefined;
    const { dim = [] } = shape;
    if (!Array.isArray(dim)) return this.#fail(`${name} is no shape`);
    return dim.map((entry) => this.#toNumber(name, isObject(entry) ? (entry.size ?? 0) : entry));
  }

  #list(name: string): Json | undefined {
    const { list } = this.#entries.get(name) ?? {};
    return isObject(list) ? list : undefined;
  }

  #toNumber(name: string, value: unknown): number {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number') this.#fail(`${name} is ${JSON.stringify(value)}, expected a number`);
    return number as number;
  }

  #toText(name: string, value: unknown): string {
    if (Array.isArray(value)) return String.fromCharCode(...value.slice(0, 4096).map(Number));
    try {
      if (typeof value === 'string') return atob(value);
    } catch {
      // Said below.
    }
    return this.#fail(`${name} is ${JSON.stringify(value)?.slice(0, 80)}, expected base64`);
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
