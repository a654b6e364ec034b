import { createLabelControl } from '../../controls/labelControl.ts';
import { makeElement } from '../../controls/makeElement.ts';
import { type Place, wholePicture, zoomed, zoomStep } from '../display/place.ts';
import type { PixelReading } from './comparison.ts';
import type { Difference } from './difference.ts';
import { type DifferenceScale, differenceScales, scaleGradient } from './differenceScale.ts';

export interface ComparisonPanel {
  readonly element: HTMLElement;
  show(count: number, difference: boolean, scale: DifferenceScale): void;
  showPlace(place: Place): void;
  showDifference(difference: Difference | undefined, end: number): void;
  showReading(reading: PixelReading | undefined): void;
}

export interface ComparisonPanelEvents {
  onDifference(shown: boolean): void;
  onScale(scale: DifferenceScale): void;
  /** Changes the part that is seen. */
  onLook(change: (place: Place) => Place): void;
}

/** Settings and numbers of a comparison. */
export function createComparisonPanel(events: ComparisonPanelEvents): ComparisonPanel {
  const modeControl = createLabelControl(
    { name: 'show', classes: 2, names: ['Side by side', 'Difference'], default: 0 },
    (at) => events.onDifference(at === 1),
  );
  const scaleControl = createLabelControl(
    {
      name: 'scale, ± grey values',
      classes: differenceScales.length,
      names: differenceScales.map((scale) => (scale === 'fit' ? 'Fit' : String(scale))),
      default: 0,
    },
    (at) => events.onScale(differenceScales[at]!),
  );

  const zoomButton = (text: string, label: string, change: (place: Place) => Place) => {
    const button = makeElement('button', { type: 'button', 'aria-label': label }, text);
    button.addEventListener('click', () => events.onLook(change));
    return button;
  };
  const level = makeElement('output', { class: 'compared-zoom-level', 'aria-label': 'Zoom' });
  const zoom = makeElement(
    'section',
    { class: 'group' },
    makeElement('h2', { class: 'heading' }, 'Zoom'),
    makeElement(
      'div',
      { class: 'compared-zoom' },
      zoomButton('−', 'Zoom out', (place) => zoomed(place, 1 / zoomStep)),
      level,
      zoomButton('+', 'Zoom in', (place) => zoomed(place, zoomStep)),
      zoomButton('Whole', 'Show the whole image', () => wholePicture),
    ),
    makeElement(
      'p',
      { class: 'gallery-hint' },
      'Wheel or pinch zooms, dragging moves; + and −, arrows and 0 do too.',
    ),
  );

  const bar = makeElement('div', { class: 'difference-bar', 'aria-hidden': 'true' });
  bar.style.setProperty('--scale', scaleGradient());
  const ends = [0, 1, 2].map(() => makeElement('span'));
  const legend = makeElement('p', { class: 'gallery-hint' });
  const mean = makeElement('dd');
  const psnr = makeElement('dd');
  const largest = makeElement('dd');
  const term = (text: string) => makeElement('dt', {}, text);
  const numbers = makeElement(
    'section',
    { class: 'group' },
    makeElement('h2', { class: 'heading' }, 'Difference, B − A'),
    bar,
    makeElement('div', { class: 'difference-ends' }, ...ends),
    legend,
    makeElement(
      'dl',
      { class: 'difference-numbers' },
      term('Mean absolute'),
      mean,
      term('Largest'),
      largest,
      term('PSNR'),
      psnr,
    ),
  );
  const reading = makeElement('p', { class: 'pixel-reading' });
  const pixel = makeElement(
    'section',
    { class: 'group pixel-group' },
    makeElement('h2', { class: 'heading' }, 'Grey value below the pointer'),
    reading,
  );

  return {
    element: makeElement('div', {}, modeControl.element, zoom, scaleControl.element, numbers, pixel),
    show(count, difference, scale) {
      modeControl.element.hidden = count !== 2;
      modeControl.show(difference ? 1 : 0);
      scaleControl.element.hidden = !difference;
      scaleControl.show(differenceScales.indexOf(scale));
      numbers.hidden = !difference;
    },
    showPlace({ zoom }) {
      level.textContent = `${Math.round(zoom * 100)} %`;
    },
    showDifference(difference, end) {
      const signs = difference ? [`−${end}`, '0', `+${end}`] : ['', '', ''];
      for (const [at, sign] of signs.entries()) ends[at]!.textContent = sign;
      legend.textContent = difference
        ? `Grey values of 0 to 255. Red: B is lighter; blue: B is darker; the ends stand for ${end} and more.`
        : 'Computed once both images are there.';
      const grey = (value: number) => `${Number(value.toFixed(2))} of 255`;
      mean.textContent = difference ? grey(difference.meanAbsolute) : '…';
      largest.textContent = difference ? grey(difference.largest) : '…';
      psnr.textContent = difference ? decibels(difference.psnr) : '…';
    },
    showReading(at) {
      const { x, y, greys } = at ?? { greys: [] };
      const values = greys.map((grey, at) => `${'ABCD'[at]} ${Math.round(grey)}`);
      if (greys.length === 2) values.push(`B − A ${signed(Math.round(greys[1]! - greys[0]!))}`);
      reading.textContent = at ? `x ${x}, y ${y}: ${values.join(', ')}` : '–';
    },
  };
}

function decibels(psnr: number): string {
  return Number.isFinite(psnr) ? `${psnr.toFixed(2)} dB` : 'infinite: the images are equal';
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value).replace('-', '−');
}
