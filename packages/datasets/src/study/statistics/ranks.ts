/** Ranks from 1, ties sharing the mean of theirs; and how many values each group of ties has. */
export function ranks(values: readonly number[]): { readonly ranks: number[]; readonly ties: number[] } {
  const order = values.map((_, at) => at).sort((one, other) => values[one]! - values[other]!);
  const found = new Array<number>(values.length);
  const ties: number[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (const at of order.slice(start, end)) found[at] = (start + 1 + end) / 2;
    ties.push(end - start);
    start = end;
  }
  return { ranks: found, ties };
}
