import type { Call, Value } from '../call.ts';

/** Adds the graph operations that one TensorFlow node stands for and returns what its outputs are. */
export type Mapper = (call: Call) => Value | readonly Value[];

export type Mappers = Readonly<Record<string, Mapper>>;
