"""Do generated images show the grade that was asked for? The judge's answers on them beside its answers on real images."""
import numpy
import torch

from report_bootstrap import ROUNDS, draws, interval
from report_images import GRADES, ReportError

POINTS = 5.0  # limit: agreement on generated images within so many points of accuracy on real ones
KAPPA = 0.65  # a judge whose own kappa is lower judges weakly
WEIGHTS = (numpy.subtract.outer(numpy.arange(GRADES), numpy.arange(GRADES)) / (GRADES - 1)) ** 2


def load_classifier(path):
    """The classifier of a file that classifier.py wrote."""
    from classifier import ClassifierError, load_classifier as load
    try:
        return load(path)
    except ClassifierError as error:
        raise ReportError(str(error)) from error


@torch.no_grad()
def answers(ask, images, batch=32):
    """What `ask`, a classifier or its `features`, says of uint8 images [N,s,s]: f64 [N,C]."""
    parts = (images[start:start + batch, None].astype(numpy.float32) for start in range(0, len(images), batch))
    return numpy.concatenate([ask(torch.from_numpy(part) / 127.5 - 1).double().numpy() for part in parts])


def confusion(asked, found):
    """Counts [...,asked,found]; for bootstrap samples pass their matrices through `scores` alike."""
    return numpy.bincount(asked * GRADES + found, minlength=GRADES ** 2).reshape(GRADES, GRADES)


def scores(matrix):
    """Of confusion matrices [...,5,5]: exact accuracy, accuracy of 0-1 against 2-4, kappa with quadratic weights (Cohen 1968)."""
    matrix = numpy.asarray(matrix, dtype=float)
    total = matrix.sum((-2, -1))
    rows, columns = matrix.sum(-1), matrix.sum(-2)
    chance = (rows[..., :, None] * columns[..., None, :] * WEIGHTS).sum((-2, -1)) / total
    observed = (matrix * WEIGHTS).sum((-2, -1))
    return {"exact": numpy.trace(matrix, axis1=-2, axis2=-1) / total,
            "early_or_later": (matrix[..., :2, :2].sum((-2, -1)) + matrix[..., 2:, 2:].sum((-2, -1))) / total,
            "kappa": 1 - observed / numpy.where(chance == 0, 1, chance)}


def recall(matrix):
    """Share of each grade's images that the judge gives that grade; None where there are none."""
    return [float(row[g] / row.sum()) if row.sum() else None for g, row in enumerate(numpy.asarray(matrix, float))]


def resampled(asked, found, clusters, rounds, rng):
    """Scores of bootstrap samples."""
    cells = numpy.eye(GRADES ** 2)[asked * GRADES + found]
    return scores((draws(clusters, rounds, rng) @ cells).reshape(rounds, GRADES, GRADES))


def compare(real, generated, subjects, seed=0, rounds=ROUNDS):
    """`real` and `generated`: (asked or known grades [N], the judge's grades [N]); `subjects` of the real ones."""
    rng = numpy.random.default_rng(seed)
    matrices = [confusion(*real), confusion(*generated)]
    spread = [resampled(*real, subjects, rounds, rng), resampled(*generated, numpy.arange(len(generated[0])), rounds, rng)]
    found = [{k: float(v) for k, v in scores(m).items()} for m in matrices]
    result = {"weak": found[0]["kappa"] < KAPPA, "kappa_limit": KAPPA, "limit_points": POINTS}
    for name, matrix, score, drawn in zip(("real", "generated"), matrices, found, spread):
        result[name] = {"count": int(matrix.sum()), "confusion": matrix.tolist(), "recall": recall(matrix),
                        **{k: {"value": v, "interval": interval(drawn[k])} for k, v in score.items()}}
    for name in ("exact", "early_or_later"):
        points = 100 * (found[1][name] - found[0][name])
        result[f"difference_{name}"] = {"points": points, "interval": [100 * v for v in interval(spread[1][name] - spread[0][name])],
                                        "passes": bool(abs(points) <= POINTS)}
    return result
