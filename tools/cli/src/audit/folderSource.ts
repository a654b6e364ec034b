import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, sep } from 'node:path';
import type { AuditEntry, AuditSource } from '@roentgan/datasets/audit';
import { type GreyImage, mirrorImage, readImage, toGrey } from '@roentgan/measurer';
import { type sideChoices, sideOf } from '../measure/side.ts';
import { readInputFile } from '../modelSource.ts';
import { readGradeTable, tableNames } from './gradeTable.ts';
import { statedGrade } from './statedGrade.ts';

/** Images of a folder, and what else is in it. */
export interface FolderSource extends AuditSource {
  /** Files that are no images and no tables, relative to the folder. */
  readonly others: readonly string[];
}

export interface FolderOptions {
  /** Names of the grades, index order. */
  readonly classes: readonly string[];
  readonly side: (typeof sideChoices)[number];
  readonly gradeColumn?: string;
  /** Whether two files of one patient share a name but for a last L or R, as `s0001L.jpg` and `s0001R.jpg`. */
  readonly patients: boolean;
}

const imageEndings = ['.png', '.jpg', '.jpeg', '.dcm'];
/** Pictures that are no images of the dataset. */
const sheets = ['contact-sheet.png'];

/**
 * All images in a folder and below, in natural order. The grade comes from a table in their folder or above it, else from the nearest
 * folder that is named after one.
 * @throws Error where the folder cannot be read or has no image
 */
export async function folderSource(root: string, options: FolderOptions): Promise<FolderSource> {
  const files = await filesBelow(root);
  const isImage = (path: string) =>
    imageEndings.includes(extname(path).toLowerCase()) && !sheets.includes(basename(path));
  const paths = files.filter(isImage);
  if (paths.length === 0) {
    throw new Error(`${root}: no image in it or below, expected ${imageEndings.join(', ')}`);
  }
  const stated = new Map<string, string>();
  const isTable = (path: string) => (tableNames as readonly string[]).includes(basename(path));
  for (const table of files.filter(isTable)) {
    for (const [path, grade] of await readGradeTable(root, table, options.gradeColumn))
      stated.set(path, grade);
  }
  const entries = paths.map((path) => entryOf(path, stated.get(path), options));
  return {
    entries,
    others: files.filter((path) => !isImage(path) && !isTable(path) && !isPartOfExport(path)),
    load: (index) => loadImage(join(root, paths[index]!), options.side),
  };
}

/** What `roentgan export` and `generate` write beside images. */
function isPartOfExport(path: string): boolean {
  const name = basename(path);
  return sheets.includes(name) || /\.(md|json|jsonl|csv|txt|pem)$/i.test(name);
}

function entryOf(path: string, stated: string | undefined, options: FolderOptions): AuditEntry {
  const grade =
    stated === undefined ? gradeOfFolders(path, options.classes) : statedGrade(stated, options.classes);
  return { name: path, grade, subject: options.patients ? subjectOf(path) : path };
}

/** The grade that the nearest folder is named after. */
function gradeOfFolders(path: string, classes: readonly string[]): number | undefined {
  const folders = dirname(path).split(sep).reverse();
  for (const folder of folders) {
    const grade = statedGrade(folder, classes);
    if (grade !== undefined) return grade;
  }
  return undefined;
}

/** Whose image a file is: `s0001L.jpg` and `s0001R.jpg` are one person's, as in the trainer; any other file is somebody else's. */
export function subjectOf(path: string): string {
  const stem = basename(path, extname(path));
  return /\d[LR]$/i.test(stem) ? stem.slice(0, -1) : path;
}

async function loadImage(path: string, side: FolderOptions['side']): Promise<GreyImage> {
  const image = await readImage(await readInputFile(path), path);
  const grey = toGrey(image);
  return sideOf(path, side, image.laterality) === 'left' ? mirrorImage(grey) : grey;
}

/** Paths of all files but hidden ones, relative to the folder, sorted as a person would: s2 before s10. */
async function filesBelow(root: string, folder = ''): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error) => {
    throw new Error(`${join(root, folder)}: ${problemOf(error)}`, { cause: error });
  });
  entries.sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
  const files: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const isFolder =
      entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(join(root, path))));
    // A link to a folder is not followed: it may lead back up.
    if (isFolder && !entry.isDirectory()) continue;
    if (isFolder) files.push(...(await filesBelow(root, path)));
    else files.push(path);
  }
  return files;
}

async function leadsToFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function problemOf(error: NodeJS.ErrnoException): string {
  const known = {
    ENOENT: 'no such folder',
    ENOTDIR: 'is a file, expected a folder',
    EACCES: 'may not be read',
  };
  return known[error.code as keyof typeof known] ?? error.message;
}
