"""What the runs of the augmentation experiment show: each arm's figures, and its difference to no synthetic images, seed by seed.

Two intervals of 95 % stand beside every mean over seeds. `seeds`: Student's t over the seeds, which vary the real images drawn, the
synthetic ones, the first weights and the order; val is the same. `val`: bootstrap over val's subjects (both knees together); the runs are the same.
"""
import collections

import numpy
from scipy import stats

from augmentation_cells import MIXED
from report_bootstrap import ROUNDS, draws, interval
from report_grades import scores
from report_images import GRADES

METRICS = {"kappa": "quadratic kappa", "accuracy": "accuracy, 5 grades", "later": "accuracy, KL 0-1 against 2-4"}
HELPS, HARMS, OPEN, FEW = "better", "worse", "not told apart", "one seed"


def digits(text):
    return numpy.frombuffer(text.encode(), numpy.uint8).astype(int) - ord("0")


def measure(line, grades, weights):
    """{metric: [1 + rounds]}: of a run's answers on val, then of each bootstrap sample; `weights` [1+rounds,N] says how often each image counts."""
    given, later = digits(line["given"]), digits(line["later"])
    matrices = (weights @ numpy.eye(GRADES ** 2)[grades * GRADES + given]).reshape(-1, GRADES, GRADES)
    found = scores(matrices)
    return {"kappa": found["kappa"], "accuracy": found["exact"], "later": weights @ (later == (grades >= 2)) / weights.sum(1)}


def over_seeds(values):
    """The interval of the mean of values [k] by Student's t, none for a single one."""
    if len(values) < 2:
        return None
    half = stats.t.ppf(0.975, len(values) - 1) * numpy.std(values, ddof=1) / len(values) ** 0.5
    return [float(numpy.mean(values) - half), float(numpy.mean(values) + half)]


def summary(rows):
    """Of rows [k,1+rounds], one for each seed: the mean, both intervals and each seed's value."""
    return {"value": float(rows[:, 0].mean()), "seeds": over_seeds(rows[:, 0]), "val": interval(rows[:, 1:].mean(0)), "runs": [float(v) for v in rows[:, 0]]}


def verdict(entry):
    """A difference is called one only where both intervals leave out 0 on the same side."""
    if entry["seeds"] is None:
        return FEW
    both = [entry["seeds"], entry["val"]]
    return HELPS if all(low > 0 for low, _ in both) else HARMS if all(high < 0 for _, high in both) else OPEN


def differences(minuend, subtrahend):
    """{metric: summary} of two arms' {seed: {metric: row}}, over the seeds that both have; none without one."""
    seeds = sorted(set(minuend) & set(subtrahend))
    if not seeds:
        return None
    found = {metric: summary(numpy.stack([minuend[seed][metric] - subtrahend[seed][metric] for seed in seeds])) for metric in METRICS}
    return {metric: {**entry, "verdict": verdict(entry)} for metric, entry in found.items()}


def mean_arm(arms):
    """The mean of several arms' {seed: {metric: row}}, over the seeds that all have."""
    seeds = set.intersection(*(set(arm) for arm in arms))
    return {seed: {metric: numpy.mean([arm[seed][metric] for arm in arms], 0) for metric in METRICS} for seed in seeds}


def analyse(lines, grades, subjects, rounds=ROUNDS):
    """`arms`, `differences` to no synthetic images, and `pooled`: the mean of all shares of synthetic images against none, one comparison for each n."""
    drawn = draws(subjects, rounds, numpy.random.default_rng(0))
    weights = numpy.concatenate([numpy.ones((1, len(grades))), drawn])
    runs = collections.defaultdict(dict)
    steps = {}
    for line in lines:
        runs[line["n"], line["kind"], line["ratio"]][line["seed"]] = measure(line, grades, weights)
        steps[line["n"]] = line["steps"]
    found = {"rounds": rounds, "arms": [], "differences": [], "pooled": []}
    for (n, kind, ratio), arm in sorted(runs.items(), key=lambda item: (item[0][0], item[0][1] != MIXED, item[0])):
        name = {"n": n, "kind": kind, "ratio": ratio, "seeds": len(arm), "steps": steps[n]}
        found["arms"].append({**name, **{metric: summary(numpy.stack([arm[seed][metric] for seed in sorted(arm)])) for metric in METRICS}})
        against = differences(arm, runs.get((n, MIXED, 0.0), {}))
        if against and (kind, ratio) != (MIXED, 0.0):
            found["differences"].append({**name, **against})
    for n in sorted({key[0] for key in runs}):
        mixed = [arm for key, arm in runs.items() if key[:2] == (n, MIXED) and key[2] > 0]
        pooled = mixed and differences(mean_arm(mixed), runs.get((n, MIXED, 0.0), {}))
        if pooled:
            found["pooled"].append({"n": n, "seeds": len(pooled["kappa"]["runs"]), "arms": len(mixed), **pooled})
    found["runs"] = [{**{name: line[name] for name in ("n", "kind", "ratio", "seed", "steps", "real", "synthetic", "seconds")},
                      **{metric: float(runs[line["n"], line["kind"], line["ratio"]][line["seed"]][metric][0]) for metric in METRICS}} for line in lines]
    return found
