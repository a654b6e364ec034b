import { describe, expect, it } from 'vitest';
import { conv2dGroupedKernel } from '../conv2d/conv2d.ts';
import { convTranspose2dKernel } from '../convTranspose2d/convTranspose2d.ts';
import { parseCall } from '../measure/callText.ts';
import { operations } from '../operations.ts';
import { kernelsOf } from '../variants.ts';
import { evaluateList } from './expression.ts';
import { findDemands, findProblems, workgroupBytes } from './findProblems.ts';
import { ownKernel } from './ownKernel.ts';
import { formatMessage, ownMessages } from './ownMessages.ts';
import { reflect } from './reflect.ts';

const transposed = operations.convTranspose2d!;
const call = parseCall(transposed, 'input=2x6x5x4 out=5 kernel=4 stride=2 padding=1 bias');
const own = (text: string, workgroups?: string) =>
  ownKernel({ name: 'mine.wgsl', text }, transposed, call, 'f32', workgroups);
const limits = {
  maxComputeWorkgroupStorageSize: 16384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupSizeY: 256,
  maxComputeWorkgroupSizeZ: 64,
} as const;

const tiled = `//! op: convTranspose2d
// A tile.
//! workgroups: ceil(OUTPUT_WIDTH / 8), OUTPUT_HEIGHT, BATCH * OUTPUT_GROUPS

@group(0) @binding(0) var<storage, read_write> output: array<Element4>;
@group(0) @binding(2) var<storage, read> weight: array<Element4>;
/* override NOTHING: u32; */
override OUTPUT_WIDTH: u32;
override TILE: u32 = 4u;
const DOUBLE = 2u * TILE;
var<workgroup> tile: array<array<Element4, DOUBLE>, OUTPUT_WIDTH>; // of vec4
var<workgroup> flag: atomic<u32>;
@compute @workgroup_size(TILE, max(2u, TILE / 4u))
fn main(@builtin(local_invocation_index) local: u32) {
  tile[local][0] = weight[local];
  output[local] = finish(vec4f(tile[0][local]), local, 0u);
}
`;

describe('evaluateList', () => {
  const values = new Map([['W', 17]]);
  it.each([
    ['1', [1]],
    ['ceil(W / 8), 2 * (W - 1) / 4, min(W, 3)', [3, 8, 3]],
    ['W % 4 + 2 * 3', [7]],
    ['10 - 2 - 3', [5]],
    ['max(1u, W / 34)', [1]],
  ])('%s', (text, expected) => {
    expect(evaluateList(text, values)).toEqual(expected);
  });
  it.each([
    ['', /found its end, expected a number or a name/],
    ['W W', /found "W", expected its end/],
    ['(W', /found its end, expected "\)"/],
    ['H / 2', /"H" has no value, expected one of W/],
    ['constructor(1)', /no function "constructor"/],
    ['1; 2', /found ";", expected its end/],
  ])('"%s" is refused', (text, message) => {
    expect(() => evaluateList(text, values)).toThrow(message);
  });
});

