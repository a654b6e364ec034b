import type { GeneratedImage, Graph } from '@roentgan/gan-runtime';
import type { Classifier } from '@roentgan/measurer';
import { expect, test } from 'vitest';
import { kneeMeasures, kneeTargets, presentTargets } from './kneeMeasures.ts';

const grade = { kind: 'label', name: 'grade', shape: ['N', 5], encoding: 'one-hot', default: 0 } as const;
const edit = { name: 'exposure', tensor: 'z', vector: 'v', unit: '%', range: [-1, 1] } as const;
const targets = (inputs: Graph['inputs']) => kneeTargets({ inputs });

test('severity moves the one label with classes, else the latent', () => {
  expect(targets([grade])[0]).toEqual({ edit: 'severity', attribute: 'severity', label: 'grade' });
  expect(targets([])[0]).toEqual({ edit: 'severity', attribute: 'severity' });
  expect(targets([grade, { ...grade, name: 'sex' }])[0]).toEqual(targets([])[0]);
  expect(targets([grade]).map((target) => target.edit)).toContain('joint space medial');
});

test('the edits of a model that are measured', () => {
  const other = { ...edit, name: 'age' };
  const present = presentTargets({ inputs: [grade], edits: [other, edit] }, 'm');
  expect(present.map((target) => target.edit)).toEqual(['exposure']);
  expect(() => presentTargets({ inputs: [grade], edits: [other] }, 'm')).toThrow(
    'm: has none of the edits that are measured, expected some of severity, joint space medial',
  );
});

test('an image without a knee cannot be measured', async () => {
  const asked: unknown[] = [];
  const classifier = {
    async classify(image: unknown) {
      asked.push(image);
      return { expectedGrade: 1.5 };
    },
  } as unknown as Classifier;
  const measures = kneeMeasures(classifier);
  expect(measures.attributes[0]).toEqual({ name: 'severity', unit: 'KL grades' });
  const size = { width: 128, height: 128, channels: 1, range: [-1, 1] };
  const blank = { ...size, values: new Float32Array(128 * 128) } as unknown as GeneratedImage;
  expect(await measures.measure(blank)).toBeUndefined();
  expect(asked).toHaveLength(1);
});
