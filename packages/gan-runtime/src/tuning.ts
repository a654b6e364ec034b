/** The entry `@roentgan/gan-runtime/tuning`: measures which kernels are fastest on a device. */
import { inWords } from './errorTexts.ts';
import { provideTexts } from './laterText.ts';

provideTexts(inWords); // tables are checked without waiting

export type { ChooseKernel } from './tuning/chooseByRules.ts';
export { defaultRules } from './tuning/defaultRules.ts';
export { type DeviceClass, deviceClasses, deviceClassOf } from './tuning/deviceClass.ts';
export { chooseFor } from './tuning/kernelChoice.ts';
export { parseTuning } from './tuning/parseTuning.ts';
export type { TableStore } from './tuning/tableStore.ts';
export { type Tuned, type TuneGeneratorOptions, tuneGenerator } from './tuning/tuneGenerator.ts';
export type { TuneProgress } from './tuning/tuneModel.ts';
export type {
  Bounds,
  KernelMeasurement,
  LayerMeasurement,
  LayerSize,
  TuningRule,
  TuningTable,
} from './tuning/tuningTable.ts';
