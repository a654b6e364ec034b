import type { LayerMeasurement } from '@roentgan/gan-runtime/tuning';

/** One line: what a layer is, what each kernel takes, and which was chosen. */
export function describeLayer({ layer, layers, input, output, chosen, kernels }: LayerMeasurement): string {
  const times = kernels.flatMap((entry) =>
    'milliseconds' in entry ? [`${variantOf(entry.kernel)} ${formatTime(entry.milliseconds)}`] : [],
  );
  const shapes = `${input.slice(1).join('x')} -> ${output.slice(1).join('x')}`;
  const often = layers === 1 ? '' : ` (${layers} layers)`;
  return `${layer}${often}: ${shapes}: ${times.join(', ')}: ${chosen}`;
}

/** One line for each kernel that may not be chosen. */
export function describeRefused({ layer, kernels }: LayerMeasurement): string[] {
  return kernels.flatMap((entry) =>
    'refused' in entry ? [`${layer}: ${entry.kernel} is not chosen: ${entry.refused}`] : [],
  );
}

function variantOf(kernel: string): string {
  return kernel.split('.')[1] ?? 'direct';
}

function formatTime(milliseconds: number): string {
  if (milliseconds >= 1) return `${milliseconds.toFixed(2)} ms`;
  return `${(milliseconds * 1000).toFixed(1)} us`;
}
