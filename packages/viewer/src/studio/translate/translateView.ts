import './translate.css';
import type { GeneratedImage } from '@roentgan/gan-runtime';
import { makeElement } from '../../controls/makeElement.ts';
import { createChoice } from '../choiceControl.ts';
import { errorLine } from '../export/errorLine.ts';
import { saveFile } from '../saveFile.ts';
import { signedPng } from '../signedPng.ts';
import type { Studio, StudioView } from '../view.ts';
import { createBatchPanel } from './batchPanel.ts';
import { type Comparison, createCompare } from './compare.ts';
import { acceptImages } from './droppedFiles.ts';
import { type ImageReader, openImageReader } from './imageReader.ts';
import { imageInputOf, inputPixels, translate } from './translation.ts';

/** Gives a model an image and shows what it makes of it. Nothing leaves the page. */
export function translateView(studio: Studio): StudioView {
  const { model, viewer } = studio;
  const input = imageInputOf(model);
  const colour = input.channels === 1 ? 'grey' : 'RGB';
  let reader: ImageReader | undefined;
  let working: AbortController | undefined;
  let shown: { readonly image: GeneratedImage; readonly name: string } | undefined;

  const compare = createCompare();
  const chooser = makeElement('input', {
    type: 'file',
    hidden: true,
    accept: 'image/png,image/jpeg,.dcm,application/dicom',
  });
  const choose = makeElement('button', { type: 'button' }, 'Choose an image');
  choose.addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => {
    const [file] = chooser.files ?? [];
    if (file) void take(file);
    chooser.value = ''; // the same file can be chosen again
  });
  const invitation = makeElement(
    'div',
    { class: 'invitation' },
    makeElement('p', {}, makeElement('strong', {}, 'Drop an image here'), ', or paste one.'),
    makeElement(
      'p',
      {},
      'PNG, JPEG or uncompressed DICOM. Nothing is uploaded: the model runs in this page.',
    ),
  );
  const problem = makeElement('p', { role: 'alert', class: 'view-problem', hidden: true });
  const stage = makeElement('div', { class: 'stage' }, invitation, compare.element, problem);
  const facts = makeElement('p', { class: 'hint', role: 'status' });
  facts.textContent = `The model takes ${input.width} × ${input.height} px, ${colour}. Other images are cropped to these proportions and scaled.`;
  const caution = makeElement('p', { class: 'caution' });
  caution.append(
    makeElement('strong', {}, 'The output is synthetic.'),
    ' Not for diagnosis. Nothing is uploaded.',
  );

  const arrangement = createChoice<Comparison>(
    'translate-compare',
    'Compare',
    [
      ['wipe', 'Wipe'],
      ['beside', 'Side by side'],
    ],
    arrange,
  );
  const save = makeElement('button', { type: 'button', class: 'primary', disabled: true }, 'Save PNG');
  const saved = makeElement('p', { role: 'status', class: 'hint' });
  save.addEventListener('click', saveOutput);
  const batch = createBatchPanel({
    generator: () => viewer.generator!,
    reader: open,
    input,
    modelName: studio.modelName,
  });
  const controls = makeElement(
    'form',
    { class: 'controls', 'aria-label': 'Translation settings' },
    makeElement(
      'section',
      { class: 'group choose' },
      makeElement('h2', { class: 'heading' }, 'Image'),
      choose,
      chooser,
      facts,
    ),
    makeElement('div', { class: 'group' }, arrangement.element),
    batch.element,
    makeElement('section', { class: 'group actions' }, save, saved),
  );
  controls.addEventListener('submit', (event) => event.preventDefault());
  const viewport = makeElement('section', { class: 'viewport', 'aria-label': 'Translation' }, stage, caution);
  const element = makeElement('div', { class: 'image-view translate-view' }, viewport, controls);

  function open(): ImageReader {
    reader ??= openImageReader(input);
    return reader;
  }
  function arrange(as: Comparison): void {
    arrangement.show(as);
    compare.arrange(as);
    studio.keep('translate', as === 'wipe' ? {} : { compare: as });
  }

  /** The newest image counts: one that is still being worked on is given up. */
  async function take(file: File): Promise<void> {
    working?.abort();
    const own = new AbortController();
    working = own;
    saved.textContent = '';
    stage.ariaBusy = 'true';
    try {
      const prepared = await open().read(file);
      own.signal.throwIfAborted();
      const image = await translate(viewer.generator!, input, prepared, own.signal);
      if (own.signal.aborted) return;
      shown = { image, name: file.name };
      compare.show(inputPixels(prepared, input), image, file.name, prepared.saysSynthetic);
      [invitation.hidden, problem.hidden, save.disabled] = [true, true, false];
      const said = prepared.saysSynthetic ? ' It says that it is synthetic itself.' : '';
      facts.textContent = `${file.name}: ${prepared.width} × ${prepared.height} px, ${prepared.format.toUpperCase()}.${said}`;
    } catch (error) {
      if (own.signal.aborted) return;
      problem.textContent = `Not translated: ${errorLine(error)}`;
      problem.hidden = false;
    }
    stage.ariaBusy = 'false';
  }

  async function saveOutput(): Promise<void> {
    if (!shown) return;
    save.disabled = true;
    const { image, name } = shown;
    try {
      const file = `${name.replace(/\.[^.]*$/, '')}-translated.png`;
      saveFile(await signedPng(image), file);
      saved.textContent = `Saved ${file}`;
    } catch (error) {
      saved.textContent = `Not saved: ${errorLine(error)}`;
    }
    save.disabled = false;
    save.focus();
  }

  let accepting: (() => void) | undefined;
  return {
    element,
    show() {
      accepting ??= acceptImages(viewport, (files) => {
        const [file] = files;
        if (file) void take(file);
      });
      arrange(studio.kept('translate').compare === 'beside' ? 'beside' : 'wipe');
    },
    hide() {
      accepting?.();
      accepting = undefined;
      working?.abort();
      batch.stop();
      reader?.close();
      reader = undefined;
    },
  };
}
