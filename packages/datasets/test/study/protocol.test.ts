import { describe, expect, test } from 'vitest';
import {
  answer,
  collectResults,
  disclose,
  nextStep,
  phaseLength,
  questionAt,
  readerCode,
  readResult,
  readStudy,
  type StudyResult,
  sha256Hex,
  showingOrder,
  startSession,
  writeResult,
  writeStudy,
} from '../../src/study/index.ts';
import { type Answering, runReader, sampleStudy } from './sampleStudy.ts';

const study = sampleStudy();
const allRight: Answering = ({ origin, grade }) => ({
  grading: { grade },
  detection: { verdict: origin, confidence: 3 },
  milliseconds: 1200.4,
});
const result = runReader(study, 'R1', allRight);
const file = writeResult(result);

describe('study file', () => {
  test('comes back as it was written, and says nothing of origins to whoever opens it', () => {
    const text = writeStudy(study.study);
    expect(readStudy(text, 'x')).toEqual(study);
    expect(text).not.toMatch(/synthetic|real|seed|grade"/i);
    expect(text).toBe(writeStudy(study.study));
  });

  const inside = (changes: object) => {
    const text = JSON.stringify({ ...study.study, ...changes });
    return JSON.stringify({
      ...JSON.parse(writeStudy(study.study)),
      id: sha256Hex(text),
      sealed: btoa(text),
    });
  };
  test.each([
    ['', 'x: is empty, expected a file as it was saved'],
    ['{"format":', 'x: is no JSON, or cut short, expected a file as it was saved'],
    ['[1]', 'x: is no study, expected a study that roentgan study make wrote'],
    [file, 'x: is a file of format "roentgan-study-result", expected a study that roentgan study make wrote'],
    [writeStudy(study.study).replace('"version": 1', '"version": 2'), 'x: version is 2, expected 1'],
    [
      writeStudy(study.study).replace(/"id": "./, '"id": "0'),
      'x: its content does not match its id, expected a file as it was saved',
    ],
    [
      writeStudy(study.study).replace('"sealed": "', '"sealed": "%'),
      'x: sealed is no base64 text, expected a file as it was saved',
    ],
    [inside({ width: 0 }), 'x: width is 0, expected >=1'],
    [inside({ extra: 1 }), 'x: extra is "extra", expected never'],
    [inside({ repeats: ['i999'] }), 'x: repeats has i999, expected the id of an image'],
  ])('unusable: %#', (text, message) => {
    expect(() => readStudy(text, 'x')).toThrow(message);
  });

  test.each([
    [{ grade: 5 }, 'i001 has grade 5, expected 0 to 4'],
    [{ id: 'i002' }, 'two images are i002, expected one'],
    [{ source: { hash: '1'.padStart(64, '0') } }, 'i002 is another image again, expected a new one'],
  ])('an image that does not fit: %j', (change, message) => {
    const [first, ...others] = study.study.images;
    expect(() => writeStudy({ ...study.study, images: [{ ...first!, ...change }, ...others] })).toThrow(
      message,
    );
  });
  test('nothing is written that would not be read', () => {
    expect(() => writeStudy({ ...study.study, width: 5000 })).toThrow(
      'study: width is 5000, expected <=4096',
    );
  });
  test('repeats of what is not there', () => {
    expect(() => writeStudy({ ...study.study, repeats: ['i099'] })).toThrow(
      'repeats has i099, expected the id of an image',
    );
  });
});

describe('order', () => {
  const order = (code: string, phase: 'grading' | 'detection') =>
    showingOrder(study, code, phase).map(({ image }) => image);
  test('shows every image once, in another order for each reader and phase, always the same', () => {
    const orders = [order('R1', 'grading'), order('R1', 'detection'), order('R2', 'grading')];
    for (const ids of orders) expect([...ids].sort()).toEqual(study.study.images.map(({ id }) => id));
    expect(new Set(orders.map(String)).size).toBe(3);
    expect(order('R1', 'grading')).toEqual(orders[0]);
  });
  test('other studies have other orders', () => {
    const other = sampleStudy({ seed: 2 });
    expect(showingOrder(other, 'R1', 'grading')).not.toEqual(showingOrder(study, 'R1', 'grading'));
  });
  test('what is shown twice comes with a third of the others between', () => {
    const repeats = ['i001', 'i008', 'i017', 'i024'];
    const repeated = sampleStudy({ repeats });
    for (const code of ['A', 'B', 'C', 'D', 'E']) {
      const shown = showingOrder(repeated, code, 'detection');
      expect(shown).toHaveLength(34);
      expect(shown.filter(({ showing }) => showing === 1)).toHaveLength(30);
      for (const id of repeats) {
        const places = shown.flatMap(({ image }, at) => (image === id ? [at] : []));
        expect(places).toHaveLength(2);
        expect(shown[places[1]!]!.showing).toBe(2);
        expect(places[1]! - places[0]!).toBeGreaterThan((30 - repeats.length) / 3);
      }
    }
  });
});

describe('session', () => {
  test('goes through both phases, with the purpose told between them', () => {
    let session = startSession(
      study,
      { code: 'R', role: '' },
      { id: 's', startedAt: '2030-01-01T00:00:00.000Z' },
    );
    const kinds: string[] = [];
    for (;;) {
      const step = nextStep(study, session);
      kinds.push(step.kind === 'question' ? step.phase : step.kind);
      if (step.kind === 'done') break;
      if (step.kind === 'disclosure') session = disclose(session);
      else {
        const given = step.phase === 'grading' ? { grade: 1 } : { verdict: 'real' as const, confidence: 2 };
        session = answer(session, step, given, { milliseconds: 10, interruptions: 1 });
      }
    }
    const each = (kind: string) => new Array<string>(phaseLength(study.study)).fill(kind);
    expect(kinds).toEqual([...each('grading'), 'disclosure', ...each('detection'), 'done']);
  });
  test('an answer that is changed keeps its place, and its times add up', () => {
    let session = startSession(study, { code: 'R', role: '' }, { id: 's', startedAt: '' });
    const first = questionAt(study, session, 'grading', 0);
    session = answer(session, first, { grade: 1 }, { milliseconds: 1000, interruptions: 0 });
    session = { ...session, pending: { milliseconds: 70, interruptions: 2 } };
    session = answer(session, first, { grade: 3 }, { milliseconds: 500, interruptions: 1 });
    expect(session.grading).toEqual([{ ...first.showing, grade: 3, milliseconds: 1500, interruptions: 1 }]);
    expect(session.pending).toEqual({ milliseconds: 70, interruptions: 2 });
    expect(() => questionAt(study, session, 'grading', 30)).toThrow('position is 30, expected 0 to 29');
  });
  test.each([' r-1 ', 'R-1'])('code "%s" is R-1', (typed) => expect(readerCode(typed)).toBe('R-1'));
  test.each(['', '  ', 'two words', '../x', 'x'.repeat(33)])('code "%s" is none', (typed) => {
    expect(() => readerCode(typed)).toThrow(/^reader code is ".*", expected 1 to 32 letters/);
  });
});

describe('result file', () => {
  test('comes back as it was written', () => {
    expect(readResult(file, study, 'x')).toEqual(result);
    expect(result.complete).toBe(true);
    expect(result.grading[0]!.milliseconds).toBe(1200);
    expect(file).not.toMatch(/[0-9a-f]{64}.*hash/);
  });
  test('may be written with other spaces and another order of keys', () => {
    const { format, ...rest } = JSON.parse(file);
    expect(readResult(JSON.stringify({ ...rest, format }), study, 'x')).toEqual(result);
  });

  const forged = (change: (saved: StudyResult) => object) =>
    writeResult(change(structuredClone(result)) as never);
  test.each([
    ['', 'x: is empty'],
    [file.slice(0, 900), 'x: is no JSON, or cut short'],
    ['{"answers":[]}', 'x: is no result of a reader study, expected a file that the study page saved'],
    [file.replace('"version": 1', '"version": 3'), 'x: version is 3, expected 1'],
    [
      file.replace('"grade": 1', '"grade": 2'),
      'x: was changed after it was saved (its checksum does not fit)',
    ],
    [
      file.replace(/"milliseconds": 1200/, '"milliseconds": -1'),
      'x: grading[0].milliseconds is -1, expected >=0',
    ],
    [
      writeResult(runReader(sampleStudy({ name: 'other' }), 'R1', allRight)),
      'x: is of another study, "other", expected "sample"',
    ],
    [
      forged((result) => ({ ...result, reader: { ...result.reader, code: 'R2' } })),
      /x: grading\[0\] is i\d+ \(showing 1\), expected i\d+/,
    ],
    [
      forged((result) => ({ ...result, grading: [...result.grading, result.grading[0]!] })),
      'x: grading has 31 answers, expected at most 30',
    ],
    [forged((result) => ({ ...result, grading: result.grading.slice(1) })), /x: grading\[0\] is/],
    [
      forged((result) => ({ ...result, grading: result.grading.slice(0, 20) })),
      'x: detection has answers, but grading 20 of 30, expected all',
    ],
    [
      forged((result) => ({
        ...result,
        detection: result.detection.map((one) => ({ ...one, confidence: 4 })),
      })),
      'x: detection[0].confidence is 4, expected 1 to 3',
    ],
    [
      forged((result) => ({ ...result, grading: result.grading.map((one) => ({ ...one, grade: 9 })) })),
      'x: grading[0].grade is 9, expected 0 to 4',
    ],
  ])('unusable: %#', (text, message) => {
    expect(() => readResult(text, study, 'x')).toThrow(message);
  });
});

describe('collecting', () => {
  const named = (name: string, code: string, upTo?: number) => ({
    name,
    content: writeResult(runReader(study, code, allRight, upTo)),
  });
  const collect = (files: { name: string; content: string }[], partial = false) =>
    collectResults(study, files, { partial }).map(({ reader }) => reader.code);
  test('sorts readers by their codes', () => {
    expect(collect([named('a', 'R10'), named('b', 'R2')])).toEqual(['R2', 'R10']);
  });
  test('one reader twice', () => {
    expect(() => collect([named('a', 'R1'), named('b', 'R1', 12)], true)).toThrow(
      'b: reader R1 is in a too, expected one file a reader; b holds 12 of the 60 answers of a: leave it out',
    );
    const again = JSON.parse(named('b', 'R1').content);
    const other = {
      name: 'b',
      content: writeResult({ ...result, session: 'another', savedAt: again.savedAt }),
    };
    expect(() => collect([named('a', 'R1'), other])).toThrow('they are two attempts: leave one out');
  });
  test('part of a result only where it is asked for', () => {
    expect(() => collect([named('a', 'R1', 40)])).toThrow(
      'a: reader R1 stopped after 30 grades and 10 verdicts, expected all answers (--partial takes what is there)',
    );
    expect(collect([named('a', 'R1', 40)], true)).toEqual(['R1']);
  });
  test('nothing', () => {
    expect(() => collect([])).toThrow('results: there are none, expected at least one result file');
  });
});
