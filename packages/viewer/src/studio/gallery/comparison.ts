import type { GeneratedImage } from '@roentgan/gan-runtime';
import { makeElement } from '../../controls/makeElement.ts';
import { type Place, placeWithin, wholePicture } from '../display/place.ts';
import { type ComparedPane, createComparedPane } from './comparedPane.ts';
import { type Difference, differenceOf, greyAt, type Pixels } from './difference.ts';
import { colourDifferences, type DifferenceScale } from './differenceScale.ts';
import { paneColumns } from './paneColumns.ts';
import { listenToZoom, spotInFrame } from './zoomGestures.ts';

/** So many images are told apart side by side. */
export const MOST_COMPARED = 4;
const letters = ['A', 'B', 'C', 'D'];

/** What a pixel below the pointer is: its place and its grey value in each image. */
export interface PixelReading {
  readonly x: number;
  readonly y: number;
  readonly greys: readonly number[];
}

/** One image that is compared. */
export interface Compared {
  readonly key: string;
  readonly name: string;
}

/** What a comparison tells the settings beside it. */
export interface ComparisonEvents {
  onLook(place: Place): void;
  onReading(reading: PixelReading | undefined): void;
  /** With the grey values at the ends of its scale; undefined while there is none. */
  onDifference(difference: Difference | undefined, end: number): void;
  onError(error: Error): void;
}

/** Pictures side by side, with one zoom for all. */
export interface Comparison {
  readonly element: HTMLElement;
  /** The part that is seen of each. */
  place: Place;
  /** What is compared; the difference is that of the first two. */
  compare(images: readonly Compared[], difference: boolean): void;
  /** A picture that was missing has come. */
  put(key: string, image: GeneratedImage): void;
  setScale(scale: DifferenceScale): void;
  /** Ends what is computed. */
  stop(): void;
}

export function createComparison(proportion: number, events: ComparisonEvents): Comparison {
  const panes = makeElement('div', { class: 'compared-panes' });
  const element = makeElement(
    'div',
    {
      class: 'compared',
      role: 'group',
      tabindex: 0,
      'aria-label': 'Compared images. Plus and minus zoom, arrow keys move, 0 shows the whole.',
    },
    panes,
  );
  panes.style.setProperty('--proportion', String(proportion));
  let compared: readonly Compared[] = [];
  let shown: { readonly pane: ComparedPane; pixels: Pixels | undefined }[] = [];
  let differencePane: ComparedPane | undefined;
  let difference: Difference | undefined;
  let computing = new AbortController();
  let scale: DifferenceScale = 'fit';
  let place = wholePicture;

  const all = () => [...shown.map(({ pane }) => pane), ...(differencePane ? [differencePane] : [])];
  function placePanes(): void {
    const { clientWidth: width, clientHeight: height } = element;
    if (width === 0 || all().length === 0) return;
    const { columns, paneWidth } = paneColumns({ width, height, proportion, count: all().length });
    panes.style.setProperty('--columns', String(columns));
    panes.style.setProperty('--pane-width', `${paneWidth}px`);
    showPlace();
  }
  function showPlace(): void {
    for (const pane of all()) pane.look(place);
  }
  function change(to: Place): void {
    place = placeWithin(to);
    showPlace();
    events.onLook(place);
  }
  listenToZoom(element, () => place, change);
  new ResizeObserver(placePanes).observe(element);

  async function computeDifference(): Promise<void> {
    const [first, second] = shown.map(({ pixels }) => pixels);
    if (!differencePane || !first || !second) return;
    computing.abort();
    computing = new AbortController();
    const { signal } = computing;
    try {
      const computed = await differenceOf(first, second, signal);
      signal.throwIfAborted();
      difference = computed;
      paintDifference();
    } catch (error) {
      if (!signal.aborted) events.onError(error as Error);
    }
  }
  function paintDifference(): void {
    const size = shown[0]?.pixels;
    if (!difference || !differencePane || !size) return;
    // Equal images have no largest difference to fit the scale to.
    const end = scale === 'fit' ? Math.max(1, Math.ceil(difference.largest)) : scale;
    const rgba = new Uint8ClampedArray(difference.values.length * 4);
    colourDifferences(difference.values, end, rgba);
    const name = `difference, ${compared[1]!.name} minus ${compared[0]!.name}`;
    differencePane.show({ width: size.width, height: size.height, rgba }, name);
    differencePane.look(place);
    events.onDifference(difference, end);
  }

  element.addEventListener('pointermove', (event) => {
    const spot = spotInFrame(event);
    const size = shown[0]?.pixels;
    if (!spot || !size || shown.some(({ pixels }) => !pixels)) return events.onReading(undefined);
    const at = (share: number, off: number, count: number) =>
      Math.min(count - 1, Math.max(0, Math.floor((0.5 + (share - 0.5 - off) / place.zoom) * count)));
    const [x, y] = [at(spot.x, place.left, size.width), at(spot.y, place.top, size.height)];
    events.onReading({ x, y, greys: shown.map(({ pixels }) => greyAt(pixels!.rgba, y * size.width + x)) });
  });
  element.addEventListener('pointerleave', () => events.onReading(undefined));

  return {
    element,
    get place() {
      return place;
    },
    set place(to) {
      change(to);
    },
    compare(images, withDifference) {
      computing.abort();
      compared = images;
      difference = undefined;
      events.onDifference(undefined, 0);
      events.onReading(undefined);
      shown = images.map(({ name }, at) => ({
        pane: createComparedPane(letters[at]!, name),
        pixels: undefined,
      }));
      differencePane = withDifference ? createComparedPane('B − A', 'difference') : undefined;
      panes.replaceChildren(...all().map(({ element }) => element));
      placePanes();
    },
    put(key, image) {
      for (const [at, entry] of shown.entries()) {
        if (compared[at]!.key !== key || entry.pixels) continue;
        entry.pixels = { width: image.width, height: image.height, rgba: image.rgba };
        entry.pane.show(image, compared[at]!.name);
        entry.pane.look(place);
      }
      if (!difference) void computeDifference();
    },
    setScale(to) {
      scale = to;
      paintDifference();
    },
    stop() {
      computing.abort();
    },
  };
}
