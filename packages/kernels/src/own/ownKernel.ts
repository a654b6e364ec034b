import { flatWorkgroups, workgroupSize } from '../dispatch.ts';
import { shaderSource } from '../fullShaderSource.ts';
import type { Call, ElementType, Kernel, Operation, Workgroups } from '../kernel.ts';
import { type Candidate, constantsOf, kernelsFor } from '../measure/candidate.ts';
import { numberedBindings } from '../shaderSource.ts';
import { sizeNames, sizeValues } from '../sizes.ts';
import { type Directive, type Directives, OwnKernelError, readDirectives } from './directives.ts';
import { evaluateList } from './expression.ts';

/** A file of WGSL that runs a call of an operation in place of a kernel of this package. */
export interface OwnKernel {
  readonly file: string;
  readonly text: string;
  /** The kernel whose constants, bindings and workgroups it takes, and whose prelude where it asks for it by `//! like`. */
  readonly like: Kernel;
  readonly candidate: Candidate;
  /** Lines of the complete WGSL before the first of the file. */
  readonly linesBefore: number;
  /** Names that it reads of `sizes`. */
  readonly sizes: readonly string[];
  /** What its overrides and sizes may be given: the constants of `like`, then those of the operation's other kernels. */
  readonly given: Readonly<Record<string, number>>;
}

/** Directives of WGSL, which may only stand at the very beginning of the complete file. */
const languageDirective = /^\s*(enable|requires|diagnostic)\b[^;]*;/gm;

/**
 * Puts before a file what this package puts before its own, and finds out with which constants and how many workgroups it runs.
 * @param workgroups in place of the file's own `//! workgroups`
 * @throws OwnKernelError
 */
export function ownKernel(
  { name: file, text: raw }: { readonly name: string; readonly text: string },
  operation: Operation,
  call: Call,
  type: ElementType,
  workgroups?: string,
): OwnKernel {
  const text = raw.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const directives = readDirectives(text, file);
  if (directives.op && directives.op.value !== operation.name) {
    throw new OwnKernelError(
      file,
      directives.op.line,
      `is for "${directives.op.value}", not for "${operation.name}"`,
    );
  }
  const like = kernelLike(operation, call, directives.like, file);
  const given: Record<string, number> = constantsOf(like, operation, call);
  for (const kernel of kernelsFor(operation, call)) {
    for (const [name, value] of Object.entries(constantsOf(kernel, operation, call))) given[name] ??= value;
  }
  const enabled = [...text.matchAll(languageDirective)].map(([directive]) => directive.trim());
  const code = text.replaceAll(languageDirective, '');
  // What a kernel shares with others may name things that a file declares itself, so only who asks for it gets it.
  const program = { ...like, code, prelude: directives.like ? (like.prelude ?? '') : '' };
  const source = [
    ...enabled.filter((line) => line !== 'enable f16;' || type === 'f32'),
    shaderSource(program, type),
  ].join('\n');
  const declared = new Set(
    [...stripComments(source).matchAll(/\boverride\s+(\w+)/g)].map(([, name]) => name!),
  );
  const constants = Object.fromEntries(Object.entries(given).filter(([name]) => declared.has(name)));
  return {
    file,
    text,
    like,
    given,
    sizes: sizeNames({ ...program, code: stripComments(code) }),
    linesBefore: source.slice(0, source.length - code.length).split('\n').length - 1,
    candidate: {
      name: file,
      origin: 'own',
      source,
      bindings: numberedBindings(program),
      constants,
      sizes: sizeValues(program, given),
      workgroups: workgroupsOf(file, directives, workgroups, like, call, given),
    },
  };
}

/** WGSL with its comments blanked, lines kept. */
export function stripComments(source: string): string {
  return source.replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '));
}

function kernelLike(
  operation: Operation,
  call: Call,
  directive: Directive | undefined,
  file: string,
): Kernel {
  const kernels = kernelsFor(operation, call);
  const found = directive ? kernels.find(({ name }) => name === directive.value) : kernels[0];
  if (!found) {
    const names = kernels.map(({ name }) => name).join(', ');
    throw new OwnKernelError(
      file,
      directive?.line,
      `//! like is "${directive?.value}", expected one that runs this shape: ${names}`,
    );
  }
  return found;
}

/** `flat(INVOCATIONS)` spreads invocations of 64 a workgroup, as `invocationIndex` counts them; else x, y and z, which are 1 where absent. */
function workgroupsOf(
  file: string,
  directives: Directives,
  option: string | undefined,
  like: Kernel,
  call: Call,
  given: Readonly<Record<string, number>>,
): Workgroups {
  const text = option ?? directives.workgroups?.value;
  if (text === undefined) return like.workgroups(call);
  const values = new Map(
    Object.entries({ ...given, BATCH: call.output[0] ?? 1, WORKGROUP_SIZE: workgroupSize }),
  );
  const line = option === undefined ? directives.workgroups!.line : undefined;
  const where = `workgroups "${text}"`;
  let counts: number[];
  const flat = /^\s*flat\s*\((.*)\)\s*$/.exec(text)?.[1];
  try {
    counts = evaluateList(flat ?? text, values);
  } catch (error) {
    throw new OwnKernelError(file, line, `${where}: ${(error as Error).message}`);
  }
  const most = flat === undefined ? 65535 : 65535 ** 2;
  const wrong = counts.find((count) => !Number.isInteger(count) || count < 1 || count > most);
  if (wrong !== undefined || counts.length > (flat === undefined ? 3 : 1)) {
    const found = wrong === undefined ? `${counts.length} values` : `${wrong}`;
    const expected =
      flat === undefined ? 'one to three whole numbers from 1 to 65535' : 'one whole number of invocations';
    throw new OwnKernelError(file, line, `${where} gives ${found}, expected ${expected}`);
  }
  if (flat !== undefined) return flatWorkgroups(counts[0]!);
  const [x = 1, y = 1, z = 1] = counts;
  return [x, y, z];
}
