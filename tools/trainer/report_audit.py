"""Memorisation: do generated images lie nearer to training images than other people's knees do?

In pixels: at 56 px, the inner 48x48 of an image against every 48x48 window of a training image (shifts of up to 4 px, that is 16 of
224), each less its mean and over its deviation, so that position, exposure and contrast hide no copy. The distance is
sqrt(2 - 2 r), r the correlation at the best shift: 0 for a copy, 1.41 for images that have nothing to do with each other.
In detail: the same after each pixel lost the mean of the 11x11 around it, which leaves outlines and texture and finds more copies.
In features: Euclidean distance of a classifier's features, each divided by its deviation over the training images.
"""
import numpy

from report_bootstrap import ROUNDS, binomial_interval, draws, interval
from report_distance import squared, standardise
from report_statistics import SMALL, shrink

SHIFT, STEP, CANDIDATES = 4, 2, 10
INNER = SMALL - 2 * SHIFT
AROUND = 5  # pixels at 56 px to each side
LIMIT = 0.02  # share of generated images below the first percentile of what validation images have
BLOCK = 500


def whole(images):
    """uint8 [N,s,s] -> f32 [N,SMALL,SMALL]."""
    return shrink(images).reshape(-1, SMALL, SMALL)


def box_sum(x, axis):
    """Sums of 2 AROUND + 1 neighbours along an axis, edges repeated."""
    sums = numpy.cumsum(numpy.pad(x, [(AROUND + 1, AROUND) if a == axis else (0, 0) for a in range(3)], mode="edge"), axis, dtype=float)
    first = numpy.arange(x.shape[axis])
    return numpy.take(sums, first + 2 * AROUND + 1, axis) - numpy.take(sums, first, axis)


def detail(images):
    """The same, each pixel less the mean of the box around it."""
    small = whole(images)
    return (small - box_sum(box_sum(small, 1), 2) / (2 * AROUND + 1) ** 2).astype(numpy.float32)


