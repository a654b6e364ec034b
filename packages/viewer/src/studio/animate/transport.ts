import { makeElement } from '../../controls/makeElement.ts';
import type { Player } from './player.ts';

/** Seconds that a key moves. */
export const NUDGE = 1 / 25;

/** Play and pause, where in the turn it is, and the keys for both. */
export interface Transport {
  readonly element: HTMLElement;
  /** Shows the player's time; `marks` are the times of the chosen images. */
  show(player: Player): void;
  showMarks(times: readonly number[], duration: number): void;
  /** What a key means here; true where it means something. */
  key(event: KeyboardEvent): boolean;
}

const icons = { play: 'M5 3.2v9.6L13 8z', pause: 'M4.5 3.5h2.4v9H4.5zM9.1 3.5h2.4v9H9.1z' } as const;

export function createTransport(player: () => Player): Transport {
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  picture.setAttribute('viewBox', '0 0 16 16');
  picture.setAttribute('aria-hidden', 'true');
  picture.append(icon);
  const toggle = makeElement('button', { type: 'button', class: 'play' }, picture);
  const slider = makeElement('input', { type: 'range', min: 0, step: 'any', 'aria-label': 'Time' });
  const marks = makeElement('div', { class: 'marks', 'aria-hidden': 'true' });
  const time = makeElement('span', { class: 'time', 'aria-hidden': 'true' });
  const track = makeElement('div', { class: 'track' }, marks, slider);
  const element = makeElement('div', { class: 'transport' }, toggle, track, time);

  toggle.addEventListener('click', () => (player().playing ? player().pause() : player().play()));
  slider.addEventListener('input', () => {
    const to = slider.valueAsNumber; // pausing shows the time as it is
    player().pause();
    player().seek(to);
  });

  function nudge(by: number): void {
    player().pause();
    player().seek(player().seconds + by);
  }
  const keys: Readonly<Record<string, () => void>> = {
    ' ': () => (player().playing ? player().pause() : player().play()),
    ArrowLeft: () => nudge(-NUDGE),
    ArrowRight: () => nudge(NUDGE),
    ArrowDown: () => nudge(-NUDGE),
    ArrowUp: () => nudge(NUDGE),
    PageDown: () => nudge(-player().duration / 10),
    PageUp: () => nudge(player().duration / 10),
    Home: () => nudge(-player().duration),
    End: () => nudge(player().duration),
  };
  return {
    element,
    show({ playing, seconds, duration }) {
      const word = playing ? 'Pause' : 'Play';
      if (toggle.ariaLabel !== word) {
        toggle.ariaLabel = word;
        toggle.title = `${word} (space)`;
        icon.setAttribute('d', icons[playing ? 'pause' : 'play']);
      }
      toggle.disabled = duration === 0;
      slider.disabled = duration === 0;
      slider.max = String(duration || 1);
      slider.value = String(seconds);
      slider.style.setProperty('--from', '0%');
      slider.style.setProperty('--to', `${duration === 0 ? 0 : (seconds / duration) * 100}%`);
      time.textContent = `${seconds.toFixed(1)} / ${duration.toFixed(1)} s`;
      // While it runs, whole seconds are enough to be read aloud.
      const said = playing ? String(Math.floor(seconds)) : seconds.toFixed(2);
      const text = `${said} of ${duration.toFixed(1)} seconds`;
      if (slider.ariaValueText !== text) slider.ariaValueText = text;
    },
    showMarks(times, duration) {
      marks.replaceChildren(
        ...times.map((at) => {
          const mark = makeElement('i');
          mark.style.setProperty('--at', String(at / duration));
          return mark;
        }),
      );
    },
    key(event) {
      const { target } = event;
      const isOurs =
        target === slider || !(target as Element).closest('input, select, textarea, button, a, summary');
      if (!isOurs || event.ctrlKey || event.metaKey || event.altKey) return false;
      const act = keys[event.key];
      act?.();
      return act !== undefined;
    },
  };
}
