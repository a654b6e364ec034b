import * as v from 'valibot';
import { colour, name, number, settings, text, trueOrFalse } from './fields.ts';

/** Words on screen. `{model}` stands for the model's name, `{seconds}` for a number. */
const strings = settings({
  touch: text('Touch to explore'),
  another: text('Another {model}'),
  reset: text('Reset'),
  done: text('Done'),
  returning: text('Back to the start in {seconds} s'),
  mark: text('Synthetic image. Not for diagnosis.'),
  loading: text('Loading'),
  failed: text('This display has a problem'),
  again: text('Next try in {seconds} s'),
  /** What labels, classes, edits and units are called on screen, by the model's names for them. */
  names: v.optional(
    v.record(v.string(), v.pipe(v.string('a text'), v.minLength(1, 'a text')), 'an object of texts'),
    {},
  ),
});

const colours = settings({
  background: colour('#0a0c0d'),
  ink: colour('#e4e8ea'),
  accent: colour('#7cc4d8'),
  accentInk: colour('#06222b'),
});

const heartbeat = v.nullable(settings({ url: text('health'), seconds: number(60, 1, 3600) }));

/** What kiosk.json may say; what it leaves out has these values. docs/kiosk.md explains each. */
export const configSchema = settings({
  /** Empty: the model's name. */
  title: v.optional(v.pipe(v.string('a text'), v.maxLength(200, 'at most 200 letters')), ''),
  text: v.optional(v.pipe(v.string('a text'), v.maxLength(2000, 'at most 2000 letters')), ''),
  language: v.optional(
    v.pipe(v.string('a language tag such as "en"'), v.check(isLanguage, 'a language tag such as "en"')),
    'en',
  ),
  idleSeconds: number(45, 1, 3600),
  secondsPerImage: number(12, 1, 3600),
  fadeSeconds: number(1.5, 0, 60),
  framesPerSecond: number(12, 0.1, 60),
  /** While the CPU makes the images. */
  cpuImagesPerSecond: number(2, 0.01, 60),
  /** Absent: the first six named edits of the model, or its first directions where it has none. */
  edits: v.optional(v.array(name, 'an array of names')),
  /** Absent: all labels of the model. */
  labels: v.optional(v.array(name, 'an array of names')),
  /** Of the first image; absent: another one after each start. */
  seed: v.optional(v.pipe(v.number('a whole number from 0'), v.check(isSeed, 'a whole number from 0'))),
  backend: v.optional(
    v.picklist(['auto', 'webgpu', 'cpu', 'reference'], 'auto, webgpu, cpu or reference'),
    'auto',
  ),
  /** Takes the whole screen with the first touch, where the browser does not show the page so already. */
  fullScreen: trueOrFalse(true),
  heartbeat: v.optional(heartbeat, null),
  strings: v.optional(strings, {}),
  colours: v.optional(colours, {}),
});

export type KioskConfig = v.InferOutput<typeof configSchema>;

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function isSeed(seed: number): boolean {
  return Number.isSafeInteger(seed) && seed >= 0;
}
