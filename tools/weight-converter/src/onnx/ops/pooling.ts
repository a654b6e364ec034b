import { countElements } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import { type Geometry, padsOfPlane, pair, planar, readGeometry, resolvePads } from './geometry.ts';
import { onImages } from './images.ts';
import type { Mapper } from './mapper.ts';
import { unary } from './primitives.ts';
import { globalPooling, maximumOf, meanOf, reduceOver } from './reductions.ts';

type Attributes = Record<string, unknown>;

/** Pools `[N,C,H,W]`; kernel, stride, dilation of both axes and all four pads. */
type Pool = (call: Call, input: Activation, attributes: Attributes) => Activation;

const maximum: Pool = (call, input, attributes) => unary(call, 'maxPool2d', input, attributes);

const mean: Pool = (call, input, { dilation, ...attributes }) => {
  if (`${dilation}` !== '1,1') call.fail(`dilations are [${dilation}], expected 1 along each axis`);
  const countIncludePad = call.integer('count_include_pad', 0) === 1;
  return unary(call, 'avgPool2d', input, { ...attributes, countIncludePad });
};

/** (sum |x|^p)^(1/p): p is 2 or 1. */
const norm: Pool = (call, input, { dilation, ...attributes }) => {
  const p = call.integer('p', 2);
  if ((p !== 1 && p !== 2) || `${dilation}` !== '1,1')
    call.fail(`p is ${p} and dilations are [${dilation}], expected 1 or 2 and no dilation`);
  const area = countElements(attributes.kernelSize as readonly number[]);
  const powers = unary(call, p === 1 ? 'abs' : 'square', input);
  const means = unary(call, 'avgPool2d', powers, { ...attributes, countIncludePad: true });
  const sums = call.multiply(means, area);
  return p === 1 ? sums : unary(call, 'sqrt', sums);
};

function pooling(pool: Pool): Mapper {
  return (call) => {
    if (call.node.outputs[1])
      call.fail('gives indices (output 1), which are not supported, expected one output');
    const kernel = call.integers('kernel_shape') ?? call.fail('has no kernel_shape');
    const geometry = readGeometry(call, call.activation(0), kernel, 3);
    const pads = resolvePads(call, geometry);
    return kernel.length === 3
      ? poolVolume(call, pool, geometry, pads)
      : poolPlane(call, pool, geometry, pads);
  };
}

function poolPlane(call: Call, pool: Pool, geometry: Geometry, pads: readonly number[]): Activation {
  const { input, kernel, stride, dilation } = geometry;
  const result = pool(call, planar(call, input), {
    kernelSize: pair(kernel, 1),
    stride: pair(stride, 1),
    dilation: pair(dilation, 1),
    padding: padsOfPlane(pads),
    ceilMode: call.integer('ceil_mode', 0) === 1,
  });
  return input.shape.length === 3 ? call.reshape(result, result.shape.slice(1, -1)) : result;
}

/** Height and width of every slice, then depth: maxima and means of windows may be taken axis by axis. */
function poolVolume(call: Call, pool: Pool, geometry: Geometry, pads: readonly number[]): Activation {
  if (pool === norm) call.fail('has three spatial axes, expected one or two');
  const [channels, depth, height, width] = geometry.input.shape.slice(1) as [number, number, number, number];
  const ceilMode = call.integer('ceil_mode', 0) === 1;
  const along = (input: Activation, from: number, to: number) => {
    const take = (values: readonly number[]) => pair(values.slice(from, to), 1);
    return pool(call, input, {
      kernelSize: take(geometry.kernel),
      stride: take(geometry.stride),
      dilation: take(geometry.dilation),
      padding: padsOfPlane([...pads.slice(from, to), ...pads.slice(from + 3, to + 3)]),
      ceilMode,
    });
  };
  const planes = along(call.reshape(geometry.input, [channels * depth, height, width]), 1, 3);
  const [rows, columns] = planes.shape.slice(2) as [number, number];
  const volume = along(call.reshape(planes, [channels, depth, rows * columns]), 0, 1);
  return call.reshape(volume, [channels, volume.shape[2]!, rows, columns]);
}

const globalNorm = globalPooling((call, input, axes) => {
  const p = call.integer('p', 2);
  if (p !== 1 && p !== 2) call.fail(`p is ${p}, expected 1 or 2`);
  const sum = reduceOver(call, 'sum', unary(call, p === 1 ? 'abs' : 'square', input), axes);
  return p === 1 ? sum : unary(call, 'sqrt', sum);
});

export const poolingOps: Readonly<Record<string, Mapper>> = {
  AveragePool: onImages(pooling(mean)),
  MaxPool: onImages(pooling(maximum)),
  LpPool: onImages(pooling(norm)),
  GlobalAveragePool: onImages(globalPooling(meanOf)),
  GlobalMaxPool: onImages(globalPooling(maximumOf)),
  GlobalLpPool: onImages(globalNorm),
};
