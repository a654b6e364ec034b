import { type Call, type Constant, formatDims, type SourceValue } from '../call.ts';
import { type IndexValue, isIndex } from '../value.ts';
import type { Mapper, Mappers } from './mapper.ts';
import { takeRows } from './take.ts';

const MOST_CLASSES = 65536;

/** Rows of a constant table that an integer input selects. */
function embedded(call: Call, index: IndexValue, table: Constant): SourceValue {
  const [classes = 0, ...row] = table.shape;
  if (classes < 1 || row.length === 0)
    call.fail(`its table is ${formatDims(table.shape)}, expected [classes,...]`);
  noteClasses(call, index, classes);
  const features = row.reduce((product, size) => product * size, 1);
  const weights = { weight: call.weight(table, [classes, features]) };
  // One number for each image, so the order of axes is the source's.
  const numbers = call.layers.asSource(call.layers.reshape(index.numbers, [index.shape[0]!, 1]));
  const chosen = call.layers.fromSource(call.builder.add('embedding', [numbers], { weights }));
  return call.layers.reshape(chosen, [...index.shape, ...row]);
}

function noteClasses(call: Call, { input }: IndexValue, classes: number): void {
  call.scope.classes.set(input, Math.max(call.scope.classes.get(input) ?? 0, classes));
}

const gather: Mapper = (call) => {
  if (call.attributes.number('batch_dims', 0) !== 0) call.fail('batch_dims is not 0, expected 0');
  const axis = call.inputs[2] ? call.integer(2, 'axis') : 0;
  const indices = call.inputs[1];
  if (isIndex(indices)) {
    if (axis !== 0) call.fail('selects by an input along an axis other than 0');
    return embedded(call, indices, call.constant(0, 'table'));
  }
  const value = call.value(0);
  const at = call.axis(axis, value.shape.length);
  const chosen = call.integers(1, 'indices');
  const shape = call.constant(1, 'indices').shape;
  const rows = takeRows(call, value, at, chosen);
  return call.layers.reshape(rows, [...value.shape.slice(0, at), ...shape, ...value.shape.slice(at + 1)]);
};

/** One row of a unit matrix, scaled to the values for on and off. */
const oneHot: Mapper = (call) => {
  const index = call.inputs[0];
  if (!isIndex(index)) return call.fail('of a computed value, expected an integer input');
  const classes = call.integer(1, 'depth');
  const [on, off] = [call.constant(2, 'on').data[0] ?? 1, call.constant(3, 'off').data[0] ?? 0];
  const axis = call.attributes.number('axis', -1);
  if (axis !== -1 && axis !== index.shape.length) call.fail(`has the axis ${axis}, expected the last`);
  if (!(classes >= 1 && classes <= MOST_CLASSES))
    call.fail(`has ${classes} classes, expected 1 to ${MOST_CLASSES}`);
  const data = call.budget.zeros(classes ** 2).fill(off);
  for (let row = 0; row < classes; row++) data[row * classes + row] = on;
  const name = `${call.resultName}.table`;
  return embedded(call, index, { kind: 'constant', name, type: 'float', shape: [classes, classes], data });
};

const reverse: Mapper = (call) => {
  const value = call.value(0);
  return call.integers(1, 'axes').reduce((turned, given) => {
    const axis = call.axis(given, value.shape.length);
    const rows = Array.from({ length: value.shape[axis]! }, (_, at) => at).reverse();
    return takeRows(call, turned, axis, rows);
  }, value);
};

export const gatherOps: Mappers = { Gather: gather, GatherV2: gather, OneHot: oneHot, ReverseV2: reverse };
