const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Where a name stands that may be a variable's, or an attribute with what it is given (`@builtin(position)`); members stand behind a dot. */
const identifiers = /@\w+(?:\([^)]*\))?|(?<![.\w])[A-Za-z_]\w*/g;

/** WGSL without comments, with one letter for each parameter and variable of a function. What the whole file sees keeps its name. */
export function shortNames(source: string): string {
  let shortened = '';
  let end = 0;
  for (const { index } of source.matchAll(/\bfn \w+\(/g)) {
    const start = index;
    shortened += source.slice(end, start);
    end = endOfBlock(source, source.indexOf('{', start));
    shortened += renamed(source.slice(start, end));
  }
  return shortened + source.slice(end);
}

/** Past the brace that closes the one at `open`. */
function endOfBlock(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    if (source[at] === '{') depth++;
    if (source[at] === '}' && --depth === 0) return at + 1;
  }
  return source.length;
}

function renamed(text: string): string {
  const body = text.indexOf('{');
  const own = new Set(
    [
      ...text.slice(0, body).matchAll(/(?<=[(, )])(\w+):/g),
      ...text.slice(body).matchAll(/\b(?:let|var|const) (\w+)/g),
    ].map(([, name]) => name!),
  );
  const taken = new Set(text.match(/\w+/g));
  const short = new Map<string, string>();
  for (const name of own) {
    const letter = letters.find((candidate) => !taken.has(candidate));
    if (name.length === 1 || letter === undefined) continue;
    taken.add(letter);
    short.set(name, letter);
  }
  return text.replace(identifiers, (name) => short.get(name) ?? name);
}
