"""Distances of two sets of images in a classifier's features [N,C]: Frechet, kernel, precision and recall.

The features are this project's own, so the numbers compare with the real-against-real value beside them, not with published FID or KID.
"""
import numpy

from measure import frechet


def kernel(a, b):
    """Polynomial kernel of degree 3 (Binkowski et al. 2018)."""
    return (a @ b.T / a.shape[1] + 1) ** 3


def kernel_distance(a, b):
    """Unbiased squared maximum mean discrepancy: around 0 where both are samples of one distribution."""
    within = [(k.sum() - numpy.trace(k)) / (len(x) * (len(x) - 1)) for k, x in ((kernel(a, a), a), (kernel(b, b), b))]
    return float(within[0] + within[1] - 2 * kernel(a, b).mean())


def squared(a, b):
    return ((a ** 2).sum(1)[:, None] + (b ** 2).sum(1) - 2 * a @ b.T).clip(0)


def coverage(manifold, points, neighbours=3):
    """Share of `points` within reach of some point of `manifold`, whose reach is the distance to its third neighbour (Kynkaanniemi et al. 2019)."""
    reach = numpy.partition(squared(manifold, manifold), neighbours, axis=1)[:, neighbours]  # its own distance 0 is the first
    return float((squared(points, manifold) <= reach).any(1).mean())


def standardise(rows, like):
    """Each feature with mean 0 and deviation 1 over `like`; features that never change there are dropped."""
    deviation = like.std(0)
    return (rows - like.mean(0))[:, deviation > 1e-6] / deviation[deviation > 1e-6]


def against(train, other):
    """The distances of one set to the training images. Precision: its images among theirs; recall: theirs among its (as many of both)."""
    equal = train[numpy.random.default_rng(1).permutation(len(train))[:len(other)]]
    return {"frechet": frechet(train, other), "kernel": kernel_distance(train, other),
            "precision": coverage(equal, other), "recall": coverage(other, equal)}


def compare(generated, val, train, repeats=5, seed=0):
    """Features of generated, validation and training images. As many generated as validation images, drawn `repeats` times, in
    whichever mix they come: distances of fewer are larger, so only equal counts compare."""
    rng = numpy.random.default_rng(seed)
    a, b, c = (standardise(rows, train) for rows in (train, val, generated))
    count = min(len(b), len(c))
    real = against(a, b[rng.permutation(len(b))[:count]])
    found = [against(a, c[rng.permutation(len(c))[:count]]) for _ in range(repeats)]
    return {"count": count, "train": len(a), "features": a.shape[1], "repeats": repeats, "real": real,
            "generated": {name: float(numpy.mean([f[name] for f in found])) for name in real},
            "range": {name: [float(pick(f[name] for f in found)) for pick in (min, max)] for name in real}}
