/** Space between two names, numbers or keywords, and between two operators (`a - -b`), parts them; all other only helps readers. */
const needed = /[\w$] [\w$]|[-+*/%&|^<>=!~] [-+*/%&|^<>=!~]/;

/** WGSL without the comments and the space that only a reader of the source needs. */
export function shortenWgsl(source: string): string {
  return source
    .replace(/\/\/.*/g, '')
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/(?<=(.)) (?=(.))/g, (space, before, after) =>
      needed.test(before + space + after) ? space : '',
    );
}
