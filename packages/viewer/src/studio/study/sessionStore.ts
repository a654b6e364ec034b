import type { Session } from '@roentgan/datasets/study';
import { createStore, delMany, entries, get, set } from 'idb-keyval';

/** A reader's answers as this browser keeps them, with the file of their study; no image and no file name. */
export interface StoredSession {
  readonly session: Session;
  readonly studyFile: string;
  readonly studyName: string;
  readonly total: number;
}

let opened: ReturnType<typeof createStore> | undefined;
const store = () => {
  opened ??= createStore('roentgan-studies', 'sessions');
  return opened;
};

function keyOf({ study, reader }: Pick<Session, 'study' | 'reader'>): string {
  return `${study}/${reader.code}`;
}

export function keepSession(stored: StoredSession): Promise<void> {
  return set(keyOf(stored.session), stored, store());
}

export function findSession(study: string, code: string): Promise<StoredSession | undefined> {
  return get<StoredSession>(`${study}/${code}`, store());
}

/** All sessions, or those of one study; none where the browser keeps nothing. */
export async function listSessions(study?: string): Promise<StoredSession[]> {
  const all = await entries<string, StoredSession>(store()).catch(() => []);
  return all
    .map(([, stored]) => stored)
    .filter(({ session }) => study === undefined || session.study === study);
}

export function forgetSession(session: Session): Promise<void> {
  return delMany([keyOf(session)], store());
}

/**
 * Runs `work` unless another tab is on the same reader's answers: two would overwrite each other's. False where one is. Browsers
 * without locks (pages on plain HTTP) cannot tell.
 */
export async function alone(session: Session, work: () => Promise<void>): Promise<boolean> {
  if (!navigator.locks) {
    await work();
    return true;
  }
  return navigator.locks.request(`roentgan-study/${keyOf(session)}`, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}
