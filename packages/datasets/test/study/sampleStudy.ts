import { encodePng } from '@roentgan/gan-runtime';
import {
  answer,
  disclose,
  type Given,
  nextStep,
  type OpenStudy,
  type Origin,
  readStudy,
  resultOf,
  type Study,
  type StudyResult,
  startSession,
  writeStudy,
} from '../../src/study/index.ts';

export const salt = '000102030405060708090a0b0c0d0e0f';

/** A study of hashes and seeds that belong to no file: enough for everything but showing it. */
export function sampleStudy(changes: Partial<Study> = {}, perGrade = 3): OpenStudy {
  const origins: Origin[] = ['real', 'synthetic'];
  const images = Array.from({ length: perGrade }).flatMap((_, set) =>
    origins.flatMap((origin) => [0, 1, 2, 3, 4].map((grade) => ({ origin, grade, number: set * 5 + grade }))),
  );
  return readStudy(
    writeStudy({
      name: 'sample',
      seed: 1,
      salt,
      grades: ['0', '1', '2', '3', '4'],
      width: 16,
      height: 16,
      images: images.map(({ origin, grade, number }, at) => ({
        id: `i${String(at + 1).padStart(3, '0')}`,
        origin,
        grade,
        source: origin === 'real' ? { hash: String(number).padStart(64, '0') } : { seed: number },
      })),
      repeats: [],
      model: { name: 'tiny', sha256: '0'.repeat(64), label: 'grade' },
      protocol: { confidence: 'six-point', allowBack: false, tools: true },
      ...changes,
    }),
    'sample.study.json',
  );
}

export type Answering = (image: { origin: Origin; grade: number; at: number; showing: 1 | 2 }) => {
  readonly grading: Extract<Given, { grade: number }>;
  readonly detection: Exclude<Given, { grade: number }>;
  readonly milliseconds: number;
};

/** What a reader's whole way through a study comes to; `upTo` answers of it. */
export function runReader(
  study: OpenStudy,
  code: string,
  answering: Answering,
  upTo = Number.POSITIVE_INFINITY,
): StudyResult {
  const startedAt = '2030-01-02T03:04:05.000Z';
  let session = startSession(
    study,
    { code, role: 'Radiologist', years: 7 },
    { id: `session of ${code}`, startedAt },
  );
  for (let at = 0; at < upTo; at++) {
    const step = nextStep(study, session);
    if (step.kind === 'done') break;
    if (step.kind === 'disclosure') {
      session = disclose(session);
      at--;
      continue;
    }
    const image = study.study.images.find(({ id }) => id === step.showing.image)!;
    const given = answering({
      ...image,
      at: study.study.images.indexOf(image),
      showing: step.showing.showing,
    });
    session = answer(session, step, given[step.phase], {
      milliseconds: given.milliseconds,
      interruptions: 0,
    });
  }
  return resultOf(study, session, { savedAt: '2030-01-02T04:00:00.000Z', software: 'Roentgan 0.0.0' });
}

/** A grey PNG whose pixels follow from `number`. */
export async function samplePng(number: number, size = 16, xmp?: string): Promise<Uint8Array> {
  const data = Uint8Array.from(
    { length: size * size },
    (_, at) => ((at % size) * 9 + ((at / size) | 0) * 5 + number * 31) % 256,
  );
  const blob = await encodePng(
    { width: size, height: size, channels: 1, bitDepth: 8, data },
    xmp ? { xmp } : {},
  );
  return new Uint8Array(await blob.arrayBuffer());
}
