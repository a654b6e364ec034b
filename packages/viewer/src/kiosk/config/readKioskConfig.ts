import { safeParse } from 'valibot';
import { contrast } from './contrast.ts';
import { configSchema, type KioskConfig } from './kioskConfig.ts';

/** A kiosk.json that cannot be used; the message says where, what was found and what was expected. */
export class KioskConfigError extends Error {
  override readonly name = 'KioskConfigError';
}

/** Text that is read needs this much (WCAG 2.2, 1.4.3). */
const leastContrast = 4.5;

/**
 * The settings in a kiosk.json's text, completed with the defaults.
 * @param where opens messages: the file
 * @throws KioskConfigError
 */
export function readKioskConfig(text: string, where = 'kiosk.json'): KioskConfig {
  const result = safeParse(configSchema, parse(text, where), { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${key}`));
    const at = path.join('').replace(/^\./, '');
    if (issue.expected === 'never')
      throw new KioskConfigError(`${where}: ${at} is no setting, expected one of ${issue.message}`);
    throw new KioskConfigError(
      `${where}: ${at ? `${at} is` : 'is'} ${short(issue.received)}, expected ${issue.message}`,
    );
  }
  const { colours } = result.output;
  requireContrast(where, colours, 'ink', 'background');
  requireContrast(where, colours, 'accent', 'background');
  requireContrast(where, colours, 'accentInk', 'accent');
  return result.output;
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const found = text.trim() === '' ? 'is empty' : `is no JSON (${(error as Error).message})`;
    throw new KioskConfigError(`${where}: ${found}, expected an object of settings`);
  }
}

type Colour = keyof KioskConfig['colours'];

function requireContrast(where: string, colours: KioskConfig['colours'], over: Colour, under: Colour): void {
  const found = contrast(colours[over], colours[under]);
  if (found >= leastContrast) return;
  throw new KioskConfigError(
    `${where}: colours.${over} is ${colours[over]}, ${found.toFixed(1)} : 1 against colours.${under} ${colours[under]}, expected at least ${leastContrast} : 1`,
  );
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
