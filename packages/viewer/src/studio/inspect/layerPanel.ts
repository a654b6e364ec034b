import { makeElement } from '../../controls/makeElement.ts';
import type { LayerPicture, LayerSummary } from '../modelWorker/messages.ts';
import { sizes, value } from './format.ts';

/** What a layer's panel asks for. */
export interface LayerWish {
  readonly layer: LayerSummary;
  readonly first: number;
  readonly ownScale: boolean;
  readonly file: File | undefined;
}

/** The chosen layer: what it is, and its values as tiles. */
export interface LayerPanel {
  readonly element: HTMLElement;
  /** Asks for a layer's values. */
  choose(layer: LayerSummary): void;
  /** Asks again, such as after the seed changed. */
  renew(): void;
  close(): void;
}

export interface LayerPanelOptions {
  /** Whether the model starts from a picture, which a person may choose. */
  readonly takesPicture: boolean;
  /** The values; undefined where the model has no picture to start from. */
  compute(
    wish: LayerWish,
    signal: AbortSignal,
  ): Promise<{ picture: LayerPicture; text: string; isSynthetic: boolean } | undefined>;
  onClose(): void;
}

export function createLayerPanel({ takesPicture, compute, onClose }: LayerPanelOptions): LayerPanel {
  const heading = makeElement('h2', { id: 'layer-heading' });
  const about = makeElement('p', { class: 'layer-about' });
  const close = makeElement('button', { type: 'button', class: 'quiet' }, 'Close');
  const source = makeElement('p', { class: 'layer-source', role: 'status' });
  const statistics = makeElement('p', { class: 'layer-statistics' });
  const list = makeElement('p', { class: 'layer-values' });
  const grid = makeElement('div', { class: 'tiles' });
  const mark = makeElement('span', { class: 'mark', 'aria-hidden': 'true' }, 'synthetic');
  const frame = makeElement('div', { class: 'tile-frame synthetic-picture', role: 'img' }, grid, mark);
  const previous = makeElement('button', { type: 'button' }, 'Previous');
  const next = makeElement('button', { type: 'button' }, 'Next');
  const which = makeElement('span');
  const pages = makeElement('div', { class: 'tile-pages', hidden: true }, previous, which, next);
  const own = makeElement('input', { type: 'checkbox', id: 'own-scale' });
  const ownLabel = makeElement('label', { class: 'own-scale' }, own, 'Each tile on a scale of its own');
  const chooser = makeElement('input', {
    type: 'file',
    id: 'layer-picture',
    accept: 'image/png,image/jpeg,.dcm',
  });
  const choosing = makeElement(
    'p',
    { class: 'layer-picture', hidden: !takesPicture },
    makeElement('label', { for: chooser.id }, 'Picture to start from '),
    chooser,
  );
  const stop = makeElement('button', { type: 'button', hidden: true }, 'Stop');
  const element = makeElement(
    'section',
    { class: 'layer', 'aria-labelledby': heading.id, hidden: true },
    makeElement('div', { class: 'layer-head' }, heading, close),
    about,
    choosing,
    makeElement('div', { class: 'layer-line' }, source, stop, ownLabel, pages),
    frame,
    statistics,
    list,
  );

  let wish: LayerWish | undefined;
  let stopping: AbortController | undefined;

  async function ask(to: LayerWish): Promise<void> {
    wish = to;
    stopping?.abort();
    const current = new AbortController();
    stopping = current;
    frame.ariaBusy = 'true';
    stop.hidden = false;
    source.textContent = 'Computing';
    try {
      const made = await compute(to, current.signal);
      if (stopping !== current) return;
      if (made) show(made.picture, made.text, made.isSynthetic);
      else clear('Choose a picture to start from: this model makes its values from one.');
    } catch (error) {
      if (stopping !== current) return;
      clear(current.signal.aborted ? 'Stopped.' : (error as Error).message);
    }
    frame.ariaBusy = null;
    stop.hidden = true;
  }
  function clear(why: string): void {
    source.textContent = why;
    for (const part of [grid, statistics, list]) part.replaceChildren();
    for (const part of [frame, pages, ownLabel]) part.hidden = true;
  }
  function show(picture: LayerPicture, text: string, isSynthetic: boolean): void {
    const { width, height, tiles, first, pixels } = picture;
    source.textContent = text;
    for (const part of [frame, ownLabel]) part.hidden = false;
    mark.hidden = !isSynthetic;
    const [tile] = tiles === 1 ? ['one tile'] : [`${tiles.toLocaleString('en')} tiles`];
    frame.ariaLabel = `${isSynthetic ? 'Synthetic image: ' : ''}values of ${wish!.layer.name}, ${tile} of ${height} by ${width}`;
    frame.style.setProperty('--proportion', String(width / height));
    frame.toggleAttribute('data-row', height === 1);
    frame.toggleAttribute('data-one', tiles === 1);
    grid.replaceChildren(
      ...pixels.map((values, at) => {
        const canvas = makeElement('canvas', { width, height, title: `Channel ${first + at}` });
        canvas.getContext('2d')!.putImageData(new ImageData(values, width, height), 0, 0);
        return canvas;
      }),
    );
    pages.hidden = pixels.length === tiles;
    which.textContent = `Channels ${first} to ${first + pixels.length - 1} of ${tiles.toLocaleString('en')}`;
    previous.disabled = first === 0;
    next.disabled = first + pixels.length >= tiles;
    ownLabel.hidden = tiles === 1;
    statistics.textContent = describe(picture, own.checked);
    list.textContent = picture.values ? `Values: ${picture.values.map(value).join(', ')}` : '';
  }

  close.addEventListener('click', () => {
    panel.close();
    onClose();
  });
  stop.addEventListener('click', () => {
    const hadFocus = stop === document.activeElement;
    stopping?.abort();
    if (hadFocus) close.focus();
  });
  own.addEventListener('change', () => wish && void ask({ ...wish, ownScale: own.checked }));
  chooser.addEventListener('change', () => wish && void ask({ ...wish, file: chooser.files?.[0] }));
  const turn = (by: number) => {
    if (wish) void ask({ ...wish, first: Math.max(0, firstShown() + by * grid.children.length) });
  };
  const firstShown = () => Number(/\d+/.exec(which.textContent!)![0]);
  previous.addEventListener('click', () => turn(-1));
  next.addEventListener('click', () => turn(1));

  const panel: LayerPanel = {
    element,
    choose(layer) {
      element.hidden = false;
      heading.textContent = layer.name;
      const weights = layer.weights.length > 0 ? `, ${layer.weights.join(', ')}` : '';
      about.textContent = `${layer.op} of ${layer.inputs.join(', ')}: ${sizes(layer.shape)}${weights}`;
      void ask({ layer, first: 0, ownScale: own.checked, file: chooser.files?.[0] });
    },
    renew() {
      if (wish && !element.hidden) void ask(wish);
    },
    close() {
      const current = stopping;
      stopping = undefined;
      current?.abort();
      wish = undefined;
      element.hidden = true;
    },
  };
  return panel;
}

function describe({ statistics, tiles }: LayerPicture, ownScale: boolean): string {
  const { count, low, high, mean, deviation, zeros, notFinite } = statistics;
  const scale =
    ownScale && tiles > 1
      ? `${value(low)} to ${value(high)}`
      : `black is ${value(low)}, white ${value(high)}`;
  const parts = [
    `${count.toLocaleString('en')} values: ${scale}`,
    `mean ${value(mean)}, deviation ${value(deviation)}`,
    `${(zeros * 100).toFixed(zeros > 0 && zeros < 0.001 ? 3 : 1)} % zeros`,
    ...(notFinite > 0 ? [`${notFinite.toLocaleString('en')} are not finite`] : []),
  ];
  return parts.join(' · ');
}
