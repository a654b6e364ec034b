import type { FoundKnee, KneeLines } from '@roentgan/measurer';
import { expect, test } from 'vitest';
import { reportJson } from './describeReport.ts';
import { imageLines } from './imageLines.ts';
import type { ImageReport } from './measureImage.ts';

const line = [
  [0, 0],
  [511.5, 511.5],
] as const;
const lines: KneeLines = {
  femurEdge: { lateral: [[0, 3]], medial: line },
  tibiaEdge: { lateral: [], medial: line },
  femurOutline: { lateral: line, medial: line },
  tibiaOutline: { lateral: line, medial: line },
};

/** A report on an image whose middle square was measured at `side` pixels. */
function report(width: number, height: number, side: number, found = true): ImageReport {
  const knee = found ? { found, confidence: 1, jointSpaceMedial: 5, lines } : { found, reason: 'too dark' };
  return {
    file: 'knee.png',
    side: 'right',
    image: { width, height, origin: { saysSynthetic: true } },
    square: { width: side, height: side, values: new Float32Array(0) },
    knee,
    classification: { probabilities: [1], grade: 0, expectedGrade: 0 },
  } as unknown as ImageReport;
}

test('lines of a square image that was measured as it is stay where they are', () => {
  expect(imageLines(report(224, 224, 224))).toEqual(lines);
});

test('lines of the reduced middle of an image lie in pixels of the whole of it', () => {
  // 3,000 x 2,048: the middle square begins 476 columns in and was halved; the centre of its first pixel lies between two.
  expect(imageLines(report(3000, 2048, 1024))?.femurEdge).toEqual({
    lateral: [[476.5, 6.5]],
    medial: [
      [476.5, 0.5],
      [1499.5, 1023.5],
    ],
  });
  expect(imageLines(report(100, 201, 100))?.femurEdge.lateral).toEqual([[0, 53]]);
});

test('JSON has the lines where they are asked for, and where there are any', () => {
  const written = (...asked: Parameters<typeof reportJson>) =>
    JSON.parse(JSON.stringify(reportJson(...asked)));
  expect(written(report(224, 224, 224)).knee).toEqual({ found: true, confidence: 1, jointSpaceMedial: 5 });
  const { knee } = written(report(448, 448, 224), { lines: true });
  expect((knee as FoundKnee).lines.femurEdge.lateral).toEqual([[0.5, 6.5]]);
  expect(written(report(224, 224, 224, false), { lines: true }).knee).toEqual({
    found: false,
    reason: 'too dark',
  });
});
