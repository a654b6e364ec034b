/** What a file of WGSL says about itself in lines `//! name: value` before its code. */
export interface Directives {
  readonly op?: Directive;
  readonly like?: Directive;
  readonly workgroups?: Directive;
}

export interface Directive {
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

const names = ['op', 'like', 'workgroups'] as const;

/** Something in a kernel of one's own that its author can mend; the message opens with file and line. */
export class OwnKernelError extends Error {
  override readonly name = 'OwnKernelError';
  readonly line: number | undefined;
  constructor(file: string, line: number | undefined, message: string) {
    super(`${file}${line === undefined ? '' : `:${line}`}: ${message}`);
    this.line = line;
  }
}

/** Reads the directives among the comments and empty lines with which a file begins. */
export function readDirectives(text: string, file: string): Directives {
  const found: Partial<Record<(typeof names)[number], Directive>> = {};
  for (const [index, content] of text.split('\n').entries()) {
    const trimmed = content.trim();
    if (trimmed !== '' && !trimmed.startsWith('//')) break;
    if (!trimmed.startsWith('//!')) continue;
    const line = index + 1;
    const [, name = '', value = ''] = /^\/\/!\s*(\w*)\s*:?\s*(.*)$/.exec(trimmed) ?? [];
    const known = names.find((candidate) => candidate === name);
    if (!known || value === '') {
      throw new OwnKernelError(
        file,
        line,
        `"${trimmed}" is no directive, expected //! ${names.join(': ..., ')}: ...`,
      );
    }
    if (found[known]) throw new OwnKernelError(file, line, `//! ${name} is there twice`);
    found[known] = { value, line };
  }
  return found;
}
