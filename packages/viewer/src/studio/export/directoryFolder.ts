import { DatasetError, type Folder } from '@roentgan/datasets';

const reasons: Readonly<Record<string, string>> = {
  QuotaExceededError: 'no space is left for this page',
  NotAllowedError: 'the browser does not allow it any more',
  NoModificationAllowedError: 'another page or program is using it',
  TypeMismatchError: 'a file and a folder have the same name',
};

/** A folder that a person picked, or the page's own: as an export needs it. Files whose names begin with a dot are left out of `list`. */
export function directoryFolder(root: FileSystemDirectoryHandle): Folder {
  const folders = new Map<string, Promise<FileSystemDirectoryHandle>>([['', Promise.resolve(root)]]);

  function folderOf(path: string): Promise<FileSystemDirectoryHandle> {
    const known = folders.get(path);
    if (known) return known;
    const { parent, name } = split(path);
    const made = folderOf(parent).then((folder) => folder.getDirectoryHandle(name, { create: true }));
    folders.set(path, made);
    return made;
  }
  async function open(path: string, create: boolean): Promise<FileSystemFileHandle | undefined> {
    const { parent, name } = split(path);
    return (await folderOf(parent)).getFileHandle(name, { create }).catch(notFound);
  }
  async function change(
    path: string,
    keep: boolean,
    task: (file: FileSystemWritableFileStream) => Promise<void>,
  ) {
    const handle = (await open(path, true))!;
    const file = await handle.createWritable({ keepExistingData: keep });
    try {
      await task(file);
    } catch (error) {
      await file.abort().catch(() => {});
      throw error;
    }
    await file.close();
  }
  const folder: Folder = {
    read: (path, start = 0, end) =>
      at(path, async () => {
        const file = await (await open(path, false))?.getFile();
        return file && new Uint8Array(await file.slice(start, end).arrayBuffer());
      }),
    size: (path) => at(path, async () => (await (await open(path, false))?.getFile())?.size),
    // What is written is seen only when it is closed: no temporary name is needed.
    write: (path, content) => at(path, () => change(path, false, (file) => file.write(content))),
    append: (path, content, start) =>
      at(path, async () => {
        const size = (await folder.size(path)) ?? 0;
        if (size < start) throw new Error(`has ${size} bytes, expected at least ${start}`);
        await change(path, true, async (file) => {
          await file.truncate(start);
          await file.write({ type: 'write', position: start, data: content });
        });
      }),
    rename: (from, to) =>
      at(to, async () => {
        const source = await (await open(from, false))?.getFile();
        if (!source) throw new Error(`${from} is not there`);
        await change(to, false, (file) => source.stream().pipeTo(file, { preventClose: true }));
        await folder.remove(from);
      }),
    list: (path = '') => at(path, async () => listFiles(await folderOf(path), path === '' ? '' : `${path}/`)),
    remove: (path) =>
      at(path, async () => {
        const { parent, name } = split(path);
        await (await folderOf(parent)).removeEntry(name).catch(notFound);
      }),
  };
  return folder;
}

async function listFiles(folder: FileSystemDirectoryHandle, before: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const [name, handle] of folder as unknown as AsyncIterable<[string, FileSystemHandle]>) {
    if (name.startsWith('.')) continue;
    if (handle.kind === 'file') paths.push(before + name);
    else paths.push(...(await listFiles(handle as FileSystemDirectoryHandle, `${before}${name}/`)));
  }
  return paths;
}

function split(path: string): { parent: string; name: string } {
  const at = path.lastIndexOf('/');
  return { parent: path.slice(0, Math.max(0, at)), name: path.slice(at + 1) };
}

function notFound(error: DOMException): undefined {
  if (error.name !== 'NotFoundError') throw error;
}

/** Runs a task; its error becomes one line that opens with the path. */
async function at<Result>(path: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    const { name, message } = error as Error;
    throw new DatasetError(`${path}: ${reasons[name] ?? message}`, { cause: error });
  }
}
