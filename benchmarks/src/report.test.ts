import { describe, expect, test } from 'vitest';
import { reportMarkdown } from './report.ts';
import type { ContenderResult, Results } from './results.ts';
import { pairedRatio, summarise } from './statistics.ts';
import { digits, kilobytes, markdownTable } from './table.ts';
import { adapterSlug } from './writeResults.ts';

const timing = (samples: readonly number[]) => ({
  samples,
  summary: summarise(samples),
  ratio: pairedRatio(samples, [200, 200, 200]),
});

function contender(name: ContenderResult['name'], backend: string, milliseconds: number): ContenderResult {
  return {
    name,
    backend,
    image: timing([milliseconds, milliseconds, milliseconds]),
    extras: name === 'roentgan' ? [{ what: 'render', ...timing([40, 40, 40]) }] : [],
    firstImage: [900, 700, 800],
    counters: {
      dispatches: 5,
      bindGroups: 0,
      buffers: 0,
      pipelines: 0,
      bufferWrites: 1,
      passes: 1,
      submits: 1,
    },
    download: { files: [], gzip: 37_500 },
    layers: name === 'roentgan' ? [{ label: 'g.0', kernel: 'convTranspose2d', milliseconds: 1.234 }] : [],
  };
}

function results(webgpuIsSoftware: boolean): Results {
  return {
    format: 2,
    date: '2026-01-02T03:04:05.000Z',
    settings: {
      runs: 3,
      warmup: 1,
      cold: 3,
      tolerance: 1e-3,
      contenders: ['roentgan', 'tfjs-wasm'],
      baseline: 'tfjs-wasm',
    },
    machine: { processor: 'Abacus', cores: 2, loadBefore: 0.1, loadAfter: 1.2 },
    versions: { chromium: '156', tfjs: '4.22.0', ort: '1.30.0', roentgan: 'abc', node: '20' },
    adapter: {
      webgpu: 'Beads',
      webgl: 'Beads GL',
      webgpuIsSoftware,
      webglIsSoftware: false,
      features: [],
      limits: {},
    },
    models: [
      {
        name: 'dcgan64',
        parameters: 3_578_624,
        agreement: {
          inputs: 3,
          pairs: [{ between: ['roentgan', 'tfjs-wasm'], difference: 4e-6 }],
          deviation: 0.55,
        },
        contenders: [contender('roentgan', 'webgpu', 50), contender('tfjs-wasm', 'wasm (threads: 1)', 200)],
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
    expect(report).toContain('| g.0 (convTranspose2d) | webgpu, **software** | 1.23 |');
  });

  test('names versions, adapter, warm-up and load', () => {
    const versions = ['Roentgan abc', 'TF.js 4.22.0', 'ONNX Runtime Web 1.30.0', 'Chromium 156'];
    for (const fact of [...versions, 'Beads', '1 warm-up', 'load 0.1', 'the ratio is to tfjs-wasm in']) {
      expect(report).toContain(fact);
    }
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
