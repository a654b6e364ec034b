import type { ElementType } from '@roentgan/kernels';
import type { DeviceClass } from './deviceClass.ts';

/** Sizes that a rule is for, both ends included; an end that is absent is open. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** What a kernel's speed depends on. Never the batch: an image is the same, bit for bit, alone and in a batch. */
export interface LayerSize {
  /** Output positions of one image: height times width; 1 for `linear`. */
  readonly positions: number;
  /** Output channels. */
  readonly channels: number;
  readonly inputChannels: number;
  /** Products that are summed into one output, rounded: input channels times taps. */
  readonly depth: number;
}

/** Which kernel runs an operation at some sizes. */
export interface TuningRule extends Readonly<Partial<Record<keyof LayerSize, Bounds>>> {
  readonly operation: string;
  /** The kernel's name, such as `conv2d.tiled`. */
  readonly kernel: string;
  /** `measured` on such a device, or `reasoned` from what is known of it. */
  readonly basis: 'measured' | 'reasoned';
}

/** One kernel on one layer: its median time on one image, or why it may not be chosen. */
export type KernelMeasurement =
  | {
      readonly kernel: string;
      readonly milliseconds: number;
      /** Fastest and slowest round. */
      readonly range: readonly [number, number];
      readonly compileMilliseconds: number;
    }
  | { readonly kernel: string; readonly refused: string };

/** All kernels on one layer of a model. */
export interface LayerMeasurement extends LayerSize {
  /** `${layer}.${operation}` of the first layer of this shape. */
  readonly layer: string;
  readonly operation: string;
  /** How many layers of the model have this shape. */
  readonly layers: number;
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly chosen: string;
  readonly kernels: readonly KernelMeasurement[];
}

/** What `roentgan bench tune` writes and `loadGenerator(source, { tuning })` takes. */
export interface TuningTable {
  readonly format: 'roentgan-tuning';
  readonly version: 1;
  /** The adapter it was measured on, as `Generator.adapter` names it. */
  readonly adapter: string;
  readonly deviceClass: DeviceClass;
  readonly elementType: ElementType;
  /** ISO 8601. */
  readonly date: string;
  /** SHA-256 of the layers' shapes, which is all of a model that times depend on, and of its file where that was read whole. */
  readonly model: { readonly shapes: string; readonly file?: string; readonly name?: string };
  /** SHA-256 of the kernels' code. */
  readonly shaders: string;
  /** The first that fits a layer holds; where none fits, the shipped ones of the device's class. */
  readonly rules: readonly TuningRule[];
  readonly layers: readonly LayerMeasurement[];
}
