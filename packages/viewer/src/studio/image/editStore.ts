import { createStore, del, entries, get, set, update } from 'idb-keyval';

/** The edits that this browser keeps for one model, as the texts of their files, by name. */
export interface EditStore {
  list(): Promise<ReadonlyMap<string, string>>;
  read(name: string): Promise<string | undefined>;
  keep(name: string, text: string): Promise<void>;
  /** @throws Error where another has the new name already */
  rename(from: string, to: string): Promise<void>;
  forget(name: string): Promise<void>;
}

let opened: ReturnType<typeof createStore> | undefined;
const store = () => {
  opened ??= createStore('roentgan-edits', 'edits');
  return opened;
};

/** @param model - what tells this model from others: its source's hash, else its name */
export function openEditStore(model: string): EditStore {
  const keyOf = (name: string) => [model, name];
  return {
    async list() {
      const all = await entries<[string, string], string>(store());
      const own = all.filter(([[owner]]) => owner === model).map(([[, name], text]) => [name, text] as const);
      return new Map(own.sort(([a], [b]) => a.localeCompare(b, undefined, { numeric: true })));
    },
    read: (name) => get<string>(keyOf(name), store()),
    keep: (name, text) => set(keyOf(name), text, store()),
    async rename(from, to) {
      if (from === to) return;
      const text = await get<string>(keyOf(from), store());
      if (text === undefined) throw new Error(`"${from}" is not there any more`);
      let taken = false;
      await update<string>(
        keyOf(to),
        (there) => {
          taken = there !== undefined;
          return there ?? text;
        },
        store(),
      );
      if (taken) throw new Error(`"${to}" is there already, expected another name`);
      await del(keyOf(from), store());
    },
    forget: (name) => del(keyOf(name), store()),
  };
}
