import { shortNames } from './shortNames.ts';

/** Space between two names, numbers or keywords, and between two operators (`a - -b`), parts them; all other only helps readers. */
const needed = /[\w$] [\w$]|[-+*/%&|^<>=!~] [-+*/%&|^<>=!~]/;

/** WGSL without the comments and the space that only a reader of the source needs, and with short names for what is a function's own. */
export function shortenWgsl(source: string): string {
  const squeezed = source
    .replace(/\/\/.*/g, '')
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/(?<=(.)) (?=(.))/g, (space, before, after) =>
      needed.test(before + space + after) ? space : '',
    );
  return shortNames(squeezed);
}
