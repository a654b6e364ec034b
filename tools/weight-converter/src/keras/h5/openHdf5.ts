/// <reference path="./jsfive.d.ts" />
import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { Dataset, Group } from 'jsfive';
import type { StoredWeight } from '../layerWeights.ts';
import { MeteredBuffer } from './meteredBuffer.ts';

/** Keras stores without compression; values that were compressed shrink little. */
const MAX_RATIO = 8;

/** A group of an HDF5 file. What it throws names the file. */
export interface Hdf5Group {
  names(): readonly string[];
  /** Undefined where there is none. */
  group(path: string): Hdf5Group | undefined;
  /** Undefined where there is none. */
  weight(path: string): StoredWeight | undefined;
  text(attribute: string): string | undefined;
  /** A list of texts, which Keras cuts into `name0`, `name1`, ... where it is long. */
  texts(attribute: string): readonly string[] | undefined;
}

/** Opens an HDF5 file; the library loads when the first one is read. */
export async function openHdf5(bytes: Uint8Array, fileName: string): Promise<Hdf5Group> {
  const { File, Dataset: DatasetClass } = await import('jsfive');
  const refuse = (error: unknown): never => {
    const reason = error instanceof Error ? error.message : error;
    throw new ModelFileError(`${fileName}: is no intact HDF5 file: ${reason}`, { cause: error });
  };
  const trying = <Result>(read: () => Result): Result => {
    try {
      return quietly(read);
    } catch (error) {
      return error instanceof ModelFileError ? refuseAgain(error) : refuse(error);
    }
  };
  let spent = 0;
  const spend = (name: string, size: number) => {
    spent += size;
    if (!(spent <= bytes.length * MAX_RATIO))
      refuse(`"${name}" has ${size} bytes, the file has ${bytes.length}`);
  };

  const at = (group: Group, path: string): Group | Dataset | undefined => {
    let found: Group | Dataset | null = group;
    // Step by step: a path through something that is no group is simply not there.
    for (const name of path.split('/').filter((part) => part !== '')) {
      if (found === null || found instanceof DatasetClass || !found.keys.includes(name)) return undefined;
      found = found.get(name);
    }
    return found ?? undefined;
  };

  const wrap = (group: Group): Hdf5Group => ({
    names: () => trying(() => group.keys),
    group: (path) =>
      trying(() => {
        const found = at(group, path);
        return found === undefined || found instanceof DatasetClass ? undefined : wrap(found);
      }),
    weight: (path) =>
      trying(() => {
        const found = at(group, path);
        return found instanceof DatasetClass ? stored(found, path) : undefined;
      }),
    text: (attribute) => trying(() => asText(attributeOf(group, attribute))),
    texts: (attribute) =>
      trying(() => {
        const whole = asTexts(attributeOf(group, attribute));
        if (whole) return whole;
        const parts: string[][] = [];
        for (let part = asTexts(attributeOf(group, `${attribute}0`)); part; ) {
          parts.push(part);
          part = asTexts(attributeOf(group, `${attribute}${parts.length}`));
        }
        return parts.length > 0 ? parts.flat() : undefined;
      }),
  });

  const stored = (dataset: Dataset, name: string): StoredWeight => {
    const { shape, dtype } = dataset;
    const size = typeof dtype === 'string' ? Number(/^[<>|=]?[fiu](\d)$/.exec(dtype)?.[1]) : Number.NaN;
    if (!(size >= 1)) refuse(`"${name}" is of type ${JSON.stringify(dtype)}, expected numbers`);
    const count = shape.reduce((product, length) => product * length, 1);
    const read = () =>
      trying(() => {
        spend(name, count * size);
        const { value } = dataset;
        if (value.length !== count) refuse(`"${name}" has ${value.length} values, expected [${shape}]`);
        return Float32Array.from(value);
      });
    return { name, shape, read };
  };

  return trying(() => wrap(new File(new MeteredBuffer(bytes), fileName)));
}

/** The library warns of attributes that it cannot read, with their names as they are in the file. */
function quietly<Result>(read: () => Result): Result {
  const { warn } = console;
  console.warn = () => {};
  try {
    return read();
  } finally {
    console.warn = warn;
  }
}

function refuseAgain(error: ModelFileError): never {
  throw error;
}

function attributeOf(group: Group, name: string): unknown {
  const { attrs } = group;
  return Object.hasOwn(attrs, name) ? attrs[name] : undefined;
}

/** Texts of fixed length are filled up with zeros. */
function asText(value: unknown): string | undefined {
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof only === 'string' ? only.replace(/\0+$/, '') : undefined;
}

function asTexts(value: unknown): string[] | undefined {
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) return undefined;
  return value.map((entry: string) => entry.replace(/\0+$/, ''));
}
