import type { OpenStudy } from '@roentgan/datasets/study';
import { makeElement } from '../../controls/makeElement.ts';
import { type FolderImages, folderField } from './folderFiles.ts';
import { type FoundFiles, matchFiles, neededHashes } from './matchImages.ts';
import type { Prepared } from './prepareImages.ts';
import { errorLine, messageOf, paragraph, say, showPage } from './screen.ts';

/** Asks for the folder with the study's images, finds them by their content, and prepares all of them. */
export async function imagesScreen(
  { study }: OpenStudy,
  modelUrl: string,
  resumed: boolean,
): Promise<Prepared> {
  const found: FoundFiles = new Map();
  const needed = neededHashes(study).length;
  const error = errorLine();
  const state = makeElement('p', { class: 'state', role: 'status' });
  const bar = makeElement('progress', {
    max: Math.max(1, study.images.length),
    value: 0,
    hidden: true,
    'aria-label': 'Progress',
  });
  const model = study.model ? await fetchModel(modelUrl) : undefined;
  return new Promise((resolve) => {
    let busy = false;
    let modelBytes = model;
    const field = folderField('Choose the folder of images', (files) => void look(files));
    const modelField = fileField('Choose the model file', async (file) => {
      modelBytes = file;
      await proceed();
    });
    modelField.hidden = true;
    showPage(
      'Images of this study',
      paragraph(
        resumed ? 'Your answers are here, but the images are never kept: choose their folder again. ' : '',
        'The page looks for the images of the study in the folder, by their content. They stay on this computer.',
      ),
      ...(needed > 0 ? [field] : []),
      modelField,
      state,
      bar,
      error,
    );
    if (needed === 0) void proceed();

    async function look({ images, others }: FolderImages): Promise<void> {
      if (busy) return;
      busy = true;
      error.textContent = '';
      progress(`Looking through ${images.length} images`, images.length);
      await matchFiles(study, images, found, (done) => {
        bar.value = done;
      });
      busy = false;
      bar.hidden = true;
      if (found.size === needed) await proceed();
      else {
        state.textContent = '';
        error.textContent = missingText(found.size, needed, images.length, others);
      }
    }
    async function proceed(): Promise<void> {
      if (busy) return;
      busy = true;
      error.textContent = '';
      try {
        if (study.model) await requireModel(study, modelBytes);
        modelField.hidden = true;
        field.hidden = true;
        progress('Preparing the images', study.images.length);
        const { prepareImages } = await import('./prepareImages.ts');
        const prepared = await prepareImages(study, found, study.model && modelBytes, (done) => {
          bar.value = done;
        });
        say('The images are ready');
        resolve(prepared);
      } catch (thrown) {
        error.textContent = messageOf(thrown);
        state.textContent = '';
        bar.hidden = true;
        modelField.hidden = study.model === undefined;
        found.clear();
        field.hidden = false;
      }
      busy = false;
    }
    function progress(text: string, total: number): void {
      state.textContent = text;
      bar.max = Math.max(1, total);
      bar.value = 0;
      bar.hidden = false;
    }
  });
}

async function fetchModel(url: string): Promise<Blob | undefined> {
  try {
    const response = await fetch(url);
    return response.ok ? await response.blob() : undefined;
  } catch {
    return undefined;
  }
}

async function requireModel(study: OpenStudy['study'], bytes: Blob | undefined): Promise<void> {
  if (!bytes)
    throw new Error(
      `the file of the study's model, ${study.model!.name}, is not beside this page: choose it`,
    );
  const { checkModel } = await import('./prepareImages.ts');
  await checkModel(study, new Uint8Array(await bytes.arrayBuffer()), study.model!.name);
}

function fileField(text: string, onFile: (file: File) => void): HTMLElement {
  const input = makeElement('input', { type: 'file', id: 'model-file', class: 'unseen' });
  input.addEventListener('change', () => {
    const [file] = input.files!;
    if (file) onFile(file);
    input.value = '';
  });
  return makeElement(
    'div',
    { class: 'drop' },
    input,
    makeElement('label', { for: 'model-file', class: 'file-button' }, text),
  );
}

function missingText(found: number, needed: number, images: number, others: number): string {
  const looked = `${images} image files${others > 0 ? ` and ${others} other files` : ''}`;
  return `${needed - found} of the ${needed} images are missing: ${found} were found among ${looked}. Choose a folder that has the rest, or the folder above.`;
}
