import { createAsker } from '../../worker/createAsker.ts';
import type { Measurement } from './measuredEdits.ts';
import type { MeasuredImage, MeasureRequest } from './measureWorker.ts';

/** Measures pictures in a worker, which starts with the first. */
export interface Measurer {
  measure(image: MeasuredImage): Promise<Measurement>;
  /** Ends the worker; what it was asked fails. */
  close(): void;
}

/** @param classifier - address of the model that says the grade */
export function createMeasurer(classifier: URL): Measurer {
  const { ask, close } = createAsker<MeasureRequest, Measurement>(
    () => new Worker(new URL('./measureWorker.ts', import.meta.url), { type: 'module' }),
    'measures',
  );
  return {
    // Copied: the unedited image is needed again.
    measure: ({ width, height, channels, range, values }) =>
      ask({ image: { width, height, channels, range, values }, classifier: classifier.href }),
    close,
  };
}
