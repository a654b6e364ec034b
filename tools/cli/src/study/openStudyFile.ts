import { type OpenStudy, readStudy } from '@roentgan/datasets/study';
import { readInputFile } from '../modelSource.ts';

export async function openStudyFile(path: string): Promise<OpenStudy> {
  return readStudy((await readInputFile(path)).toString('utf8'), path);
}
