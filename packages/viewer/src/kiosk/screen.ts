import { byId } from '../controls/makeElement.ts';
import type { KioskConfig } from './config/kioskConfig.ts';
import { fillIn } from './edit/fillIn.ts';

export type ScreenPhase = 'starting' | 'attract' | 'edit' | 'failed';

/** Puts the settings' words and colours on the page. Without a title it has none until the model's name is known. */
export function applyConfig({ title, text, language, strings, colours }: KioskConfig): void {
  const root = document.documentElement;
  root.lang = language;
  for (const [name, value] of Object.entries(colours))
    root.style.setProperty(`--${name.replace('accentInk', 'accent-ink')}`, value);
  byId('text').textContent = text;
  byId('mark').textContent = strings.mark;
  byId('touch-text').textContent = strings.touch;
  byId('waiting-text').textContent = strings.loading;
  byId('problem-title').textContent = strings.failed;
  showTitle(title);
}

export function showTitle(title: string): void {
  byId('title').textContent = title;
  if (title !== '') document.title = title;
}

export function showPhase(phase: ScreenPhase): void {
  document.body.dataset.phase = phase;
}

/** Share of the model that has arrived, where the server says how large it is. */
export function showProgress(loaded: number, total: number): void {
  const bar = byId<HTMLProgressElement>('progress');
  if (total > 0) bar.value = loaded / total;
  else bar.removeAttribute('value');
}

export function showReturning(text: string | undefined): void {
  const element = byId('returning');
  element.hidden = text === undefined;
  if (text !== undefined && element.textContent !== text) element.textContent = text;
}

export function showMissing(missing: readonly string[]): void {
  byId('missing').hidden = missing.length === 0;
  byId('missing').textContent = missing.length === 0 ? '' : `Missing here: ${missing.join('; ')}`;
}

/** One message in place of everything but the mark. */
export function showProblem(message: string): void {
  showPhase('failed');
  byId('problem').hidden = false;
  byId('problem-text').textContent = message;
}

export function showNextTry(seconds: number, { again }: Pick<KioskConfig['strings'], 'again'>): void {
  byId('problem-again').textContent = fillIn(again, { seconds });
}
