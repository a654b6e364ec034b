/** A value known while converting. Integers and booleans are numbers in a Float64Array. */
export interface Constant {
  readonly kind: 'constant';
  readonly name: string;
  readonly type: 'float' | 'integer' | 'boolean';
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
  /** The same values as int8 times a scale, which are kept where a matrix is made of them. */
  readonly quantised?: QuantisedValues;
}

/** w = q * scale, one scale for all or one for each entry of an axis. */
export interface QuantisedValues {
  readonly data: Int8Array;
  readonly scale: Float32Array;
  readonly axis: number;
}

export function integers(
  name: string,
  values: readonly number[],
  shape: readonly number[] = [values.length],
): Constant {
  return { kind: 'constant', name, type: 'integer', shape, data: Float64Array.from(values) };
}
