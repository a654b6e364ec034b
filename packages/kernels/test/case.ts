import type { Epilogue, Shape } from '../src/index.ts';

/** What an operand holds: seeded values from 0.05 up, or at least 0.25 away from 0, or these values over and over. */
export type OperandValues = 'positive' | 'nonZero' | readonly number[];

/** One row of an operation's numeric table: shapes and attributes; the values are seeded by the row's name. */
export interface Case {
  readonly name: string;
  readonly inputs: readonly Shape[];
  readonly weights?: Readonly<Record<string, Shape>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Fused behind the kernel; `bias` follows from the weights. */
  readonly epilogue?: Partial<Pick<Epilogue, 'activation' | 'residual'>>;
  /** Noise is added in the epilogue, which convolutions' kernels can. */
  readonly noise?: true;
  /** Standard deviation of the inputs. */
  readonly spread?: number;
  /** For functions that not every number has: of the first operand and of the second, be it an input or a constant. */
  readonly operands?: { readonly input?: OperandValues; readonly other?: OperandValues };
}

/** The rows of one operation; all its kernels that support a row run it. */
export interface CaseTable {
  readonly operation: string;
  /**
   * `sum`: at most 1e-6 + 1e-5 * sum |x w|. `elementwise`: at most 1e-5. `relative`: at most 1e-5, of
   * the value where that is above 1. `copy`: equal.
   */
  readonly tolerance: 'sum' | 'elementwise' | 'relative' | 'copy';
  readonly cases: readonly Case[];
}
