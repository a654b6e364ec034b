import { describe, expect, test } from 'vitest';
import { reportMarkdown } from './report.ts';
import type { ContenderResult, LayerResult, Results } from './results.ts';
import { pairedRatio, summarise } from './statistics.ts';
import { digits, kilobytes, markdownTable } from './table.ts';
import { adapterSlug } from './writeResults.ts';

const layers: readonly LayerResult[] = [
  {
    label: 'g.0',
    kernel: 'convTranspose2d',
    milliseconds: 1.234,
    fastest: 1.1,
    output: [1, 64, 16, 16],
    macs: 25e6,
  },
  { label: 'a', kernel: 'add', milliseconds: 0.2, fastest: 0.1, output: [1, 64, 16, 16], macs: 0 },
];

const sample = (gmacs: number) => ({ instructions: 'relaxed', loop: 'chain12', gmacs }) as const;

const timing = (samples: readonly number[]) => ({
  samples,
  summary: summarise(samples),
  ratio: pairedRatio(samples, [200, 200, 200]),
});

function contender(
  name: ContenderResult['name'],
  backend: string,
  milliseconds: number,
  each = 1,
): ContenderResult {
  return {
    name,
    backend,
    image: timing([milliseconds, milliseconds, milliseconds]),
    extras: name === 'roentgan' ? [{ what: 'render', ...timing([40, 40, 40]) }] : [],
    firstImage: [900, 700, 800],
    counters: {
      dispatches: 5 * each,
      bindGroups: 0,
      buffers: 0,
      pipelines: 0,
      bufferWrites: each,
      passes: each,
      submits: each,
    },
    download: { files: [], gzip: 37_500 },
    layers: name === 'roentgan' ? layers : [],
  };
}

function results(webgpuIsSoftware: boolean): Results {
  return {
    format: 4,
    runtime: 'chromium',
    date: '2026-01-02T03:04:05.000Z',
    command: 'roentgan bench --runs 3',
    settings: {
      runs: 3,
      warmup: 1,
      pause: 50,
      cold: 3,
      tolerance: 1e-3,
      batches: [],
      contenders: ['roentgan', 'tfjs-wasm'],
      baseline: 'tfjs-wasm',
    },
    machine: { system: 'Slate 1.0, x64', processor: 'Abacus', cores: 2, loadBefore: 0.1, loadAfter: 1.2 },
    versions: { chromium: '156', tfjs: '4.22.0', ort: '1.30.0', roentgan: 'abc', node: '20' },
    adapter: {
      webgpu: 'Beads',
      webgl: 'Beads GL',
      webgpuIsSoftware,
      webglIsSoftware: false,
      features: [],
      limits: {},
    },
    failures: [],
    ceilings: [{ instructions: 'relaxed', gmacs: 31.5, before: sample(30), after: sample(31.5) }],
    models: [
      {
        name: 'dcgan64',
        parameters: 3_578_624,
        agreement: {
          inputs: 3,
          pairs: [{ between: ['roentgan', 'tfjs-wasm'], difference: 4e-6 }],
          deviation: 0.55,
        },
        contenders: [
          contender('roentgan', 'webgpu', 50),
          contender('tfjs-wasm', 'wasm (threads: 1)', 200, 0),
        ],
      },
    ],
  };
}

describe('reportMarkdown', () => {
  const report = reportMarkdown(results(true));

  test('shows each contender and extra with median and ratio', () => {
    expect(report).toContain('| roentgan | webgpu, **software** | 50 | 50 to 50 | 50 | 50 | 50 | 0.25 |');
    expect(report).toContain('| roentgan, render | webgpu, **software** | 40 |');
    expect(report).toContain('| tfjs-wasm | wasm (threads: 1) | 200 |');
    expect(report).toContain('| 800 | 900, 700, 800 | 37.5 kB |');
    expect(report).toContain('agree within 4.0e-6 on 3 inputs (allowed: 0.001');
    expect(report).toContain('| g.0 (convTranspose2d) | webgpu, **software** | 1.23 | 1.1 |');
    expect(report).toContain('| a (add) | webgpu, **software** | 0.2 | 0.1 |');
  });

  test('names versions, adapter, warm-up and load', () => {
    const versions = ['Roentgan abc', 'Node 20', 'TF.js 4.22.0', 'ONNX Runtime Web 1.30.0', 'Chromium 156'];
    const machine = ['Slate 1.0, x64', '2 cores of Abacus', 'load 0.1 before, 1.2 after', 'Beads'];
    const settings = ['1 warm-up', 'the ratio is to tfjs-wasm in', '`roentgan bench --runs 3`'];
    for (const fact of [...versions, ...machine, ...settings]) expect(report).toContain(fact);
    expect(report).toContain('31.5 with relaxed SIMD');
    expect(report).toContain('before the run 30 in loop chain12, after it 31.5 in loop chain12');
  });

  test('has a dash for GPU work where there is no GPU, and zeros where there is', () => {
    expect(report).toContain('| roentgan | webgpu, **software** | 5 | 0 | 0 | 0 | 1 | 1 | 1 |');
    expect(report).toContain('| tfjs-wasm | wasm (threads: 1) | - | - | - | - | - | - | - |');
  });

  test('is silent on GPU work where no contender has a GPU', () => {
    const given = results(true);
    const [model] = given.models;
    const onProcessor = { ...model!, contenders: model!.contenders.slice(1) };
    expect(reportMarkdown({ ...given, models: [onProcessor] })).not.toContain('dispatches');
    expect(report).toContain('dispatches');
  });

  test('marks a software adapter in every table, and no other', () => {
    const tables = report.split('\n\n').filter((part) => part.startsWith('| '));
    expect(tables).toHaveLength(4);
    for (const table of tables) expect(table).toContain('**software**');
    expect(reportMarkdown(results(false))).not.toContain('**software**');
  });
});

test('markdownTable keeps cells in their column', () => {
  expect(markdownTable(['a', 'b'], [['x|y', '1\n2']])).toBe('| a | b |\n| --- | ---: |\n| x\\|y | 1 2 |\n');
});

test.each([
  [0.012345, '0.0123'],
  [5.2, '5.2'],
  [99.96, '100'],
  [1312.4, '1312'],
  [Infinity, 'Infinity'],
])('digits(%f)', (value, text) => expect(digits(value)).toBe(text));

test('kilobytes', () => expect(kilobytes(119_622)).toBe('120 kB'));

test('adapterSlug makes a file name', () => {
  expect(adapterSlug('SwiftShader Device (Subzero), google')).toBe('swiftshader');
  expect(adapterSlug('NVIDIA H200 / Tegra')).toBe('nvidia-h200-tegra');
  expect(adapterSlug('  ')).toBe('unknown');
});
