/** How much a disagreement counts: any alike, by its distance, or by the square of its distance. */
export type KappaWeights = 'none' | 'linear' | 'quadratic';

export interface Kappa {
  /** 1 for full agreement, 0 for that of chance; NaN where chance alone agrees fully or there is nothing. */
  readonly kappa: number;
  /** Of the estimate, in a large sample. */
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  /** Rated twice. */
  readonly total: number;
}

const NORMAL_975 = 1.959963984540054;

/**
 * Cohen's kappa of a square table of counts (first rating by second), weighted: Cohen, Psychological Bulletin 70 (1968). Standard error
 * of Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969), and the 95 % interval that it gives. As statsmodels' `cohens_kappa`.
 */
export function weightedKappa(table: readonly (readonly number[])[], weights: KappaWeights): Kappa {
  const size = table.length;
  const total = table.flat().reduce((sum, count) => sum + count, 0);
  const share = (row: number, column: number) => table[row]![column]! / total;
  const each = Array.from({ length: size }, (_, at) => at);
  const sum = (term: (at: number) => number) => each.reduce((total, at) => total + term(at), 0);
  const both = (term: (row: number, column: number) => number) =>
    sum((row) => sum((column) => term(row, column)));
  const agreement = (row: number, column: number) => agreementOf(row, column, size, weights);
  const rows = each.map((row) => sum((column) => share(row, column)));
  const columns = each.map((column) => sum((row) => share(row, column)));
  const observed = both((row, column) => agreement(row, column) * share(row, column));
  const chance = both((row, column) => agreement(row, column) * rows[row]! * columns[column]!);
  const kappa = 1 - chance > 1e-12 ? (observed - chance) / (1 - chance) : Number.NaN;

  const meanOfRow = each.map((row) => sum((column) => agreement(row, column) * columns[column]!));
  const meanOfColumn = each.map((column) => sum((row) => agreement(row, column) * rows[row]!));
  const spread = both((row, column) => {
    const means = meanOfRow[row]! + meanOfColumn[column]!;
    return share(row, column) * (agreement(row, column) * (1 - chance) - means * (1 - observed)) ** 2;
  });
  const variance = (spread - (observed * chance - 2 * chance + observed) ** 2) / (total * (1 - chance) ** 4);
  const standardError = Number.isNaN(kappa) ? Number.NaN : Math.sqrt(Math.max(0, variance));
  const reach = NORMAL_975 * standardError;
  return { kappa, standardError, low: Math.max(-1, kappa - reach), high: Math.min(1, kappa + reach), total };
}

function agreementOf(row: number, column: number, size: number, weights: KappaWeights): number {
  if (weights === 'none') return row === column ? 1 : 0;
  const distance = Math.abs(row - column) / (size - 1);
  return 1 - (weights === 'linear' ? distance : distance ** 2);
}

/** A table of counts of pairs (first rating, second rating), each 0 to `size - 1`. */
export function countPairs(pairs: Iterable<readonly [number, number]>, size: number): number[][] {
  const table = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const [first, second] of pairs) table[first]![second]! += 1;
  return table;
}