describe('ownKernel', () => {
  it('stands behind what stands before the built-in kernel, line by line', () => {
    const { candidate, linesBefore } = own(tiled);
    expect(candidate.source.split('\n').slice(linesBefore).join('\n')).toBe(tiled);
    expect(candidate.source).toContain('fn finish(');
  });

  it('runs with the constants that it declares, and with as many workgroups as it says', () => {
    const { candidate } = own(tiled);
    expect(candidate.constants).toMatchObject({ OUTPUT_WIDTH: 8, BIAS: 1 });
    expect(candidate.constants).not.toHaveProperty('NOTHING');
    expect(candidate.constants).not.toHaveProperty('INPUT_WIDTH');
    expect(candidate.workgroups).toEqual([1, 10, 4]);
    expect(own(tiled, 'flat(BATCH * 1000)').candidate.workgroups).toEqual([32, 1, 1]);
    expect(own('fn main() {}').candidate.workgroups).toEqual(transposed.kernels[0]!.workgroups(call));
  });

  it('takes a size as an override or from the uniform, whichever it asks for', () => {
    const { candidate } = own('override OUTPUT_WIDTH: u32;\nfn main() { _ = sizes.OUTPUT_HEIGHT; }');
    expect(candidate.constants).toMatchObject({ OUTPUT_WIDTH: 8 });
    expect(candidate.constants).not.toHaveProperty('OUTPUT_HEIGHT');
    expect(candidate.source).toContain('struct Sizes { CHANNELS: u32, OUTPUT_HEIGHT: u32 }');
    expect([...candidate.sizes]).toEqual([5, 10]);
  });

  it('reads files of Windows, with a mark of their encoding', () => {
    const { candidate, linesBefore } = own(`\uFEFF${tiled.replaceAll('\n', '\r\n')}`);
    expect(candidate.source.split('\n').slice(linesBefore).join('\n')).toBe(tiled);
    expect(candidate.workgroups).toEqual([1, 10, 4]);
  });

  it('is like the kernel that it names', () => {
    const { like } = own('//! like: convTranspose2d.grouped\nfn main() {}');
    expect(like.name).toBe('convTranspose2d.grouped');
    expect(own('fn main() {}').like).toBe(convTranspose2dKernel);
  });

  it('keeps the lines of a file that begins with what must come first of all', () => {
    const { candidate, linesBefore } = own('// Mine.\nenable subgroups;\nfn main() {}\n');
    expect(candidate.source.startsWith('enable subgroups;\n')).toBe(true);
    expect(candidate.source.split('\n').slice(linesBefore)).toEqual(['// Mine.', '', 'fn main() {}', '']);
  });

  it.each([
    ['//! op: conv2d', undefined, 'mine.wgsl:1: is for "conv2d", not for "convTranspose2d"'],
    [
      '\n//! like: conv2d',
      undefined,
      'mine.wgsl:2: //! like is "conv2d", expected one that runs this shape: convTranspose2d, ',
    ],
    [
      '//! workgroup: 3',
      undefined,
      'mine.wgsl:1: "//! workgroup: 3" is no directive, expected //! op: ..., ',
    ],
    ['//! op: a\n//! op: a', undefined, 'mine.wgsl:2: //! op is there twice'],
    [
      '//! workgroups: WIDTH',
      undefined,
      'mine.wgsl:1: workgroups "WIDTH": "WIDTH" has no value, expected one of ',
    ],
    ['//! workgroups: OUTPUT_WIDTH / 3', undefined, 'mine.wgsl:1: workgroups "OUTPUT_WIDTH / 3" gives 2.66'],
    ['', '0', 'mine.wgsl: workgroups "0" gives 0, expected one to three whole numbers from 1 to 65535'],
    ['', '1, 2, 3, 4', 'mine.wgsl: workgroups "1, 2, 3, 4" gives 4 values'],
    [
      '',
      'flat(1, 2)',
      'mine.wgsl: workgroups "flat(1, 2)" gives 2 values, expected one whole number of invocations',
    ],
  ])('refuses %j with workgroups %j', (text, workgroups, message) => {
    expect(() => own(text, workgroups)).toThrow(message);
  });

  it('refuses to be like a kernel that cannot run the shape', () => {
    const conv = operations.conv2d!;
    const grouped = parseCall(conv, 'input=1x6x5x5 out=6 kernel=3 groups=3');
    const read = (text: string) => ownKernel({ name: 'a.wgsl', text }, conv, grouped, 'f32');
    expect(() => read('//! like: conv2d')).toThrow(
      'a.wgsl:1: //! like is "conv2d", expected one that runs this shape: conv2d.grouped',
    );
    expect(read('').like).toBe(conv2dGroupedKernel);
  });
});

describe('reflect', () => {
  it('reads bindings, overrides, workgroup size and memory for the constants of the call', () => {
    const reflection = reflect(own(tiled));
    expect(reflection).toMatchObject({
      entries: ['main'],
      bindings: [
        { group: 0, binding: 0, name: 'output', access: 'read_write' },
        { group: 0, binding: 2, name: 'weight', access: 'read' },
        { group: 0, binding: 6, name: 'channelParameters', access: 'read' },
        { group: 0, binding: 7, name: 'residual', access: 'read' },
        { group: 0, binding: 8, name: 'sizes', access: 'uniform' },
      ],
      workgroupSize: [4, 2, 1],
      workgroupMemory: [
        { name: 'tile', bytes: 8 * 8 * 16 },
        { name: 'flag', bytes: 4 },
      ],
    });
    expect(reflection.overrides).toContainEqual({
      name: 'OUTPUT_WIDTH',
      type: 'u32',
      value: 8,
      from: 'call',
    });
    expect(reflection.overrides).toContainEqual({ name: 'TILE', type: 'u32', value: 4, from: 'default' });
    expect(reflection.sizes).toEqual([{ name: 'CHANNELS', value: 5 }]);
    expect(workgroupBytes(reflection)).toBe(1028);
    expect(findProblems(own(tiled), reflection, limits)).toEqual([]);
    expect(findDemands(reflection)).toEqual([]);
  });

  it.each(
    Object.values(operations)
      .flatMap(kernelsOf)
      .filter(({ name }) => name.startsWith('conv')),
  )('reads $name', (kernel) => {
    const operation = operations[kernel.name.split('.')[0]!]!;
    const shape = ['kernel=4 stride=2 padding=1 bias', 'kernel=3 padding=1', 'kernel=3 groups=8']
      .map((rest) => parseCall(operation, `input=1x8x8x8 out=8 ${rest}`))
      .find((call) => kernel.supports?.(call) ?? true)!;
    const file = { name: kernel.name, text: `//! like: ${kernel.name}\n${kernel.code}` };
    const copy = ownKernel(file, operation, shape, 'f32');
    expect(findProblems(copy, reflect(copy), limits)).toEqual([]);
  });
});

