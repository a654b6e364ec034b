import type { Epilogue, Shape } from '../src/index.ts';

/** One row of an operation's numeric table: shapes and attributes; the values are seeded by the row's name. */
export interface Case {
  readonly name: string;
  readonly inputs: readonly Shape[];
  readonly weights?: Readonly<Record<string, Shape>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Fused behind the kernel; `bias` follows from the weights. */
  readonly epilogue?: Partial<Pick<Epilogue, 'activation' | 'residual'>>;
  /** Standard deviation of the inputs. */
  readonly spread?: number;
}

/** The rows of one operation; all its kernels that support a row run it. */
export interface CaseTable {
  readonly operation: string;
  /** `sum`: at most 1e-6 + 1e-5 * sum |x w|. `elementwise`: at most 1e-5. `copy`: equal. */
  readonly tolerance: 'sum' | 'elementwise' | 'copy';
  readonly cases: readonly Case[];
}
