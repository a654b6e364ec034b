import type { SourceValue } from '../../channelsLast/sourceValue.ts';
import type { LayerCall } from '../layerCall.ts';

/**
 * Runs a layer on its input with the channels last, whatever its `data_format` is: with the channels first the axes are
 * only seen in another order, before and after.
 */
export function channelsLastIn(
  call: LayerCall,
  input: SourceValue,
  run: (value: SourceValue) => SourceValue,
): SourceValue {
  const format = call.config.text('data_format', 'channels_last');
  if (format === 'channels_last') return run(input);
  if (format !== 'channels_first')
    call.fail(`data_format is "${format}", expected channels_last or channels_first`);
  return axisLast(call, input, 1, run);
}

/** Runs a layer on its input with one axis moved last, and moves it back. */
export function axisLast(
  call: LayerCall,
  input: SourceValue,
  axis: number,
  run: (value: SourceValue) => SourceValue,
): SourceValue {
  const rank = input.shape.length;
  if (axis === rank - 1) return run(input);
  const dims = [...Array.from({ length: rank }, (_, at) => at).filter((at) => at !== axis), axis];
  const result = run(call.layers.permute(input, dims));
  return call.layers.permute(
    result,
    dims.map((_, at) => dims.indexOf(at)),
  );
}
