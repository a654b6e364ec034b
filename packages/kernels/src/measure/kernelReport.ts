import type { Call, ElementType, Operation } from '../kernel.ts';
import { formatCall } from './callText.ts';
import type { Ceilings } from './ceilings.ts';
import type { CallResult } from './measureCall.ts';
import type { MeasuringDevice } from './measuringDevice.ts';
import type { Summary } from './statistics.ts';
import type { Roofline, Work } from './work.ts';

/** One measured candidate as it is saved: errors are text. */
export interface ReportedCandidate {
  readonly name: string;
  readonly origin: 'builtIn' | 'own';
  readonly failure?: string;
  readonly compileMilliseconds?: number;
  /** How far from the reference the furthest value is, as a share of its bound; `passes` is at most 1 and zeros in the padding. */
  readonly check?: { readonly passes: boolean; readonly wrong: number; readonly worst: number };
  /** Milliseconds of one dispatch. */
  readonly time?: Summary;
  readonly batch?: number;
  readonly share?: number;
}

export interface ReportedCall {
  readonly op: string;
  /** As `--shape` takes it. */
  readonly shape: string;
  readonly work: Work;
  readonly roofline: Roofline;
  readonly candidates: readonly ReportedCandidate[];
}

/** The file that `roentgan bench kernels` and the playground save. */
export interface KernelReport {
  readonly format: 'roentgan-kernels';
  readonly version: 1;
  readonly date: string;
  readonly device: {
    readonly adapter: string;
    readonly isSoftware: boolean;
    readonly timing: Ceilings['method'];
    /** Browser or runtime. */
    readonly host: string;
  };
  /** A second of this device: bytes, multiply-adds. */
  readonly ceilings: Omit<Ceilings, 'method'>;
  readonly elementType: ElementType;
  readonly calls: readonly ReportedCall[];
  /** Files of own kernels by the names of their candidates, so that whoever has the result can measure them again. */
  readonly sources: Readonly<Record<string, string>>;
}

export interface MeasuredCall {
  readonly operation: Operation;
  readonly call: Call;
  readonly result: CallResult;
}

export function kernelReport(
  { adapter, isSoftware }: Pick<MeasuringDevice, 'adapter' | 'isSoftware'>,
  { method, ...ceilings }: Ceilings,
  elementType: ElementType,
  measured: readonly MeasuredCall[],
  { host, sources = {} }: { readonly host: string; readonly sources?: KernelReport['sources'] },
): KernelReport {
  return {
    format: 'roentgan-kernels',
    version: 1,
    date: new Date().toISOString(),
    device: { adapter, isSoftware, timing: method, host },
    ceilings,
    elementType,
    sources,
    calls: measured.map(({ operation, call, result }) => ({
      op: operation.name,
      shape: formatCall(operation, call),
      work: result.work,
      roofline: result.roofline,
      candidates: result.candidates.map(({ failure, check, warnings: _, ...rest }) => ({
        ...rest,
        ...(failure && { failure: failure.message }),
        ...(check && { check: reportedCheck(check) }),
      })),
    })),
  };
}

/** JSON has no infinity: a value that is not a number, or beyond all bounds, is as far off as JSON can say. */
function reportedCheck({ passes, wrong, worst }: NonNullable<CallResult['candidates'][number]['check']>) {
  const error = Math.abs(worst.found - worst.expected);
  const share = error === 0 ? 0 : error / worst.bound;
  return { passes, wrong, worst: Number.isFinite(share) ? share : Number.MAX_VALUE };
}
