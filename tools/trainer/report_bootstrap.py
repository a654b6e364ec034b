"""How sure a figure is: bootstrap over subjects, and the exact interval of a share."""
import math

import numpy

ROUNDS = 2000


def draws(clusters, rounds, rng):
    """How often each image is in each bootstrap sample [rounds,N]. Images of one cluster (a subject's two knees) are drawn together."""
    names, members = numpy.unique(clusters, return_inverse=True)
    counts = rng.multinomial(len(names), numpy.full(len(names), 1 / len(names)), size=rounds)
    return counts[:, members]


def interval(values, share=0.95):
    """The middle `share` of bootstrap values, by percentiles along the first axis."""
    low, high = (1 - share) / 2, (1 + share) / 2
    return [float(v) for v in numpy.percentile(values, [100 * low, 100 * high])]


def tail(hits, count, chance):
    """P(X >= hits) for X binomial(count, chance)."""
    if hits <= 0:
        return 1.0
    if not 0 < chance < 1:
        return float(chance >= 1)
    term = lambda k: math.exp(math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1)
                              + k * math.log(chance) + (count - k) * math.log1p(-chance))
    return min(1.0, math.fsum(term(k) for k in range(hits, count + 1)))


def solve(goal, rising):
    """Where a rising function of a chance in [0,1] reaches `goal`, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < goal else (low, middle)
    return (low + high) / 2


def binomial_interval(hits, count, share=0.95):
    """The exact interval (Clopper and Pearson 1934) of a chance of which `hits` in `count` were seen."""
    rest = (1 - share) / 2
    low = 0.0 if hits == 0 else solve(rest, lambda p: tail(hits, count, p))
    high = 1.0 if hits == count else solve(1 - rest, lambda p: tail(hits + 1, count, p))
    return [low, high]
