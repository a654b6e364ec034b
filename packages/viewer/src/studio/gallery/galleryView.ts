import './gallery.css';
import './comparison.css';
import type { GeneratedImage } from '@roentgan/gan-runtime';
import { makeElement } from '../../controls/makeElement.ts';
import { copyLink } from '../copyLink.ts';
import { imageOutputOf } from '../imageOutput.ts';
import type { Studio, StudioView } from '../view.ts';
import { type Comparison, createComparison, MOST_COMPARED } from './comparison.ts';
import { createComparisonPanel } from './comparisonPanel.ts';
import { createGalleryActions } from './galleryActions.ts';
import { createGalleryGrid } from './galleryGrid.ts';
import { type GalleryItem, gradeLabel, gradeName, itemName, itemState } from './galleryItem.ts';
import { createGalleryPanel } from './galleryPanel.ts';
import { type GallerySettings, readSettings, shownGrades, writeSettings } from './gallerySettings.ts';
import { createGalleryStage } from './galleryStage.ts';
import { listenToGrid } from './gridInput.ts';
import { createImageCache } from './imageCache.ts';
import { createImageQueue } from './imageQueue.ts';
import { type ImageRequest, imageRequest, makeImages } from './imageRequest.ts';
import { saveImages } from './saveImages.ts';
import { createSelection, MOST_SELECTED } from './selection.ts';
import { type TileLayout, tileLayout } from './tileLayout.ts';

/** Images that are kept: some five hundred of 224x224 grey values. */
const CACHE_BYTES = 96 * 2 ** 20;