def windows(small, y, x):
    """Rows of length 1 and mean 0: the INNERxINNER windows at (y, x) of images [N,SMALL,SMALL]."""
    rows = small[:, y:y + INNER, x:x + INNER].reshape(len(small), -1)
    rows = rows - rows.mean(1, keepdims=True)
    return rows / numpy.maximum(numpy.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


def correlations(query, train):
    """The largest correlation of each query with each training image over shifts in steps of STEP: f32 [Q,T]."""
    inner = windows(query, SHIFT, SHIFT)
    best = numpy.full((len(query), len(train)), -1, numpy.float32)
    for y in range(0, 2 * SHIFT + 1, STEP):
        for x in range(0, 2 * SHIFT + 1, STEP):
            moved = windows(train, y, x)
            for start in range(0, len(inner), BLOCK):
                part = best[start:start + BLOCK]
                numpy.maximum(part, inner[start:start + BLOCK] @ moved.T, out=part)
    return best


def refine(inner, candidates):
    """The largest correlation of one query's window with each candidate [C,SMALL,SMALL] over all shifts."""
    return numpy.max([windows(candidates, y, x) @ inner for y in range(2 * SHIFT + 1) for x in range(2 * SHIFT + 1)], axis=0)


def nearest_in_pixels(query, train, excluded=None):
    """(distance [Q], index of the training image [Q]) of what `whole` or `detail` made. `excluded` [Q,T] marks training images that do not count."""
    best = correlations(query, train)
    if excluded is not None:
        best[excluded] = -1
    inner = windows(query, SHIFT, SHIFT)
    values, index = numpy.empty(len(query)), numpy.empty(len(query), int)
    for q in range(len(query)):
        near = numpy.argpartition(-best[q], min(CANDIDATES, len(train)) - 1)[:CANDIDATES]
        near = near[best[q, near] > -1]
        fine = refine(inner[q], train[near])
        values[q], index[q] = fine.max(), near[fine.argmax()]
    return numpy.sqrt((2 - 2 * values).clip(0)), index


def nearest_in_features(query, train, excluded=None):
    """The same for features [N,C], standardised over the training images."""
    between = squared(standardise(query, train), standardise(train, train))
    if excluded is not None:
        between[excluded] = numpy.inf
    return numpy.sqrt(between.min(1)), between.argmin(1)


def judge(made, held, subjects, seed=0, rounds=ROUNDS):
    """Share of generated distances below the first percentile of the validation images', with the uncertainty of both. Validation has
    fewer images, and two knees of one person: samples for the interval are drawn by subject."""
    rng = numpy.random.default_rng(seed)
    threshold = float(numpy.percentile(held, 1))
    hits = int((made < threshold).sum())
    order = numpy.argsort(held)
    cumulated = numpy.cumsum(draws(subjects, rounds, rng)[:, order], 1)
    thresholds = held[order][(cumulated >= 0.01 * cumulated[:, -1:]).argmax(1)]
    below = numpy.searchsorted(numpy.sort(made), thresholds) / len(made)
    shares = rng.binomial(len(made), below) / len(made)  # as drawing the generated images anew
    return {"threshold": threshold, "threshold_interval": interval(thresholds), "below": hits, "count": len(made), "share": hits / len(made),
            "exact_interval": binomial_interval(hits, len(made)), "interval": interval(shares), "limit": LIMIT, "passes": hits / len(made) <= LIMIT,
            "generated": [float(v) for v in numpy.percentile(made, (0, 1, 50))], "val": [float(v) for v in numpy.percentile(held, (0, 1, 50))],
            "val_count": len(held), "val_subjects": len(numpy.unique(subjects))}


def disguised(images, rng):
    """Copies as a generator might give them: moved by up to 12 px of 224, brighter or darker, with more or less contrast, noise added, blurred."""
    copies = []
    for image in images:
        y, x = rng.integers(-12, 13, 2)
        copy = numpy.roll(image.astype(float), (y, x), (0, 1))
        copy = sum(numpy.roll(copy, (i, j), (0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)) / 9
        copies.append((copy - 128) * rng.uniform(0.75, 1.25) + 128 + rng.uniform(-20, 20) + rng.normal(0, 8, image.shape))
    return numpy.clip(numpy.rint(copies), 0, 255).astype(numpy.uint8)


def control(nearest, copies, originals, threshold):
    """What the audit makes of disguised copies of training images, which one that works must find."""
    distance, index = nearest(copies)
    return {"copies": len(originals), "copies_found": float((distance < threshold).mean()), "copies_named": float((index == originals).mean()),
            "copies_median": float(numpy.median(distance))}


def audit(generated, val, train, features, copies=100, seed=0):
    """`generated` uint8 [N,s,s]; `features`: those of generated, validation and training images. Beside them: training images against those of
    other subjects, the other knee of the same subject, and disguised copies."""
    rng = numpy.random.default_rng(seed)
    sample = rng.permutation(len(train.images))[:min(len(val.images), len(train.images))]
    same = train.subjects[sample][:, None] == train.subjects[None]
    sibling = same & (sample[:, None] != numpy.arange(len(train.images)))
    paired = numpy.flatnonzero(sibling.any(1))[:2 * copies]
    faked = disguised(train.images[sample[:copies]], rng)
    result, pairs, spread = {}, {}, {}
    for name, prepare in (("pixels", whole), ("detail", detail)):
        known = prepare(train.images)
        nearest = lambda rows, excluded=None: nearest_in_pixels(rows, known, excluded)
        found = [nearest(prepare(generated)), nearest(prepare(val.images)), nearest(known[sample], same)]
        result[name] = judge(found[0][0], found[1][0], val.subjects, seed)
        result[name].update(control(lambda images: nearest(prepare(images)), faked, sample[:copies], result[name]["threshold"]))
        result[name]["other_knee"] = float(numpy.median(nearest(known[sample[paired]], ~sibling[paired])[0])) if len(paired) else None
        pairs[name], spread[name] = found[:2], [f[0] for f in found]
    found = [nearest_in_features(f, features[2]) for f in features[:2]] + [nearest_in_features(features[2][sample], features[2], same)]
    result["features"] = judge(found[0][0], found[1][0], val.subjects, seed)
    pairs["features"], spread["features"] = found[:2], [f[0] for f in found]
    for name, values in spread.items():
        result[name]["train"] = [float(v) for v in numpy.percentile(values[2], (0, 1, 50))]
        result[name]["below_train"] = float((values[0] < numpy.percentile(values[2], 1)).mean())
    return result, pairs, spread
