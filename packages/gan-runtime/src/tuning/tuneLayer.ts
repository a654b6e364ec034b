import type { ElementType, Tensor } from '@roentgan/kernels';
import { compilesOn } from '@roentgan/kernels/variants';
import { type KernelBench, LayerBench } from './layerBench.ts';
import { checkOf } from './layerCheck.ts';
import { timeInTurn } from './timeKernels.ts';
import type { TunedLayer } from './tunedLayers.ts';
import type { KernelMeasurement } from './tuningTable.ts';

/** Another kernel than the default must save this share of its time: less is noise. */
const worthwhile = 0.05;

/** What every kernel takes for a layer, the default first; one that is wrong or does not run is refused with the reason. */
export async function measureLayer(
  device: GPUDevice,
  layer: TunedLayer,
  elementType: ElementType,
  signal?: AbortSignal,
): Promise<KernelMeasurement[]> {
  const kernels = layer.kernels.filter((kernel) => compilesOn(kernel, device.features));
  const bench = new LayerBench(device, layer, elementType);
  const right: KernelBench[] = [];
  const refused = new Map<string, string>();
  try {
    const check = checkOf(layer.operation, layer.call, bench.input, bench.weight, elementType);
    let first: Tensor | undefined;
    for (const kernel of kernels) {
      signal?.throwIfAborted();
      const opened = await bench.open(kernel).catch((error: Error) => {
        refused.set(kernel.name, error.message.split('\n', 1)[0]!);
      });
      if (!opened) continue;
      right.push(opened);
      const output = await opened.output();
      const problem = check.wrong(output, kernel) ?? (first && apart(output, first, right[0]!.kernel.name));
      if (problem === undefined) {
        first ??= output;
        continue;
      }
      refused.set(kernel.name, problem);
      right.pop()!.destroy();
    }
    const timings = await timeInTurn(right, signal);
    return kernels.map(({ name }) => {
      const at = right.findIndex(({ kernel }) => kernel.name === name);
      if (at < 0) return { kernel: name, refused: refused.get(name)! };
      const { median, range } = timings[at]!;
      return {
        kernel: name,
        milliseconds: median,
        range,
        compileMilliseconds: right[at]!.compileMilliseconds,
      };
    });
  } finally {
    for (const opened of right) opened.destroy();
    bench.destroy();
  }
}

/** Where two kernels that agree with the reference at the channels it has differ at another. */
function apart({ data }: Tensor, { data: other }: Tensor, name: string): string | undefined {
  const largest = other.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const bound = 1e-2 * Math.max(1e-3, largest);
  for (let at = 0; at < data.length; at++) {
    if (Math.abs(data[at]! - other[at]!) <= bound) continue;
    return `value ${at} is ${data[at]}, that of ${name} ${other[at]}`;
  }
  return undefined;
}

/** The fastest right kernel; the first right one, the default, where no other is clearly faster. */
export function chooseFastest(kernels: readonly KernelMeasurement[]): string | undefined {
  const right = kernels.flatMap((entry) => ('milliseconds' in entry ? [entry] : []));
  const [standard] = right;
  if (!standard) return undefined;
  const fastest = right.reduce((best, entry) => (entry.milliseconds < best.milliseconds ? entry : best));
  return fastest.milliseconds < standard.milliseconds * (1 - worthwhile) ? fastest.kernel : standard.kernel;
}
