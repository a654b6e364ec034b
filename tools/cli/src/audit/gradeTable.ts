import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** Tables that say what images of a folder are: those of `roentgan export`, of Hugging Face ImageFolder, and of `roentgan generate`. */
export const tableNames = ['metadata.jsonl', 'metadata.csv', 'manifest.jsonl'] as const;

/** Columns that name the file, and those that may hold its grade. */
const FILE_COLUMNS = ['file_name', 'file', 'image'];
const GRADE_COLUMNS = ['grade', 'kl', 'kl_grade', 'label'];

type Row = Record<string, unknown>;

/**
 * What a table says of images: text of the grade by path, relative to where the table's own path is relative to.
 * @param column the column that holds the grade, where it is not one of the usual
 * @throws Error that names the table and the line
 */
export async function readGradeTable(
  root: string,
  path: string,
  column: string | undefined,
): Promise<Map<string, string>> {
  const where = join(root, path);
  const text = await readFile(where, 'utf8');
  const rows = path.endsWith('.csv') ? csvRows(text, where) : jsonRows(text, where);
  const grades = new Map<string, string>();
  for (const [at, row] of rows.entries()) {
    const file = FILE_COLUMNS.map((name) => row[name]).find((value) => typeof value === 'string');
    if (file === undefined) {
      throw new Error(
        `${where}: row ${at + 1} names no file, expected a column ${FILE_COLUMNS.join(' or ')}`,
      );
    }
    const grade = gradeOf(row, column);
    if (grade !== undefined) grades.set(join(dirname(path), file as string), grade);
  }
  if (column !== undefined && rows.length > 0 && grades.size === 0) {
    throw new Error(`${where}: no column "${column}", expected that of --grade-column`);
  }
  return grades;
}

function gradeOf(row: Row, column: string | undefined): string | undefined {
  const labels = (typeof row.labels === 'object' && row.labels !== null ? row.labels : {}) as Row;
  for (const name of column === undefined ? GRADE_COLUMNS : [column]) {
    const value = row[name] ?? labels[name];
    if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value);
  }
  return undefined;
}

function csvRows(text: string, where: string): Row[] {
  try {
    return parse(text, { bom: true, columns: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    throw new Error(`${where}: is no CSV (${(error as Error).message.split('\n', 1)[0]})`, { cause: error });
  }
}

function jsonRows(text: string, where: string): Row[] {
  return text.split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === '') return [];
    try {
      const row: unknown = JSON.parse(line);
      if (typeof row === 'object' && row !== null) return [row as Row];
    } catch {
      // Said below.
    }
    throw new Error(`${where}: line ${at + 1} is no JSON object, expected one an image`);
  });
}