/** Seeds by class: scrolled through, selected, compared, saved. */
export function galleryView(studio: Studio): StudioView {
  const { model } = studio;
  const shape = imageOutputOf(model)!;
  const proportion = shape.width / shape.height;
  const label = gradeLabel(model);
  const cache = createImageCache(CACHE_BYTES);
  let settings: GallerySettings = readSettings(studio.kept('gallery'), model, studio.state);
  /** Of the view in front: nothing is made for one that is hidden. */
  let isShown = false;
  let isReading = false;

  const name = (item: GalleryItem) => itemName(model, item);
  const request = (item: GalleryItem) => imageRequest(itemState(model, studio.state, item, settings.edited));
  const layoutFor = (width: number): TileLayout =>
    tileLayout({ width, proportion, size: settings.size, grades: shownGrades(model, settings) });

  const stage = createGalleryStage(retry);
  const queue = createImageQueue({
    make: (requests, signal) => makeImages(studio.viewer.generator!, requests, signal),
    onImage(request, image) {
      cache.put(request.key, image);
      if (settings.comparing) {
        comparison.put(request.key, image);
        wantCompared();
      } else grid.update();
    },
    onError: (error) => stage.showError(error),
  });
  const grid = createGalleryGrid(
    {
      request,
      image: cache.get,
      text: (item) => ({
        name: name(item),
        label: label?.name ?? '',
        grade: label && item.grade !== undefined ? gradeName(label, item.grade) : '',
      }),
      order: (item) => selection.order(item),
      onMissing(requests, left, inView) {
        if (!isShown || settings.comparing) return;
        stage.showProgress(left, inView);
        if (!stage.hasError) queue.want(requests);
      },
      onScroll: (seed) => change({ at: seed }),
    },
    layoutFor(1),
  );
  const selection = createSelection(
    () => {
      if (!isReading) change({ selected: selection.items });
      panel.showSelected(selection.items);
      actions.show(selection.items.length, settings.comparing);
      grid.update();
    },
    () => actions.announce(`Only ${MOST_SELECTED} images can be selected at a time.`),
  );
  const panel = createGalleryPanel(model, {
    onSeed(seed) {
      grid.goTo(seed);
      grid.setActive({ seed, grade: shownGrades(model, settings)[0] });
      change({ at: seed });
    },
    onChange(to) {
      change(to);
      if ('edited' in to) grid.update();
      else place();
    },
    onClear: () => selection.replace([]),
  });
  const comparison: Comparison = createComparison(proportion, {
    onLook(place) {
      comparisonPanel.showPlace(place);
      change({ place });
    },
    onReading: (reading) => comparisonPanel.showReading(reading),
    onDifference: (difference, end) => comparisonPanel.showDifference(difference, end),
    onError: (error) => stage.showError(error),
  });
  const comparisonPanel = createComparisonPanel({
    onDifference(difference) {
      change({ difference });
      compare();
    },
    onScale(scale) {
      change({ scale });
      comparison.setScale(scale);
    },
    onLook: (changed) => {
      comparison.place = changed(comparison.place);
    },
  });
  const actions = createGalleryActions({
    onCompare() {
      change({ comparing: true });
      compare();
      comparison.element.focus();
    },
    onBack: leaveComparison,
    onOpen: () => open(selection.items[0]!),
    onCopyLink: () => copyLink(studio.link),
    onSave: (signal, onProgress) =>
      saveImages({
        requests: selection.items.map(request),
        modelName: studio.modelName,
        signal,
        onProgress,
        image: imageOf,
      }),
  });

  listenToGrid(grid, selection, open);
  comparison.element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leaveComparison();
  });
  stage.element.prepend(grid.element, comparison.element);
  const form = makeElement(
    'form',
    { class: 'controls', 'aria-label': 'Gallery settings' },
    panel.element,
    comparisonPanel.element,
    actions.element,
  );
  form.addEventListener('submit', (event) => event.preventDefault());
  const element = makeElement('div', { class: 'gallery-view' }, stage.element, form);
  new ResizeObserver(place).observe(grid.element);

  /** Takes a setting over, and puts it into the address. */
  function change(to: Partial<GallerySettings>): void {
    settings = { ...settings, ...to };
    if (isShown) studio.keep('gallery', writeSettings(settings, model, studio.state));
  }
  /** Lays the grid out for the space that it has. */
  function place(): void {
    const width = grid.element.querySelector('.gallery-tiles')!.clientWidth;
    if (width > 0) grid.setLayout(layoutFor(width));
  }
  function open(item: GalleryItem): void {
    studio.show(itemState(model, studio.state, item, settings.edited));
    studio.open('image');
  }
  async function imageOf(wanted: ImageRequest, signal: AbortSignal): Promise<GeneratedImage> {
    const made = cache.get(wanted.key);
    return made ?? (await makeImages(studio.viewer.generator!, [wanted], signal))[0]!;
  }

  const compared = () => selection.items.map((item) => ({ ...request(item), name: name(item) }));
  /** Puts the grid or the comparison in front, as the settings say. */
  function compare(): void {
    const items = settings.comparing ? compared() : [];
    const isPossible = items.length >= 2 && items.length <= MOST_COMPARED;
    if (settings.comparing && !isPossible) change({ comparing: false });
    const { comparing } = settings;
    const difference = comparing && items.length === 2 && settings.difference;
    grid.element.hidden = comparing;
    comparison.element.hidden = !comparing;
    panel.element.hidden = comparing;
    comparisonPanel.element.hidden = !comparing;
    comparisonPanel.show(items.length, difference, settings.scale);
    actions.show(selection.items.length, comparing);
    actions.announce('');
    stage.setPlural(comparing ? 'compared' : 'in view');
    comparison.setScale(settings.scale);
    comparison.compare(comparing ? items : [], difference);
    grid.update();
    if (!comparing) return;
    comparison.place = settings.place;
    for (const { key } of items) {
      const image = cache.get(key);
      if (image) comparison.put(key, image);
    }
    wantCompared();
  }
  function wantCompared(): void {
    const items = compared();
    const missing = items.filter(({ key }) => !cache.get(key));
    stage.showProgress(missing.length, items.length);
    if (!stage.hasError) queue.want(missing);
  }
  function leaveComparison(): void {
    change({ comparing: false });
    comparison.stop();
    compare();
    place();
    grid.element.focus();
  }
  function retry(): void {
    if (settings.comparing) wantCompared();
    else grid.update();
  }

  return {
    element,
    show() {
      isReading = true;
      settings = readSettings(studio.kept('gallery'), model, studio.state);
      isShown = true;
      selection.replace(settings.selected);
      isReading = false;
      const hasEdits = Object.values(studio.state.edits).some((amount) => amount !== 0);
      panel.show(settings, hasEdits);
      stage.clearError();
      compare();
      place();
      if (Math.round(grid.topRow) !== Math.floor(settings.at / grid.layout.seedsPerRow)) {
        grid.goTo(settings.at);
        grid.setActive({ seed: settings.at, grade: shownGrades(model, settings)[0] });
      }
    },
    hide() {
      isShown = false;
      queue.want([]);
      actions.stop();
      comparison.stop();
    },
  };
}
