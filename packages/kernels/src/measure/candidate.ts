import { epilogueConstants, plainEpilogue } from '../epilogue/epilogue.ts';
import { shaderSource } from '../fullShaderSource.ts';
import type { Call, ElementType, Kernel, Operation, Program, Workgroups } from '../kernel.ts';
import { numberedBindings } from '../shaderSource.ts';
import { overridesOf, sizeValues } from '../sizes.ts';
import { compilesOn, type Features, kernelsOf } from '../variants.ts';

/** One program that may run a call, ready to be compiled: a kernel of this package, or anyone's. */
export interface Candidate {
  readonly name: string;
  readonly origin: 'builtIn' | 'own';
  /** The complete WGSL. */
  readonly source: string;
  readonly bindings: ReturnType<typeof numberedBindings>;
  /** Values of its overrides. */
  readonly constants: Readonly<Record<string, number>>;
  /** Contents of its uniform `sizes`; empty where it has none. */
  readonly sizes: Uint32Array<ArrayBuffer>;
  readonly workgroups: Workgroups;
  /** It reads weights in another form than the file's, which were rounded once more where they are stored in f16. */
  readonly isTransformed?: boolean;
}

/** A program of this package with these constants. */
export function candidateOf(
  program: Program,
  type: ElementType,
  constants: Readonly<Record<string, number>>,
  workgroups: Workgroups,
): Candidate {
  return {
    name: program.name,
    origin: 'builtIn',
    source: shaderSource(program, type),
    bindings: numberedBindings(program),
    constants: overridesOf(program, constants),
    sizes: sizeValues(program, constants),
    workgroups,
  };
}

/** Values of a kernel's own constants and of the epilogue's, with nothing fused but the bias and what the operation itself is. */
export function constantsOf(kernel: Kernel, operation: Operation, call: Call): Record<string, number> {
  if (!kernel.epilogue) return kernel.constants(call);
  const activation = operation.activation?.(call.attributes) ?? plainEpilogue.activation;
  const bias = operation.weightUse === 'matrix' && call.weights.bias !== undefined;
  const epilogue = { ...plainEpilogue, activation, bias };
  return { ...kernel.constants(call), ...epilogueConstants(epilogue, call.output[1] ?? 1) };
}

/** Every kernel of the operation that supports the call, the default first. */
export function kernelsFor(operation: Operation, call: Call): Kernel[] {
  return kernelsOf(operation).filter((kernel) => kernel.supports?.(call) ?? true);
}

/** Kernels as candidates, those that compile on a device of these features. */
export function candidatesOf(
  kernels: readonly Kernel[],
  operation: Operation,
  call: Call,
  type: ElementType,
  features: Features,
): Candidate[] {
  return kernels
    .filter((kernel) => compilesOn(kernel, features))
    .map((kernel) => ({
      ...candidateOf(kernel, type, constantsOf(kernel, operation, call), kernel.workgroups(call)),
      isTransformed: kernel.packer !== undefined,
    }));
}

/** `kernelsFor` as candidates. */
export function builtInCandidates(
  operation: Operation,
  call: Call,
  type: ElementType,
  features: Features,
): Candidate[] {
  return candidatesOf(kernelsFor(operation, call), operation, call, type, features);
}
