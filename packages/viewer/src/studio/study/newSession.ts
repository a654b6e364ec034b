import { type OpenStudy, phaseLength, type Reader, startSession } from '@roentgan/datasets/study';
import { randomHex } from './randomHex.ts';
import type { StoredSession } from './sessionStore.ts';

/** Nothing answered yet. */
export function newSession(study: OpenStudy, studyFile: string, reader: Reader): StoredSession {
  const startedAt = new Date().toISOString();
  const session = startSession(study, reader, { id: randomHex(16), startedAt });
  return { session, studyFile, studyName: study.study.name, total: 2 * phaseLength(study.study) };
}
