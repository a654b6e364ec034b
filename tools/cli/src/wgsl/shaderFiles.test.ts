import { planModel } from '@roentgan/gan-runtime';
import { parseHeader } from '@roentgan/gan-runtime/model-file';
import { shaderSource } from '@roentgan/kernels/core';
import { expect, test } from 'vitest';
import { tinyModelFile } from '../../test/tinyModel.ts';
import { shaderFiles } from './shaderFiles.ts';

const { graph, tensors } = parseHeader(tinyModelFile, tinyModelFile.length, 'tiny');
const plan = planModel(graph, tensors);

test('each file is the shader of one dispatch, word for word, behind a comment', () => {
  const files = shaderFiles(plan);
  expect(files).toHaveLength(plan.steps.length);
  expect(files.length).toBeGreaterThan(0);
  for (const [at, { text, file, constants }] of files.entries()) {
    const step = plan.steps[at]!;
    const source = shaderSource(step.kernel, 'f32');
    expect(text.endsWith(`\n${source}`)).toBe(true);
    const comment = text.slice(0, -source.length).trimEnd().split('\n');
    expect(comment.filter((line) => !line.startsWith('//'))).toEqual([]);
    for (const [name, value] of Object.entries(constants))
      expect(comment).toContain(`//   ${name} = ${value}`);
    expect(comment).toContain(`// workgroups ${step.workgroups.join(' x ')}`);
    expect(file).toMatch(new RegExp(`^0${at + 1}-[\\w.-]+\\.wgsl$`));
  }
});

test('a name of a hostile file stays one line of a comment and within its folder', () => {
  const [step] = plan.steps;
  const [hostile] = shaderFiles({
    ...plan,
    steps: [{ ...step!, label: '../../etc/a\nfn evil() {}\u2028x' }],
  });
  expect(hostile!.file).toBe('01-etc-a-fn-evil-x.wgsl');
  expect(hostile!.text.split(/[\n\u2028]/)[0]).toContain('../../etc/a fn evil() {} x');
});