describe('findProblems', () => {
  const problems = (from: string, to: string) => {
    expect(tiled).toContain(from);
    const changed = own(tiled.replace(from, to));
    return findProblems(changed, reflect(changed), limits);
  };
  it.each([
    ['@binding(2)', '@binding(1)', ['@group(0) @binding(1) is called weight, expected input']],
    [
      'var<storage, read> weight',
      'var<storage, read_write> weight',
      ['@group(0) @binding(2) weight is read_write, expected var<storage, read>'],
    ],
    [
      '@group(0) @binding(2)',
      '@group(1) @binding(2)',
      [
        '@group(1) @binding(2) weight: is not bound, expected of group 0: 0 output, 1 input, 2 weight, 6 channelParameters, 7 residual, 8 sizes',
      ],
    ],
  ])('%s to %s', (from, to, expected) => {
    expect(problems(from, to)).toEqual(expected);
  });

  it('names an override that nobody gives', () => {
    const [problem, ...others] = problems(
      'override OUTPUT_WIDTH: u32;',
      'override OUTPUT_WIDTH: u32;\noverride MINE: u32;',
    );
    expect(others).toEqual([]);
    expect(problem).toMatch(
      /^override MINE is given by nobody and has no default, expected one of .*OUTPUT_WIDTH/,
    );
  });

  it('names a size that nobody gives, but no part of a variable of that name, and nothing in comments', () => {
    const [problem, ...others] = problems('  tile[local]', '  _ = sizes.MINE;\n  tile[local]');
    expect(others).toEqual([]);
    expect(problem).toMatch(/^sizes\.MINE is given by nobody, expected one of .*OUTPUT_WIDTH/);
    const fine = '  let sizes = vec2u(local); _ = sizes.x; // not sizes.MINE\n  tile[local]';
    expect(problems('  tile[local]', fine)).toEqual([]);
  });

  it('holds workgroups against the limits', () => {
    expect(problems('TILE: u32 = 4u', 'TILE: u32 = 64u')).toEqual(
      expect.arrayContaining(['a workgroup has 1024 invocations, expected at most 256 here']),
    );
    expect(problems('TILE: u32 = 4u', 'TILE: u32 = 512u')[0]).toBe(
      'a workgroup is 512 x 128 x 1, expected at most 256 x 256 x 64 here',
    );
    expect(
      problems('array<array<Element4, DOUBLE>, OUTPUT_WIDTH>', 'array<array<Element4, DOUBLE>, 200>'),
    ).toEqual(['workgroup memory is 25604 bytes, expected at most 16384 here']);
  });

  it('wants one entry point called main', () => {
    expect(problems('fn main(', 'fn start(')).toEqual(['entry points are start, expected main alone']);
  });
});

describe('messages', () => {
  it('are about the lines of the file', () => {
    const kernel = own('//! op: convTranspose2d\nfn main() {\n\tlet x = vec5f();\n}\n');
    const at = (line: number) => ({
      type: 'error' as const,
      line,
      column: 10,
      length: 5,
      text: 'unresolved',
    });
    const [mine, before, pipeline] = ownMessages(kernel, [at(kernel.linesBefore + 3), at(2), at(0)]);
    expect(mine).toMatchObject({ line: 3, column: 10 });
    expect(formatMessage('mine.wgsl', mine!)).toBe(
      'mine.wgsl:3:10: error: unresolved\n  \tlet x = vec5f();\n  \t        ^^^^^',
    );
    expect(before).toMatchObject({ line: 0, elsewhere: 'prelude' });
    expect(formatMessage('mine.wgsl', before!)).toMatch(
      /^mine.wgsl, in what stands before it: error: unresolved\n {2}alias Element/,
    );
    expect(formatMessage('mine.wgsl', pipeline!)).toBe('mine.wgsl: error: unresolved');
  });
});
