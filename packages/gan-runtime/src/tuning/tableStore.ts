/** Where tuning tables are remembered. */
export interface TableStore {
  /** What was written under a key; `undefined` where nothing was. It may be anything. */
  read(key: string): Promise<unknown>;
  write(key: string, table: unknown): Promise<void>;
}

const database = 'roentgan-tuning';
const tables = 'tables';

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB gave no reason'));
  });
}

async function use<Result>(
  mode: IDBTransactionMode,
  task: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const opening = indexedDB.open(database, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(tables);
  const opened = await settled(opening);
  try {
    return await settled(task(opened.transaction(tables, mode).objectStore(tables)));
  } finally {
    opened.close();
  }
}

/** The browser's IndexedDB. Every call rejects where it is missing or forbidden, as in some private windows. */
export const indexedDbStore: TableStore = {
  read: (key) => use('readonly', (store) => store.get(key)),
  async write(key, table) {
    await use('readwrite', (store) => store.put(table, key));
  },
};
