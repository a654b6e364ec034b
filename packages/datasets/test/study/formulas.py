"""Values that the statistics of reader studies are tested against: SciPy's where it has them, else the published formula in NumPy.

Run `python3 formulas.py > statistics.json` (Debian: python3-scipy) in this folder. With python3-statsmodels the kappas are also
compared with its own before anything is written.
"""

import json
import math
import warnings

import numpy as np
from scipy import stats

Z = stats.norm.ppf(0.975)


def t_quantile(freedom):
    """SciPy's own (1.10) is off by up to 1e-8 relative, checked with mpmath: Newton's steps on its distribution mend that."""
    t = stats.t.ppf(0.975, freedom)
    for _ in range(3):
        t -= (stats.t.cdf(t, freedom) - 0.975) / stats.t.pdf(t, freedom)
    return t


def clopper_pearson(count, total):
    interval = stats.binomtest(count, total).proportion_ci(0.95, "exact")
    return {"count": count, "total": total, "low": interval.low, "high": interval.high}


def mcnemar(first, second):
    return {"first": first, "second": second, "p": stats.binomtest(first, first + second, 0.5).pvalue}


def wilcoxon(differences, method):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = stats.wilcoxon(differences, mode=method)
    return {"differences": differences, "statistic": found.statistic, "p": found.pvalue, "method": method}


def holm(values):
    """Holm 1979, as R's p.adjust."""
    order = np.argsort(values, kind="stable")
    adjusted = np.empty(len(values))
    running = 0.0
    for rank, at in enumerate(order):
        running = max(running, min(1.0, (len(values) - rank) * values[at]))
        adjusted[at] = running
    return {"values": list(values), "adjusted": adjusted.tolist()}


def weights(size, kind):
    row, column = np.indices((size, size))
    if kind == "none":
        return (row == column).astype(float)
    away = np.abs(row - column) / (size - 1)
    return 1 - away if kind == "linear" else 1 - away**2


def cohen(table, kind):
    """Cohen 1968; variance of Fleiss, Cohen and Everitt 1969, equation 13."""
    counts = np.array(table, float)
    total = counts.sum()
    p = counts / total
    w = weights(len(table), kind)
    rows, columns = p.sum(1), p.sum(0)
    observed, chance = (w * p).sum(), (w * np.outer(rows, columns)).sum()
    kappa = (observed - chance) / (1 - chance)
    means = (w @ columns)[:, None] + (w.T @ rows)[None, :]
    spread = (p * (w * (1 - chance) - means * (1 - observed)) ** 2).sum()
    variance = (spread - (observed * chance - 2 * chance + observed) ** 2) / (total * (1 - chance) ** 4)
    error = math.sqrt(variance)
    compare_cohen(counts, kind, kappa, error)
    low, high = max(-1, kappa - Z * error), min(1, kappa + Z * error)
    return {"table": table, "weights": kind, "kappa": kappa, "standardError": error, "low": low, "high": high}


def fleiss_value(table):
    counts = np.array(table, float)
    raters = counts[0].sum()
    p = counts.sum(0) / counts.sum()
    each = (counts * (counts - 1)).sum(1) / (raters * (raters - 1))
    return (each.mean() - (p**2).sum()) / (1 - (p**2).sum())


def fleiss(table):
    kappa = fleiss_value(table)
    n = len(table)
    without = np.array([fleiss_value(table[:at] + table[at + 1 :]) for at in range(n)])
    error = math.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())
    reach = t_quantile(n - 1) * error
    compare_fleiss(table, kappa)
    return {"table": table, "kappa": kappa, "low": max(-1, kappa - reach), "high": min(1, kappa + reach)}


def roc(positives, negatives):
    """Area by the U statistic; standard error of DeLong, DeLong and Clarke-Pearson 1988 from its structural components."""
    area = stats.mannwhitneyu(positives, negatives).statistic / (len(positives) * len(negatives))
    x, y = np.array(positives, float)[:, None], np.array(negatives, float)[None, :]
    wins = (x > y) + 0.5 * (x == y)
    variance = wins.mean(1).var(ddof=1) / len(positives) + wins.mean(0).var(ddof=1) / len(negatives)
    error = math.sqrt(variance)
    assert math.isclose(area, wins.mean(), abs_tol=1e-12)
    return {
        "positives": positives,
        "negatives": negatives,
        "auc": area,
        "standardError": error,
        "low": max(0, area - Z * error),
        "high": min(1, area + Z * error),
    }


