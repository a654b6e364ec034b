import { parseAssignments, parseNumbers } from './assignments.ts';

/** Everything that decides one picture. */
export interface ImageSettings {
  readonly seed: number;
  readonly labels: Readonly<Record<string, number | string>>;
  readonly edits: Readonly<Record<string, number>>;
  readonly truncation?: number;
  /** Of a model that samples in steps; its own number where absent. */
  readonly steps?: number;
}

/** Reads the attributes; throws RangeError or TypeError with the attribute's name. */
export function readSettings(element: Element): ImageSettings {
  return {
    seed: readNumber('seed', element.getAttribute('seed') ?? '0'),
    labels: parseAssignments('labels', element.getAttribute('labels') ?? ''),
    edits: parseNumbers('edits', element.getAttribute('edits') ?? ''),
    ...readOptional(element, 'truncation'),
    ...readOptional(element, 'steps'),
  };
}

function readOptional<Name extends string>(element: Element, name: Name): { readonly [_ in Name]?: number } {
  const text = element.getAttribute(name);
  return (text === null ? {} : { [name]: readNumber(name, text) }) as { readonly [_ in Name]?: number };
}

function readNumber(attribute: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number))
    throw new TypeError(`${attribute}: found "${text}", expected a number`);
  return number;
}

const backends = ['auto', 'webgpu', 'cpu', 'reference'] as const;
export type ViewerBackend = (typeof backends)[number];

/** Reads the attribute; throws TypeError for one that does not exist. */
export function readBackend(element: Element): ViewerBackend {
  const text = element.getAttribute('backend') ?? 'auto';
  const backend = backends.find((name) => name === text);
  if (!backend) throw new TypeError(`backend: found "${text}", expected ${backends.join(', ')}`);
  return backend;
}

/** Reads the attribute; undefined where it is absent, TypeError where it is no count. */
export function readThreads(element: Element): number | undefined {
  const text = element.getAttribute('threads');
  if (text === null) return undefined;
  const threads = Number(text);
  if (!Number.isSafeInteger(threads) || threads < 1)
    throw new TypeError(`threads: found "${text}", expected a whole number from 1`);
  return threads;
}

/** The model's address, relative to the page; throws TypeError for what cannot be one. */
export function readSource(element: Element): URL {
  const text = element.getAttribute('src') ?? '';
  if (!URL.canParse(text, document.baseURI)) throw new TypeError(`src: found "${text}", expected a URL`);
  return new URL(text, document.baseURI);
}

/** For screen readers: "Synthetic image from knee: seed 7, grade 3". */
export function describeImage(modelName: string, settings: ImageSettings): string {
  const parts = [`seed ${settings.seed}`];
  for (const [name, value] of Object.entries({ ...settings.labels, ...settings.edits }))
    parts.push(`${name} ${value}`);
  return `Synthetic image from ${modelName}: ${parts.join(', ')}`;
}
