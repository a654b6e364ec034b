"""How well probabilities [M,5] agree with grades [M]: the figures of a classifier, with bootstrap intervals."""
import numpy

from classifier import GRADES

BINS = 10  # of the expected calibration error


def confusion(grades, given):
    """Counts [5,5]: row is the true grade, column the given one."""
    return numpy.bincount(grades * GRADES + given, minlength=GRADES * GRADES).reshape(GRADES, GRADES)


def quadratic_kappa(counts):
    """Cohen's kappa with quadratic weights (Cohen 1968) of a confusion matrix."""
    weight = (numpy.arange(GRADES)[:, None] - numpy.arange(GRADES)) ** 2
    chance = numpy.outer(counts.sum(1), counts.sum(0)) / counts.sum()
    expected = (weight * chance).sum()
    return 1 - (weight * counts).sum() / expected if expected else 0.0


def calibration_error(probabilities, grades):
    """Expected calibration error (Guo et al. 2017): mean gap between confidence and accuracy in ten bins of confidence."""
    sure, right = probabilities.max(1), probabilities.argmax(1) == grades
    bins = numpy.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(sure[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in numpy.unique(bins)]
    return sum(gaps)


def point_figures(probabilities, grades):
    given = probabilities.argmax(1)
    counts = confusion(grades, given)
    # 0-1 against 2-4 is decided by the probability of either side, not by the likeliest single grade
    osteoarthritis = probabilities[:, 2:].sum(1) >= 0.5
    figures = {"accuracy": (given == grades).mean(), "accuracy 0-1 against 2-4": (osteoarthritis == (grades >= 2)).mean(),
               "quadratic kappa": quadratic_kappa(counts), "calibration error": calibration_error(probabilities, grades)}
    for grade in range(GRADES):
        total = counts[grade].sum()
        figures[f"recall {grade}"] = counts[grade, grade] / total if total else float("nan")
    return figures


def figures(probabilities, grades, repeats=1000, seed=0):
    """{name: [value, low, high]} with 95 % bootstrap intervals, and the confusion matrix."""
    rng = numpy.random.RandomState(seed)
    drawn = [point_figures(probabilities[pick], grades[pick])
             for pick in (rng.randint(0, len(grades), len(grades)) for _ in range(repeats))]
    found = {}
    for name, value in point_figures(probabilities, grades).items():
        low, high = numpy.nanpercentile([one[name] for one in drawn], [2.5, 97.5])
        found[name] = [round(float(x), 4) for x in (value, low, high)]
    return {"images": len(grades), **found, "confusion": confusion(grades, probabilities.argmax(1)).tolist()}


def table(found):
    """The figures as lines of text."""
    lines = [f"{name:26} {value[0]:.3f}  ({value[1]:.3f} to {value[2]:.3f})" for name, value in found.items()
             if name not in ("images", "confusion")]
    rows = ["  ".join(f"{count:4d}" for count in row) for row in found["confusion"]]
    return "\n".join([f"{found['images']} images, 95 % bootstrap intervals", *lines, "confusion, rows are true grades:", *rows])
