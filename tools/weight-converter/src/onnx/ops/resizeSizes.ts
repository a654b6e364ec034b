import { formatDims } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import type { ResizedAxis } from './resizeMatrix.ts';

/** Sizes and scales of a Resize from opset 11 on: `scales` or `sizes`, of all axes or of those in `axes`. */
export function readAxes(call: Call, input: Activation): ResizedAxis[] {
  const rank = input.shape.length;
  const all = input.shape.map((_, axis) => axis);
  const named = call.integers('axes')?.map((axis) => (axis < 0 ? axis + rank : axis)) ?? all;
  const complete = (values: ArrayLike<number>, fallback: (axis: number) => number) => {
    if (values.length !== named.length)
      call.fail(`has ${values.length} sizes or scales, expected ${named.length}`);
    return all.map((axis) => (named.includes(axis) ? values[named.indexOf(axis)]! : fallback(axis)));
  };
  const sizes = call.optionalConstant(3, 'sizes');
  const axes =
    sizes && sizes.data.length > 0
      ? sizedAxes(
          call,
          input,
          complete(keepingAspect(call, input, named, sizes.data), (axis) => input.shape[axis]!),
        )
      : scaledAxes(
          call,
          input,
          complete(call.constant(2, 'scales').data, () => 1),
        );
  if (call.text('coordinate_transformation_mode', '') !== 'tf_crop_and_resize') return axes;
  const roi = call.constant(1, 'roi').data;
  return axes.map((axis, at) => {
    const [start, end] = [roi[named.indexOf(at)], roi[named.indexOf(at) + named.length]];
    const isAll = !named.includes(at) || (start === 0 && end === 1);
    if (!isAll && (start === undefined || end === undefined))
      call.fail(`roi has ${roi.length} values, expected ${2 * named.length}`);
    return isAll ? axis : { ...axis, region: [start!, end!] as const };
  });
}

/** From opset 18 on one scale may serve all axes: the least or the largest that the sizes ask for. */
function keepingAspect(
  call: Call,
  input: Activation,
  named: readonly number[],
  sizes: ArrayLike<number>,
): ArrayLike<number> {
  const policy = call.text('keep_aspect_ratio_policy', 'stretch');
  if (policy === 'stretch') return sizes;
  if (policy !== 'not_larger' && policy !== 'not_smaller')
    call.fail(`keep_aspect_ratio_policy is "${policy}", expected stretch, not_larger or not_smaller`);
  const ratios = named.map((axis, at) => sizes[at]! / input.shape[axis]!);
  const scale = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
  return named.map((axis) => Math.floor(scale * input.shape[axis]! + 0.5));
}

const wholeSizes = /pytorch|tf2onnx|keras/i;

export function scaledAxes(call: Call, input: Activation, scales: readonly number[]): ResizedAxis[] {
  if (scales.length !== input.shape.length || !scales.every((scale) => scale > 0)) {
    call.fail(`scales are [${scales}] for ${formatDims(input.shape)}`);
  }
  // ONNX's reference takes from * scale for the output's size. PyTorch and TensorFlow, whose graphs say how they computed,
  // and ONNX Runtime round it down first.
  const isWhole = wholeSizes.test(call.producer);
  return scales.map((scale, axis) => {
    const from = input.shape[axis]!;
    const to = scale === 1 ? from : Math.floor(from * scale);
    return { from, to, scale, ...(!isWhole && { length: from * scale }) };
  });
}

function sizedAxes(call: Call, input: Activation, sizes: readonly number[]): ResizedAxis[] {
  return sizes.map((size, axis) => {
    const from = input.shape[axis]!;
    const isBatch = axis === 0 && (size === from || size === (call.fixedBatch ?? size));
    const to = isBatch ? from : size;
    return { from, to, scale: to / from };
  });
}
