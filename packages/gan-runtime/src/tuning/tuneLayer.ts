import type { ElementType } from '@roentgan/kernels';
import { candidatesOf, describeWrong, measureCandidates } from '@roentgan/kernels/measure';
import type { TunedLayer } from './tunedLayers.ts';
import type { KernelMeasurement } from './tuningTable.ts';

/** Another kernel than the default must save this share of its time: less is noise. */
const worthwhile = 0.05;

const limits = {
  /** Rounds of samples in turn. */
  samples: 7,
  /** Milliseconds for each kernel after which no further round begins. */
  budget: 2000,
  /** A tiled kernel may take an adapter in software minutes to compile. */
  seconds: 120,
  /** The reference runs in plain loops, and a layer may have thousands of millions of products. */
  sampledChannels: 6,
};

/** What every kernel takes for a layer, the default first; one that is wrong or does not run is refused with the reason. */
export async function measureLayer(
  device: GPUDevice,
  { operation, call, kernels }: TunedLayer,
  type: ElementType,
  signal?: AbortSignal,
): Promise<KernelMeasurement[]> {
  const on = { device, timestamps: device.features.has('timestamp-query') };
  const candidates = candidatesOf(kernels, operation, call, type, device.features);
  const measured = await measureCandidates(on, operation, call, candidates, { ...limits, type, signal });
  return measured.candidates.map(({ name: kernel, failure, check, time, compileMilliseconds }) =>
    time
      ? {
          kernel,
          milliseconds: time.median,
          range: [time.minimum, time.maximum],
          compileMilliseconds: compileMilliseconds!,
        }
      : { kernel, refused: failure ? failure.message.split('\n', 1)[0]! : describeWrong(check!) },
  );
}

/** The fastest right kernel; the first right one, the default, where no other is clearly faster. */
export function chooseFastest(kernels: readonly KernelMeasurement[]): string | undefined {
  const right = kernels.flatMap((entry) => ('milliseconds' in entry ? [entry] : []));
  const [standard] = right;
  if (!standard) return undefined;
  const fastest = right.reduce((best, entry) => (entry.milliseconds < best.milliseconds ? entry : best));
  return fastest.milliseconds < standard.milliseconds * (1 - worthwhile) ? fastest.kernel : standard.kernel;
}
