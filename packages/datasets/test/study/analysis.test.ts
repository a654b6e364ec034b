import { expect, test } from 'vitest';
import { analyseStudy, readResult, writeResult } from '../../src/study/index.ts';
import { runReader, sampleStudy } from './sampleStudy.ts';
import { answersOf, compareNumbers, simulated, simulatedName } from './simulatedReaders.ts';

/** The simulated readers go through the whole protocol, and their results through files. */
function readSimulated(name: 'small' | 'large') {
  const { perGrade, repeats, readers } = simulated[name];
  const once = sampleStudy({}, perGrade);
  const ids = once.study.images.filter(({ id }) => repeats.includes(simulatedName(once.study, id)));
  const study = sampleStudy({ repeats: ids.map(({ id }) => id) }, perGrade);
  const results = readers.map((reader) => {
    const answers = answersOf(reader);
    const partOf = (phase: 'grading' | 'detection') =>
      runReader(study, reader.code, ({ at, showing }) => {
        const image = simulatedName(study.study, study.study.images[at]!.id);
        const { grade, rating, gradeMilliseconds, verdictMilliseconds } = answers.get(`${image} ${showing}`)!;
        return {
          grading: { grade },
          detection: { verdict: rating > 0 ? 'synthetic' : 'real', confidence: Math.abs(rating) },
          milliseconds: phase === 'grading' ? gradeMilliseconds : verdictMilliseconds,
        };
      });
    const result = { ...partOf('detection'), grading: partOf('grading').grading };
    return readResult(writeResult(result), study, reader.code);
  });
  return { study, results, expected: simulated[name].expected };
}

test.each(['small', 'large'] as const)('the %s study is analysed as SciPy does it', (name) => {
  const { study, results, expected } = readSimulated(name);
  const { compared, worst, at } = compareNumbers(analyseStudy(study, results), expected);
  expect(compared).toBeGreaterThan(name === 'small' ? 700 : 2000);
  expect(worst, at).toBeLessThan(1e-9);
});

test('one reader: no agreement, and nothing else is missing', () => {
  const { study, results } = readSimulated('small');
  const analysis = analyseStudy(study, results.slice(0, 1));
  expect(analysis.agreement).toBeUndefined();
  expect(analysis.pooled.accuracy).toMatchObject({ count: 1, low: Number.NaN });
  expect(analysis.comparisons).toHaveLength(6);
});

test('who has not come to the second phase has no verdicts, and others keep theirs', () => {
  const { study, results } = readSimulated('small');
  const [whole, other] = results;
  const part = { ...other!, complete: false, detection: [] };
  const analysis = analyseStudy(study, [whole!, part]);
  expect(analysis.readers[1]!.detection.accuracy).toMatchObject({ total: 0, share: Number.NaN });
  expect(analysis.readers[1]!.mistakesAdjusted).toBe(1);
  expect(analysis.pooled.detection.accuracy).toEqual(analysis.readers[0]!.detection.accuracy);
  expect(analysis.pooled.accuracy.count).toBe(1);
  expect(analysis.agreement!.verdicts.all.kappa).toBeNaN();
});
