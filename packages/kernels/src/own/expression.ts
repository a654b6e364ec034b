/** What names stand for in an expression. */
export type Values = ReadonlyMap<string, number>;

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  ceil: Math.ceil,
  floor: Math.floor,
  min: Math.min,
  max: Math.max,
};
const token = /\s*(?:(\d+)[uif]?|([A-Za-z_]\w*)|(.))/y;

/**
 * Values of a comma-separated list of expressions: whole numbers, names, + - * / % and ceil, floor, min, max. Division is
 * that of real numbers, so that ceil(WIDTH / 8) is what it looks like.
 * @throws RangeError that says which part is not understood
 */
export function evaluateList(text: string, values: Values): number[] {
  const parser = new ExpressionParser(text, values);
  return parser.list('');
}

class ExpressionParser {
  readonly #tokens: string[] = [];
  readonly #values: Values;
  #at = 0;

  constructor(text: string, values: Values) {
    this.#values = values;
    token.lastIndex = 0;
    const trimmed = text.trim();
    while (token.lastIndex < trimmed.length) {
      const [, number, name, sign] = token.exec(trimmed)!;
      this.#tokens.push(number ?? name ?? sign!);
    }
  }

  /** Expressions up to `end`, which is taken. */
  list(end: string): number[] {
    const found = [this.#sum()];
    while (this.#take(',')) found.push(this.#sum());
    const next = this.#tokens[this.#at];
    if ((next ?? '') !== end) {
      throw new RangeError(
        `found ${next === undefined ? 'its end' : `"${next}"`}, expected ${end ? `"${end}"` : 'its end'}`,
      );
    }
    this.#at++;
    return found;
  }

  #take(...signs: string[]): string | undefined {
    const next = this.#tokens[this.#at];
    if (next === undefined || !signs.includes(next)) return undefined;
    this.#at++;
    return next;
  }

  #sum(): number {
    let value = this.#product();
    for (let sign = this.#take('+', '-'); sign; sign = this.#take('+', '-')) {
      const next = this.#product();
      value = sign === '+' ? value + next : value - next;
    }
    return value;
  }

  #product(): number {
    let value = this.#atom();
    for (let sign = this.#take('*', '/', '%'); sign; sign = this.#take('*', '/', '%')) {
      const next = this.#atom();
      value = sign === '*' ? value * next : sign === '/' ? value / next : value % next;
    }
    return value;
  }

  #atom(): number {
    const next = this.#tokens[this.#at++];
    if (next === '(') {
      const inside = this.list(')');
      if (inside.length !== 1) throw new RangeError('found a list in parentheses, expected one value');
      return inside[0]!;
    }
    if (next !== undefined && /^\d/.test(next)) return Number(next);
    if (next !== undefined && /^\w/.test(next)) {
      if (this.#take('(')) {
        const apply = Object.hasOwn(functions, next) ? functions[next] : undefined;
        if (!apply)
          throw new RangeError(
            `there is no function "${next}", expected ${Object.keys(functions).join(', ')}`,
          );
        return apply(...this.list(')'));
      }
      const value = this.#values.get(next);
      if (value === undefined) {
        throw new RangeError(
          `"${next}" has no value, expected one of ${[...this.#values.keys()].join(', ')}`,
        );
      }
      return value;
    }
    throw new RangeError(
      `found ${next === undefined ? 'its end' : `"${next}"`}, expected a number or a name`,
    );
  }
}
