import {
  gradeOfPath,
  makeStudy,
  type Study,
  sha256Hex,
  sourceModel,
  writeStudy,
} from '@roentgan/datasets/study';
import { loadGenerator } from '@roentgan/gan-runtime';
import { byId, makeElement } from '../../controls/makeElement.ts';
import { saveFile } from '../saveFile.ts';
import { type FolderImages, folderField } from './folderFiles.ts';
import { randomHex } from './randomHex.ts';
import { field } from './readerScreen.ts';
import { errorLine, messageOf, paragraph, showPage } from './screen.ts';

/** Makes a study from a folder with a subfolder a grade and the model beside the page. */
export function makeScreen(modelUrl: string): void {
  let folder: FolderImages | undefined;
  const error = errorLine();
  const state = makeElement('p', { class: 'state', role: 'status' });
  const bar = makeElement('progress', { hidden: true, 'aria-label': 'Progress' });
  const chosen = makeElement('p', { class: 'hint', role: 'status' });
  const form = makeElement(
    'form',
    { class: 'fields wide' },
    field('name', 'Name of the study', text('name', 'Knee study')),
    folderField(
      'Choose the folder of real images',
      (files) => {
        folder = files;
        const others = files.others > 0 ? `, ${files.others} other files are left out` : '';
        chosen.textContent = `${files.images.length} images${others}`;
      },
      'with a folder for each grade: 0, 1, ...',
    ),
    chosen,
    twoFields(
      field('real', 'Real images', number('real', 30, 1, 10_000)),
      field('synthetic', 'Synthetic images', number('synthetic', 30, 1, 10_000)),
    ),
    twoFields(
      field('seed', 'Seed', number('seed', 1, 0, Number.MAX_SAFE_INTEGER), 'Decides which images are drawn.'),
      field(
        'repeats',
        'Shown twice in each part',
        number('repeats', 0, 0, 5_000),
        'To see how well readers agree with themselves.',
      ),
    ),
    field(
      'confidence',
      'Confidence',
      select('confidence', {
        'six-point': 'One answer of six, certainly real to certainly synthetic',
        'five-levels': 'The verdict, then five levels',
      }),
    ),
    field(
      'jpeg',
      'Synthetic images go through',
      select('jpeg', { auto: 'JPEG of the real images’ quality', none: 'no JPEG' }),
      'Real images that were JPEG files show its blocks: without the same the synthetic ones would give themselves away.',
    ),
    check('back', 'Readers may go back to answered images'),
    check('tools', 'Offer zoom, contrast and inversion', true),
    error,
    makeElement('button', { type: 'submit', class: 'primary' }, 'Make and save the study file'),
    bar,
    state,
  );
  let busy = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    error.textContent = '';
    state.textContent = '';
    try {
      if (!folder) throw new Error('no folder is chosen, expected one with a folder for each grade');
      const study = await make(folder, modelUrl, bar);
      const name = `${study.name.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-')}.study.json`;
      saveFile(new Blob([writeStudy(study)], { type: 'application/json' }), name);
      state.textContent = `${name}: ${study.images.length} images. Give it to the readers with the folder of real images, and keep it: the analysis needs it.`;
    } catch (thrown) {
      error.textContent = messageOf(thrown);
    }
    bar.hidden = true;
    busy = false;
  });
  showPage(
    'Make a study',
    paragraph(
      'Real images are drawn from your folder and synthetic ones from the model, balanced by grade. The file that this saves names no image: it holds hashes of the real ones and seeds of the synthetic ones.',
    ),
    form,
  );
}

async function make(folder: FolderImages, modelUrl: string, bar: HTMLProgressElement): Promise<Study> {
  const model = await (await fetch(modelUrl)).arrayBuffer();
  const name = modelUrl.split('/').at(-1)!;
  const generator = await loadGenerator(new File([model], name));
  try {
    const file = { name, sha256: sha256Hex(new Uint8Array(model)) };
    const { grades, ...synthetic } = await sourceModel(generator, file);
    const real = folder.images.flatMap((image) => {
      const grade = gradeOfPath(image.path, grades);
      return grade === undefined ? [] : [{ ...image, grade }];
    });
    bar.hidden = false;
    return await makeStudy(
      {
        ...{ name: value('name'), seed: Number(value('seed')), salt: randomHex(16), grades, real, synthetic },
        counts: { real: Number(value('real')), synthetic: Number(value('synthetic')) },
        repeats: Number(value('repeats')),
        jpeg: value('jpeg') as 'auto' | 'none',
        protocol: {
          confidence: value('confidence') as 'six-point' | 'five-levels',
          allowBack: byId<HTMLInputElement>('back').checked,
          tools: byId<HTMLInputElement>('tools').checked,
        },
      },
      (done, total) => {
        bar.max = total;
        bar.value = done;
      },
    );
  } finally {
    generator.dispose();
  }
}

function value(id: string): string {
  return byId<HTMLInputElement | HTMLSelectElement>(id).value;
}

function text(id: string, initial: string): HTMLInputElement {
  return makeElement('input', { id, value: initial, required: true, maxlength: 100 });
}

function number(id: string, initial: number, least: number, most: number): HTMLInputElement {
  return makeElement('input', {
    id,
    type: 'number',
    value: initial,
    min: least,
    max: most,
    step: 1,
    required: true,
  });
}

function select(id: string, options: Readonly<Record<string, string>>): HTMLSelectElement {
  return makeElement(
    'select',
    { id },
    ...Object.entries(options).map(([value, text]) => makeElement('option', { value }, text)),
  );
}

function twoFields(...fields: readonly HTMLElement[]): HTMLElement {
  return makeElement('div', { class: 'two-fields' }, ...fields);
}

function check(id: string, text: string, checked = false): HTMLElement {
  return makeElement(
    'label',
    { class: 'check' },
    makeElement('input', { id, type: 'checkbox', checked }),
    text,
  );
}
