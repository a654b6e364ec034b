import { makeWeight } from '../graph/graphBuilder.ts';
import type { ChannelsLast } from './channelsLast.ts';
import type { SourceValue } from './sourceValue.ts';

export function multiplyBy(layers: ChannelsLast, value: SourceValue, factor: number): SourceValue {
  return layers.withConstant('multiply', value, makeWeight('factor', [1], [factor]));
}

export function plus(layers: ChannelsLast, value: SourceValue, term: number): SourceValue {
  return layers.withConstant('add', value, makeWeight('term', [1], [term]));
}
