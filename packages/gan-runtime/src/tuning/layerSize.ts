import type { Call, Operation } from '@roentgan/kernels';
import { elementCount } from '@roentgan/kernels/core';
import type { LayerSize, TuningRule } from './tuningTable.ts';

/** The sizes that tuning rules are about. */
export function layerSize(operation: Operation, call: Call): LayerSize {
  const outputs = elementCount(call.output);
  const [batch, channels] = call.output as [number, number];
  return {
    positions: outputs / (batch * channels),
    channels,
    inputChannels: call.inputs[0]![1]!,
    depth: Math.round((operation.macs?.(call) ?? 0) / outputs),
  };
}

const sizes = ['positions', 'channels', 'inputChannels', 'depth'] as const;

/** Whether a rule is for an operation of these sizes. */
export function ruleFits(rule: TuningRule, operation: string, size: LayerSize): boolean {
  return (
    rule.operation === operation &&
    sizes.every((name) => {
      const { min = 0, max = Number.POSITIVE_INFINITY } = rule[name] ?? {};
      return size[name] >= min && size[name] <= max;
    })
  );
}
