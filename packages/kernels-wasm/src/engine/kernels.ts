import type { WasmKernel } from '../calls.ts';

/** One call of a program: which kernel, and where its fields lie. */
export interface ProgramCall {
  readonly kernel: WasmKernel;
  readonly at: number;
}

type KernelFunction = (call: number, first: number, last: number, scratch: number) => void;

/** The module's exports on one memory, with scratch of this thread's own. */
export class Kernels {
  readonly #exports: WebAssembly.Exports;
  readonly #scratch: number;

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory, scratch: number) {
    this.#exports = new WebAssembly.Instance(module, { env: { memory } }).exports;
    this.#scratch = scratch;
  }

  /** Into how many independent parts a call divides. */
  units({ kernel, at }: ProgramCall): number {
    return (this.#exports[`${kernel}Units`] as (call: number) => number)(at);
  }

  /** Computes units `first` to `last - 1` of a call. */
  compute({ kernel, at }: ProgramCall, first: number, last: number): void {
    (this.#exports[kernel] as KernelFunction)(at, first, last, this.#scratch);
  }

  /** Computes a whole call on this thread. */
  run(call: ProgramCall): void {
    this.compute(call, 0, this.units(call));
  }
}
