import './animate.css';
import { makeElement } from '../../controls/makeElement.ts';
import { createSyntheticPicture } from '../syntheticPicture.ts';
import type { Studio, StudioView } from '../view.ts';
import {
  type Animation,
  firstAnimation,
  keepAnimation,
  pathOf,
  readAnimation,
  timelineOf,
} from './animation.ts';
import { exportMovie } from './movie/exportMovie.ts';
import { createMoviePanel } from './movie/moviePanel.ts';
import { placeName } from './path.ts';
import { createPathPanel } from './pathPanel.ts';
import { createPlayer } from './player.ts';
import { createTimingPanel } from './timingPanel.ts';
import { createTransport } from './transport.ts';

const NAME = 'animate';

/** Moves from image to image, or along an edit, and exports that as a movie. */
export function animateView(studio: Studio): StudioView {
  const { model, viewer } = studio;
  const generator = () => viewer.generator!;
  let animation: Animation = firstAnimation(model, studio.state);
  let isFirst = true;
  let wasPlaying = false;
  let inFront: AbortController | undefined;

  const picture = createSyntheticPicture();
  picture.element.classList.add('stage-picture');
  const problem = makeElement('p', { role: 'alert', class: 'view-problem', hidden: true });
  const where = makeElement('span', { class: 'where' });
  const stage = makeElement('div', { class: 'stage' }, picture.element, problem);
  const player = createPlayer(generator, {
    onTime: () => transport.show(player),
    onImage(image, place) {
      picture.element.style.setProperty('--aspect', String(image.width / image.height));
      picture.show(image, placeName(path(), place));
      where.textContent = placeName(path(), place);
      problem.hidden = true;
      movie.showSize(image);
    },
    onStep(done, total) {
      if (model.sampler) where.textContent = `step ${done} of ${total}`;
    },
    onError(error) {
      problem.textContent = `The image could not be made: ${error.message}`;
      problem.hidden = false;
    },
  });
  const transport = createTransport(() => player);
  const caution = makeElement('p', { class: 'caution' });
  caution.append(makeElement('strong', {}, 'Synthetic images.'), ' Not for diagnosis.', where);
  const viewport = makeElement(
    'section',
    { class: 'viewport', 'aria-label': 'Animation' },
    stage,
    transport.element,
    caution,
  );

  const pathPanel = createPathPanel(model, () => studio.state, change, {
    onChoose(index) {
      player.pause();
      player.seek(index * animation.seconds);
    },
    make: (options) => generator().generate(options),
  });
  const timing = createTimingPanel(change);
  const movie = createMoviePanel((settings, stop, onProgress) => {
    player.pause();
    const { modelName } = studio;
    return exportMovie({
      generator: generator(),
      modelName,
      path: path(),
      timeline: timelineOf(animation, path()),
      settings,
      stop,
      onProgress,
    });
  });
  const controls = makeElement(
    'form',
    { class: 'controls', 'aria-label': 'Animation settings' },
    pathPanel.element,
    timing.element,
    movie.element,
  );
  controls.addEventListener('submit', (event) => event.preventDefault());
  const element = makeElement('div', { class: 'image-view animate-view' }, viewport, controls);

  const path = () => pathOf(animation, studio.state);

  function change(to: Partial<Animation>): void {
    animation = { ...animation, ...to };
    studio.keep(NAME, keepAnimation(animation));
    apply();
  }
  function apply(): void {
    const timeline = timelineOf(animation, path());
    pathPanel.show(animation, studio.state);
    timing.show(animation);
    movie.show(timeline);
    const marks = Array.from({ length: timeline.steps + 1 }, (_, at) => at * timeline.seconds);
    player.set(path(), timeline);
    transport.showMarks(animation.kind === 'images' && timeline.steps > 0 ? marks : [], player.duration);
    if (inFront) void drawKeys(inFront.signal);
  }
  /** One image for each key, behind what is on the stage; a failure is told there. */
  function drawKeys(signal: AbortSignal): Promise<void> {
    return pathPanel.keys.draw(signal).catch(() => {});
  }

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (transport.key(event)) event.preventDefault();
  }

  return {
    element,
    show() {
      const wasInFront = inFront !== undefined;
      inFront ??= new AbortController();
      animation = readAnimation(studio.kept(NAME), model, animation);
      if (!wasInFront) document.addEventListener('keydown', onKey, { signal: inFront.signal });
      apply();
      // Nothing moves by itself for those who asked for that; others see at once what this view is for.
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
      if (!wasInFront && (isFirst ? !still : wasPlaying)) player.play();
      isFirst = false;
    },
    hide() {
      wasPlaying = player.playing;
      inFront?.abort();
      inFront = undefined;
      player.stop();
      movie.stop();
    },
  };
}
