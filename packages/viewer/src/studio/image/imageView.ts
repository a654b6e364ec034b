import './image.css';
import './imagePanel.css';
import { byId, makeElement } from '../../controls/makeElement.ts';
import { zoomed, zoomStep } from '../display/place.ts';
import { announce } from '../imageActions.ts';
import { imageOutputOf } from '../imageOutput.ts';
import type { Studio, StudioView } from '../view.ts';
import { takesImages } from '../views.ts';
import { createDisplay } from './display.ts';
import { displayFromLink, displayToLink } from './displayAddress.ts';
import { createDisplayPanel } from './displayPanel.ts';
import { createMeasuredPanel } from './measure/measuredPanel.ts';
import { createRuler } from './ruler.ts';
import { createSavedEdits } from './savedEdits.ts';
import { type Tool, wireStage } from './stageInput.ts';
import { createToolbar, press, toolButton } from './toolbar.ts';
import { createUndo } from './undo.ts';
import { createUneditedImage } from './uneditedImage.ts';
import { createWipe } from './wipe.ts';

/** Ends what the view of the model before listened to. */
let living = new AbortController();

/**
 * The one image, its controls, and the tools to look at it. The image and its controls are the page's own, since they are what it shows first; the
 * rest is made here, anew for each model.
 */
export function imageView(studio: Studio): StudioView {
  living.abort();
  living = new AbortController();
  const { signal } = living;
  const element = byId('image-view');
  const extras = byId('image-settings');
  byId('tools').replaceChildren();
  extras.replaceChildren();
  const frame = byId('frame');
  const scale = imageOutputOf(studio.model);
  if (!scale || takesImages(studio.model)) return { element, show() {}, hide() {} };
  frame.style.setProperty('--proportion', String(Math.min(1, scale.width / scale.height)));

  const { viewer } = studio;
  const unedited = createUneditedImage(studio);
  const panel = createDisplayPanel(() => display);
  const wipe = createWipe(frame, unedited, (error) => announce(`No unedited image: ${error.message}`));
  const measured = createMeasuredPanel(studio, unedited, keep, signal);
  const undo = createUndo(studio, () => !element.hidden, signal);
  const ruler = createRuler(frame, scale, () => display.view);
  let tool: Tool = 'move';

  const choose = (to: Tool) => {
    tool = to;
    frame.dataset.tool = to;
    ruler.show(to === 'ruler');
    for (const [name, button] of Object.entries(tools)) press(button, name === to);
  };
  const compare = () => {
    wipe.show(!wipe.shown);
    press(comparing, wipe.shown);
    keep();
  };
  const invert = () => display.change({ inverted: !display.view.inverted });
  const zoom = (factor: number) => display.change(zoomed(display.view, factor));
  const tools = {
    move: toolButton('move', 'Move', 'M', () => choose('move')),
    window: toolButton('window', 'Window and level', 'W, or the right mouse button', () => choose('window')),
    ruler: toolButton('ruler', 'Ruler', 'R', () => choose('ruler')),
  };
  const inverting = toolButton('invert', 'Invert', 'I', invert);
  const comparing = toolButton('compare', 'Compare with the unedited image', 'C', compare);
  const whole = makeElement('button', {
    type: 'button',
    class: 'tool zoom',
    title: 'Whole picture, all greys (0)',
  });
  whole.addEventListener('click', () => display.reset());
  const zooming = [
    toolButton('out', 'Zoom out', '−', () => zoom(1 / zoomStep)),
    whole,
    toolButton('in', 'Zoom in', '+', () => zoom(zoomStep)),
  ];
  const display = createDisplay(frame, (view) => {
    panel.show(view);
    ruler.follow();
    press(inverting, view.inverted);
    whole.textContent = `${Math.round(view.zoom * 100)} %`;
    whole.ariaLabel = `Zoom ${whole.textContent}, show the whole picture and all greys`;
    keep();
  });

  byId('tools').append(
    createToolbar('Picture tools', [undo.buttons, Object.values(tools), [inverting, comparing], zooming])
      .element,
  );
  extras.append(panel.element, createSavedEdits(studio));
  frame.append(wipe.element, ruler.element);
  signal.addEventListener('abort', () => {
    wipe.show(false);
    wipe.element.remove();
    ruler.element.remove();
  });
  frame.tabIndex = 0;
  frame.role = 'group';
  frame.ariaLabel = 'Picture: plus and minus zoom, arrow keys move, 0 shows all of it';
  wireStage(
    frame,
    display,
    {
      get tool() {
        return tool;
      },
      measure: ruler.begin,
      press(key) {
        const keys: Record<string, () => void> = {
          m: () => choose('move'),
          w: () => choose('window'),
          r: () => choose('ruler'),
          i: invert,
          c: compare,
        };
        keys[key]?.();
        return Object.hasOwn(keys, key);
      },
    },
    signal,
  );

  function follow(): void {
    if (!viewer.shown || element.hidden) return;
    wipe.follow(viewer.shown);
    measured?.follow(viewer.shown);
  }
  viewer.addEventListener('image', follow, { signal });

  let restored = false;
  function keep(): void {
    if (!restored) return;
    const { view } = display;
    studio.keep('image', displayToLink({ view, comparing: wipe.shown, measured: measured?.on ?? false }));
  }
  /** What the address says; the view in front may be shown again because it changed. */
  function restore(): void {
    restored = false;
    const { view, comparing: compares, measured: measures } = displayFromLink(studio.kept('image'));
    display.change(view);
    wipe.show(compares);
    press(comparing, compares);
    measured?.turn(measures);
    restored = true;
  }
  choose('move');
  return {
    element,
    show() {
      restore();
      follow();
    },
    hide: () => measured?.stop(),
  };
}
