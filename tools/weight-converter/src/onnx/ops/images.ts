import { formatDims } from '../../graph/shape.ts';
import type { Activation, Call, Value } from '../call.ts';
import type { Mapper } from './mapper.ts';

/** One kernel call for each; files without a batch axis are small. */
const MAX_IMAGES = 64;

/**
 * An operation whose first input, or first `count` inputs, are `[images, channels, ...]`. Where a batch was added before the
 * file's axes, it is done for each image alone and the results are joined again.
 */
export function onImages(mapper: Mapper, count = 1): Mapper {
  return (call) => {
    if (call.lead === 0) return mapper(call);
    const input = call.activation(0);
    const [, images = 0, ...sizes] = input.shape;
    const others = Array.from({ length: count - 1 }, (_, at) => call.activation(at + 1));
    const stray = others.find(({ shape }) => shape[1] !== images);
    if (stray) call.fail(`of ${images} images and ${formatDims(call.shapeOf(stray))}, expected as many`);
    if (sizes.length < 1) call.fail(`of ${formatDims(call.shapeOf(input))}, expected [N,C,...]`);
    if (images > MAX_IMAGES) call.fail(`of ${images} images, expected at most ${MAX_IMAGES}`);
    const results = Array.from({ length: images }, (_, at) => {
      const parts = [input, ...others].map((whole) => {
        const part = images === 1 ? whole : sliceOne(call, whole, at);
        return call.reshape(part, whole.shape.slice(2));
      });
      const inputs = [...parts, ...call.inputs.slice(count)];
      return [mapper(call.onImages(inputs))].flat();
    });
    return results[0]!.map((_, output) =>
      joined(
        call,
        results.map((values) => values[output]!),
      ),
    );
  };
}

function sliceOne(call: Call, input: Activation, at: number): Activation {
  return call.builder.add('slice', [input], {
    attributes: { starts: [at], ends: [at + 1], axes: [1], steps: [1] },
  });
}

function joined(call: Call, values: readonly Value[]): Activation {
  const parts = values.map((value) =>
    value.kind === 'activation'
      ? call.reshape(value, [1, ...value.shape.slice(1)])
      : call.fail('gives no activation'),
  );
  return parts.length === 1 ? parts[0]! : call.builder.add('concat', parts, { attributes: { axis: 1 } });
}
