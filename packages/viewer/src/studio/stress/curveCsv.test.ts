import { expect, test } from 'vitest';
import { curveCsv } from './curveCsv.ts';

test('points, then changes; names with commas are quoted', () => {
  const points = [{ amount: -1, grade: 0, expectedGrade: 0.25, probabilities: [0.75, 0.25] }];
  const changes = [{ amount: 0.5, within: 0.01, from: 0, to: 1 }];
  const text = curveCsv(
    { name: 'space, medial', unit: 'mm' },
    [{ seed: 7, points, changes }],
    ['no', 'say "yes"'],
  );
  expect(text.split('\r\n')).toEqual([
    'kind,seed,edit,unit,amount,within,class,class_after,expected_class,p_no,"p_say ""yes"""',
    'point,7,"space, medial",mm,-1,,no,,0.25,0.75,0.25',
    'change,7,"space, medial",mm,0.5,0.01,no,"say ""yes""",,,',
    '',
  ]);
});
