import { readImage } from '@roentgan/measurer';
import { balanced, type Candidate, type ChosenFile, chooseFiles } from './chooseImages.ts';
import { fileHash } from './hash.ts';
import { jpegQuality } from './jpegQuality.ts';
import { seedFrom, shuffle } from './shuffle.ts';
import type { Origin, Protocol, Study, StudyImage, StudyModel } from './study.ts';
import { StudyFileError } from './studyFileError.ts';

/** Where the synthetic images come from. */
export type SyntheticSource =
  | { readonly model: StudyModel; readonly width: number; readonly height: number }
  | { readonly files: readonly Candidate[] };

export interface StudyRequest {
  readonly name: string;
  readonly seed: number;
  /** 32 hex digits from a good source of randomness. */
  readonly salt: string;
  readonly grades: readonly string[];
  readonly real: readonly Candidate[];
  readonly synthetic: SyntheticSource;
  readonly counts: Readonly<Record<Origin, number>>;
  /** Images that each phase shows twice. */
  readonly repeats: number;
  /** Pixels a side; absent: all images have one size, and keep it. */
  readonly size?: number;
  /** What synthetic images go through: JPEG as the real ones did, none, or a quality. */
  readonly jpeg: 'auto' | 'none' | number;
  readonly protocol: Protocol;
}

/** How far making a study is. */
export type MakeProgress = (done: number, total: number) => void;

/**
 * Draws the images of a study and notes them by hash and seed. All but the hashes, which the salt changes, follows from the seed and the files.
 * @throws StudyFileError for too few images, images that are none or say that they are synthetic, and sizes that differ
 */
export async function makeStudy(request: StudyRequest, onProgress: MakeProgress = () => {}): Promise<Study> {
  const { name, seed, salt, grades, synthetic, counts, protocol } = request;
  const purpose = `roentgan study ${seed}`;
  const fromFiles = 'files' in synthetic;
  const total = request.real.length + (fromFiles ? synthetic.files.length : 0);
  const choose = (origin: Origin, files: readonly Candidate[], before: number) => {
    const wanted = { grades, total: counts[origin], purpose: `${purpose}/${origin}` };
    return chooseFiles(files, wanted, `${origin} images`, (done) => onProgress(before + done, total));
  };
  const realFiles = await choose('real', request.real, 0);
  const real = await lookAt(realFiles, 'real');
  const generated = fromFiles
    ? await lookAt(await choose('synthetic', synthetic.files, request.real.length), 'synthetic')
    : undefined;
  const made = fromFiles
    ? []
    : [{ path: 'generated images', width: synthetic.width, height: synthetic.height }];
  const [width, height] = sizeOf([...real, ...(generated ?? made)], request.size);

  const images: Omit<StudyImage, 'id'>[] = real.map(({ grade, bytes }) => ({
    origin: 'real',
    grade,
    source: { hash: fileHash(bytes, salt) },
  }));
  const qualities = jpegQualities(request.jpeg, real);
  const first = seedFrom(`${purpose}/first seed`) % 2 ** 31;
  const sources = generated
    ? generated.map(({ grade, bytes }) => ({ grade, source: { hash: fileHash(bytes, salt) } }))
    : balanced(counts.synthetic, grades.length)
        .flatMap((count, grade) => new Array<number>(count).fill(grade))
        .map((grade, at) => ({ grade, source: { seed: first + at } }));
  const used = new Array<number>(grades.length).fill(0);
  for (const { grade, source } of sources) {
    const quality = qualities(grade, used[grade]!++);
    images.push({
      origin: 'synthetic',
      grade,
      source,
      ...(quality !== undefined && { jpegQuality: quality }),
    });
  }

  const numbered = shuffle(images, `${purpose}/ids`).map((image, at): StudyImage => {
    const id = `i${String(at + 1).padStart(3, '0')}`;
    return { id, ...image };
  });
  const repeats = drawRepeats(numbered, request.repeats, purpose);
  const model = fromFiles ? {} : { model: synthetic.model };
  return { name, seed, salt, grades, width, height, images: numbered, repeats, ...model, protocol };
}

interface LookedAt extends ChosenFile {
  readonly width: number;
  readonly height: number;
  readonly jpegQuality: number | undefined;
}

/** Decodes what was chosen, so that no reader is the first to find out that it is no image. */
async function lookAt(files: readonly ChosenFile[], origin: Origin): Promise<LookedAt[]> {
  const looked: LookedAt[] = [];
  for (const file of files) {
    const { width, height, origin: stated } = await readImage(file.bytes, file.path);
    if (origin === 'real' && stated.saysSynthetic)
      throw new StudyFileError(`${file.path}: says that it is synthetic, expected a real image`);
    looked.push({ ...file, width, height, jpegQuality: jpegQuality(file.bytes) });
  }
  return looked;
}

interface Sized {
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

/** A size of its own would give images away, and so would resampling of one kind only. */
function sizeOf(images: readonly Sized[], asked: number | undefined): [number, number] {
  const { path, width, height } = images[0]!;
  if (asked !== undefined) {
    const smaller = images.find((image) => Math.min(image.width, image.height) < asked);
    if (!smaller) return [asked, asked];
    const found = `${smaller.width}x${smaller.height}`;
    throw new StudyFileError(`${smaller.path}: is ${found}, expected at least the study's ${asked}x${asked}`);
  }
  const other = images.find((image) => image.width !== width || image.height !== height);
  if (!other) return [width, height];
  throw new StudyFileError(
    `${other.path}: is ${other.width}x${other.height}, but ${path} ${width}x${height}; expected one size, or a size that all are brought to`,
  );
}

/** With `auto`, synthetic image k of a grade takes the quality of real image k of that grade. */
function jpegQualities(
  jpeg: StudyRequest['jpeg'],
  real: readonly LookedAt[],
): (grade: number, index: number) => number | undefined {
  if (jpeg !== 'auto') return () => (jpeg === 'none' ? undefined : jpeg);
  return (grade, index) => {
    const ofGrade = real.filter((image) => image.grade === grade);
    const models = ofGrade.length > 0 ? ofGrade : real;
    return models[index % models.length]!.jpegQuality;
  };
}

/** In turn real and synthetic, spread over the grades. @throws StudyFileError */
function drawRepeats(images: readonly StudyImage[], count: number, purpose: string): string[] {
  const most = Math.floor(images.length / 2);
  if (count > most)
    throw new StudyFileError(`repeats: ${count} of ${images.length} images, expected at most half, ${most}`);
  const shuffled = shuffle(images, `${purpose}/repeats`);
  const chosen: string[] = [];
  for (let turn = 0; chosen.length < count; turn++) {
    const origin: Origin = turn % 2 === 0 ? 'real' : 'synthetic';
    const uses = (grade: number) =>
      chosen.filter((id) => images.some((image) => image.id === id && image.grade === grade)).length;
    const free = shuffled
      .filter((image) => !chosen.includes(image.id))
      .sort((one, other) => uses(one.grade) - uses(other.grade));
    const next = free.find((image) => image.origin === origin) ?? free[0]!;
    chosen.push(next.id);
  }
  return chosen.sort();
}
