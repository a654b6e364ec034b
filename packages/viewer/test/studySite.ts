import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import {
  makeStudy,
  type OpenStudy,
  type Phase,
  type Protocol,
  readStudy,
  type Study,
  sha256Hex,
  showingOrder,
  writeStudy,
} from '@roentgan/datasets/study';
import { encodePng } from '@roentgan/gan-runtime';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import { simulatedName } from '../../datasets/test/study/simulatedReaders.ts';
import { siteUrl } from './site.ts';
import { tinyModel } from './tinyModel.ts';

/** Size of what the tiny model makes. */
const width = 24;
const height = 16;
const grades = ['0', '1', '2', '3', '4'];

/** A folder of stand-ins for real images, four of each grade, beside files that are no images. */
export async function realFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'roentgan-study-'));
  for (const grade of grades) {
    await mkdir(join(folder, grade));
    for (let at = 0; at < 4; at++) {
      const path = join(folder, grade, `patient-${grade}${at}.png`);
      await writeFile(path, await standIn(Number(grade) * 4 + at));
    }
  }
  await writeFile(join(folder, 'notes.txt'), 'no image');
  await writeFile(join(folder, '0', 'Thumbs.db'), 'no image');
  return folder;
}

async function standIn(number: number): Promise<Uint8Array> {
  const data = Uint8Array.from({ length: width * height }, (_, at) => (at * 7 + number * 29) % 251);
  const blob = await encodePng({ width, height, channels: 1, bitDepth: 8, data });
  return new Uint8Array(await blob.arrayBuffer());
}

/** A study of ten images of the folder and ten of the tiny model; `repeats` by the names of simulated readers. */
export async function pilotStudy(
  folder: string,
  { repeats = [], ...protocol }: Partial<Protocol> & { readonly repeats?: readonly string[] } = {},
): Promise<{ readonly open: OpenStudy; readonly file: string }> {
  const real = grades.flatMap((name, grade) =>
    [0, 1, 2, 3].map((at) => {
      const path = join(folder, name, `patient-${name}${at}.png`);
      return { path, grade, read: async () => new Uint8Array(readFileSync(path)) };
    }),
  );
  const model = { name: 'tiny', sha256: sha256Hex(writeModel(tinyModel())), label: 'grade' };
  const made: Study = await makeStudy({
    ...{ name: 'Pilot', seed: 5, salt: '0'.repeat(32), grades, real, repeats: 0, jpeg: 'auto' as const },
    synthetic: { model, width, height },
    counts: { real: 10, synthetic: 10 },
    protocol: { confidence: 'six-point', allowBack: false, tools: true, ...protocol },
  });
  const ids = made.images.map(({ id }) => id).filter((id) => repeats.includes(simulatedName(made, id)));
  const file = writeStudy({ ...made, repeats: ids });
  return { open: readStudy(file, 'pilot'), file };
}

/** Goes to the page with a study in its address. */
export async function openStudy(page: Page, file: string, model = '/tiny.safetensors'): Promise<void> {
  await page.route('**/pilot.study.json', (route) =>
    route.fulfill({ body: file, contentType: 'application/json' }),
  );
  await page.goto(siteUrl(`studio/study/?study=/pilot.study.json&model=${model}`));
}

/** Names of the images as one reader sees them, with their showing: `real-3-0 1`. */
export function namesShown(open: OpenStudy, code: string, phase: Phase): string[] {
  return showingOrder(open, code, phase).map(
    ({ image, showing }) => `${simulatedName(open.study, image)} ${showing}`,
  );
}

/** Grey values of the image on the screen. */
export function shownPixels(page: Page): Promise<number[]> {
  return page.locator('.picture canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from(data).filter((_, at) => at % 4 === 0);
  });
}