def mean(values):
    middle, reach = np.mean(values), t_quantile(len(values) - 1) * stats.sem(values)
    deviation = np.std(values, ddof=1)
    return {"values": values, "mean": middle, "deviation": deviation, "low": middle - reach, "high": middle + reach}


def quantile(values, share):
    return {"values": values, "share": share, "quantile": np.quantile(values, share)}


def compare_cohen(counts, kind, kappa, error):
    try:
        from statsmodels.stats.inter_rater import cohens_kappa
    except ImportError:
        return
    found = cohens_kappa(counts, wt={"none": None}.get(kind, kind))
    assert math.isclose(found.kappa, kappa, abs_tol=1e-12), (found.kappa, kappa)
    assert math.isclose(found.std_kappa, error, abs_tol=1e-12), (found.std_kappa, error)


def compare_fleiss(table, kappa):
    try:
        from statsmodels.stats.inter_rater import fleiss_kappa
    except ImportError:
        return
    assert math.isclose(fleiss_kappa(np.array(table)), kappa, abs_tol=1e-12)


def main():
    random = np.random.default_rng(7)
    grades = random.multinomial(60, [0.2] * 5)
    table = [random.multinomial(count, row).tolist() for count, row in zip(grades, graded_rows())]
    ratings = [random.multinomial(4, random.dirichlet([0.8] * 3)).tolist() for _ in range(17)]
    distinct = (np.arange(1, 13) * np.where(random.random(12) < 0.7, 1, -1) + 0.25).tolist()
    tied = random.integers(-3, 5, 19).astype(float).tolist()
    many = (random.permutation(np.arange(1, 61)) * np.where(random.random(60) < 0.4, 1, -1) / 8).tolist()
    cases = {
        "binomialInterval": [clopper_pearson(*pair) for pair in [(0, 30), (30, 30), (17, 30), (1, 2), (411, 900), (3, 1800)]],
        "mcNemar": [mcnemar(*pair) for pair in [(7, 15), (15, 7), (1, 0), (4, 4), (120, 171)]],
        "wilcoxon": [
            wilcoxon(distinct, "exact"),
            wilcoxon([0.5, -1.5], "exact"),
            wilcoxon(tied, "approx"),
            wilcoxon(many, "approx"),
        ],
        "holm": [holm([0.01, 0.04, 0.03, 0.005]), holm([0.4, 0.6]), holm([0.02, 0.02, 0.9, 0.0004, 0.05])],
        "weightedKappa": [
            cohen(counts, kind)
            for counts in [table, [[20, 5], [10, 15]], [[0, 3, 1], [2, 0, 4], [5, 1, 0]]]
            for kind in ["none", "linear", "quadratic"]
        ],
        # The second is table 1 of Fleiss 1971: 30 patients, 6 psychiatrists, 5 diagnoses; published kappa 0.430.
        "fleissKappa": [fleiss(ratings), fleiss(fleiss_1971())],
        "rocCurve": [
            roc(random.choice([-3, -2, -1, 1, 2, 3], 30, p=[0.05, 0.1, 0.2, 0.25, 0.2, 0.2]).tolist(), random.choice([-3, -2, -1, 1, 2, 3], 30).tolist()),
            roc([5, 4, 4, 1, -2], [-5, -1, 1, 2]),
        ],
        "meanInterval": [mean(random.normal(0.6, 0.1, 15).tolist()), mean([0.25, 0.75])],
        "quantile": [quantile([3, 1, 2, 9], 0.5), quantile([3.5, 1, 2, 9, 11], 0.25), quantile([4], 0.9)],
    }
    print(json.dumps(cases, indent=1, default=float))


def graded_rows():
    """How a careful reader grades images of each grade."""
    return [
        [0.7, 0.25, 0.05, 0, 0],
        [0.3, 0.4, 0.25, 0.05, 0],
        [0.05, 0.25, 0.5, 0.2, 0],
        [0, 0.05, 0.2, 0.6, 0.15],
        [0, 0, 0.05, 0.25, 0.7],
    ]


def fleiss_1971():
    return [
        [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
        [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
        [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
        [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0], [0, 2, 0, 4, 0], [1, 0, 2, 0, 3],
        [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0], [1, 0, 0, 4, 1],
        [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
    ]  # fmt: skip


if __name__ == "__main__":
    main()
