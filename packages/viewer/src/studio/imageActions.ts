import { byId } from '../controls/makeElement.ts';
import { copyLink } from './copyLink.ts';
import { saveFile } from './saveFile.ts';
import { signedPng } from './signedPng.ts';
import { imageFileName, type StudioModel } from './studioState.ts';
import type { Studio } from './view.ts';
import { takesImages } from './views.ts';

/** The buttons under the image's controls: save it, copy a link to it, export a dataset. They work from the first image on. */
export function openImageActions(studio: Studio): { ready(model: StudioModel): void } {
  const { viewer } = studio;
  const save = byId<HTMLButtonElement>('save');
  const exporting = byId<HTMLButtonElement>('export');
  let saving = false;

  viewer.addEventListener('image', () => {
    save.disabled = false;
  });
  viewer.addEventListener('error', () => {
    save.disabled = true;
  });
  save.addEventListener('click', async () => {
    const { shown, generator } = viewer;
    if (saving || !generator || !shown) return;
    saving = true;
    if (generator.model.sampler) announce('Making the PNG, as long as the picture took');
    try {
      const name = imageFileName(studio.modelName, shown);
      saveFile(await signedPng(await generator.generate(shown)), name);
      announce(`Saved ${name}`);
    } catch (error) {
      announce(`Not saved: ${(error as Error).message}`);
    }
    saving = false;
  });
  const copying = byId<HTMLButtonElement>('copy-link');
  copying.addEventListener('click', async () => announce(await copyLink(studio.link)));
  exporting.addEventListener('click', async () => {
    const { openExportDialog } = await import('./export/exportDialog.ts');
    openExportDialog(viewer, studio.modelName);
  });

  return {
    ready(model) {
      copying.disabled = false;
      exporting.disabled = takesImages(model);
    },
  };
}

/** Says what became of an action, where it is seen and read aloud. */
export function announce(text: string): void {
  byId('announcement').textContent = text;
}
