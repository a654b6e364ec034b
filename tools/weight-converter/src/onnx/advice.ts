const noLoops = 'export a traced model (torch.jit.trace), in which loops are unrolled';
const beforeQuantisation =
  'export the model before it is quantised and make its weights int8 with --dtype int8';
const noiseAsInput = 'make the random values an input of the model before exporting it';
const noRecurrence = 'recurrent layers have no place in an image model here';
const withoutSelection = 'export the model without its post-processing';

const byOperation: Readonly<Record<string, string>> = {
  Loop: noLoops,
  Scan: noLoops,
  SequenceMap: noLoops,
  QuantizeLinear: beforeQuantisation,
  DynamicQuantizeLinear: beforeQuantisation,
  ConvInteger: beforeQuantisation,
  MatMulInteger: beforeQuantisation,
  QLinearConv: beforeQuantisation,
  QLinearMatMul: beforeQuantisation,
  RandomNormal: noiseAsInput,
  RandomNormalLike: noiseAsInput,
  RandomUniform: noiseAsInput,
  RandomUniformLike: noiseAsInput,
  Bernoulli: noiseAsInput,
  LSTM: noRecurrence,
  GRU: noRecurrence,
  RNN: noRecurrence,
  TopK: withoutSelection,
  NonMaxSuppression: withoutSelection,
  Unique: withoutSelection,
};

/** What a person can do about an operation that is not supported. */
export function adviceFor(op: string): string {
  const own = Object.hasOwn(byOperation, op) ? byOperation[op] : undefined;
  return own ?? 'write it with other operations before exporting, or cut the graph before it';
}
