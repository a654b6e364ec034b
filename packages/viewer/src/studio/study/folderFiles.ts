import { mayBeImage } from '@roentgan/datasets/study';
import { makeElement } from '../../controls/makeElement.ts';

/** A file that a person chose; its path begins with the name of the folder. */
export interface FolderFile {
  readonly path: string;
  read(): Promise<Uint8Array>;
}

/** Those of the files that may be images, and how many are none. */
export interface FolderImages {
  readonly images: readonly FolderFile[];
  readonly others: number;
}

/** A field that takes a folder with all that is below it, chosen or dropped. Nothing of it leaves the page. */
export function folderField(
  text: string,
  onFolder: (files: FolderImages) => void,
  hint = 'or drop it here',
): HTMLElement {
  const input = makeElement('input', {
    type: 'file',
    id: 'folder',
    class: 'unseen',
    multiple: true,
    webkitdirectory: true,
  });
  const label = makeElement('label', { for: 'folder', class: 'file-button' }, text);
  const field = makeElement('div', { class: 'drop' }, input, label, makeElement('span', {}, hint));
  input.addEventListener('change', () => {
    onFolder(
      sortOut(Array.from(input.files!, (file) => fromFile(file, file.webkitRelativePath || file.name))),
    );
    input.value = ''; // so that the same folder can be chosen again
  });
  field.addEventListener('dragover', (event) => {
    event.preventDefault();
    field.classList.add('over');
  });
  field.addEventListener('dragleave', () => field.classList.remove('over'));
  field.addEventListener('drop', async (event) => {
    event.preventDefault();
    field.classList.remove('over');
    // Entries are gone after the event, so all are taken before the first is read.
    const items = Array.from(event.dataTransfer!.items, (item) => item.webkitGetAsEntry());
    const files = await Promise.all(items.map((entry) => (entry ? filesBelow(entry) : [])));
    onFolder(sortOut(files.flat()));
  });
  return field;
}

function sortOut(files: readonly FolderFile[]): FolderImages {
  const images = files.filter(({ path }) => mayBeImage(path));
  images.sort((one, other) => one.path.localeCompare(other.path, 'en', { numeric: true }));
  return { images, others: files.length - images.length };
}

function fromFile(file: File, path: string): FolderFile {
  return { path, read: async () => new Uint8Array(await file.arrayBuffer()) };
}

async function filesBelow(entry: FileSystemEntry): Promise<FolderFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [fromFile(file, path)];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FolderFile[] = [];
  // A reader gives a hundred entries at a time, and none when it is through.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return found;
    for (const child of entries) found.push(...(await filesBelow(child)));
  }
}
