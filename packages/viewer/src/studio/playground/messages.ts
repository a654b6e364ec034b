import type { CallResult, KernelReport } from '@roentgan/kernels/measure';
import type { OwnMessage, Reflection } from '@roentgan/kernels/own';

/** What the worker is asked to measure. */
export interface RunRequest {
  readonly op: string;
  readonly shape: string;
  readonly type: 'f32' | 'f16';
  readonly text: string;
}

/** What a file turned out to be before it ran. */
export interface Inspected {
  readonly messages: readonly OwnMessage[];
  /** What keeps it from running; empty where it may. */
  readonly problems: readonly string[];
  /** What it needs beyond what every device has. */
  readonly demands: readonly string[];
  readonly reflection?: Reflection;
  readonly workgroups: readonly [number, number, number];
  readonly like: string;
}

export type RunEvent =
  | { readonly kind: 'device'; readonly adapter: string; readonly isSoftware: boolean; readonly f16: boolean }
  | { readonly kind: 'progress'; readonly text: string }
  | { readonly kind: 'inspected'; readonly inspected: Inspected }
  | { readonly kind: 'measured'; readonly result: CallResult; readonly report: KernelReport }
  /** `isBroken`: nothing more can be measured on the worker's device. */
  | { readonly kind: 'failed'; readonly text: string; readonly line?: number; readonly isBroken: boolean }
  | { readonly kind: 'done' };
