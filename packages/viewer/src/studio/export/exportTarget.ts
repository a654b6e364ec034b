import { type Folder, zipFolder } from '@roentgan/datasets';
import { saveFile } from '../saveFile.ts';
import { directoryFolder } from './directoryFolder.ts';

/** Where an export goes. */
export interface ExportTarget {
  readonly folder: Folder;
  /** For the line that says that all is done. */
  readonly name: string;
  /** Hands the finished dataset over, where it is not yet where the person wants it. */
  deliver(): Promise<void>;
  /** What a stopped or failed export leaves is not kept; a picked folder keeps it, and the same export goes on with it. */
  abandon(): Promise<void>;
  /** Whether an export that was stopped can be gone on with. */
  readonly keeps: boolean;
}

type Picker = (options: { id: string; mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;

const picker = () => (globalThis as { showDirectoryPicker?: Picker }).showDirectoryPicker;

/** Whether this browser lets a page write into a folder of the person's. */
export function canPickFolder(): boolean {
  return picker() !== undefined;
}

/** Asks for a folder; `undefined` where the person closes the question. */
export async function pickFolder(): Promise<ExportTarget | undefined> {
  const handle = await picker()!({ id: 'roentgan-export', mode: 'readwrite' }).catch(
    (error: DOMException) => {
      if (error.name !== 'AbortError') throw error;
    },
  );
  if (!handle) return undefined;
  const nothing = async () => {};
  return {
    folder: directoryFolder(handle),
    name: handle.name,
    deliver: nothing,
    abandon: nothing,
    keeps: true,
  };
}

const SCRATCH = 'roentgan-export';

/** A zip to download: the dataset is gathered in the page's own storage, so that it need not fit into memory. */
export async function downloadZip(name: string): Promise<ExportTarget> {
  const storage = await navigator.storage.getDirectory();
  const clear = () => storage.removeEntry(SCRATCH, { recursive: true }).catch(() => {});
  await clear();
  const scratch = await storage.getDirectoryHandle(SCRATCH, { create: true });
  const files = await scratch.getDirectoryHandle('files', { create: true });
  const folder = directoryFolder(files);
  const file = `${name}.zip`;
  return {
    folder,
    name: file,
    keeps: false,
    async deliver() {
      const handle = await scratch.getFileHandle(file, { create: true });
      const writable = await handle.createWritable();
      for await (const piece of zipFolder(folder, name)) await writable.write(piece);
      await writable.close();
      await scratch.removeEntry('files', { recursive: true });
      // The zip itself stays until the next export: the browser is reading it.
      saveFile(await handle.getFile(), file);
    },
    async abandon() {
      await clear();
    },
  };
}
