"""Do generated images look like radiographs in the aggregate? Their statistics beside the reference's and those of real images.

Grey levels, spectrum, gradient, components and pairs by grade; overall is the mix of the validation images.
"""
import json

import numpy

from report_bootstrap import ROUNDS, draws
from report_images import ReportError, first_of_each
from report_statistics import SHARES, histograms, radial_db, rms, statistics, w1

W1_LIMIT, SPECTRUM_LIMIT, DIVERSITY_LIMIT = 0.02, 1.5, 0.85
MOST = 500  # images of a grade, as in the reference: shares of components depend on how many


def read_reference(path, grades):
    """{grade: statistics} of a file like shared/reference/knee-statistics.json, and how many images of each it is of."""
    try:
        with open(path) as file:
            stored = json.load(file)
        counts = [int(stored["n_per_grade"][str(g)]) for g in range(grades)]
        names = ("histogram_32", "radial_power_db", "mean", "std", "mean_abs_dx", "pairwise_rms_56", "pca_cumulative_56")
        return [{name: numpy.array(stored[name][str(g)]) if isinstance(stored[name][str(g)], list) else stored[name][str(g)]
                 for name in names} for g in range(grades)], counts
    except (OSError, ValueError, KeyError) as error:
        raise ReportError(f'reference "{path}" cannot be used ({error!r}), expected the fields of knee-statistics.json') from error


def by_grade(images, grades, left, counts):
    """Statistics of the first `counts[g]` images of every grade."""
    return [statistics(images[index], left[index]) for index in (numpy.flatnonzero(grades == g)[:n] for g, n in enumerate(counts))]


def mixed(parts, weights):
    """Histogram and spectrum of grades mixed by `weights`: power is averaged, not decibels."""
    power = sum(w * 10 ** (p["radial_power_db"] / 10) for w, p in zip(weights, parts))
    result = {"histogram_32": sum(w * p["histogram_32"] for w, p in zip(weights, parts)), "radial_power_db": 10 * numpy.log10(power)}
    for name in ("mean", "std", "mean_abs_dx", "pairwise_rms_56"):
        result[name] = float(sum(w * p[name] for w, p in zip(weights, parts)))
    result["pca_cumulative_56"] = {str(k): float(sum(w * p["pca_cumulative_56"][str(k)] for w, p in zip(weights, parts))) for k in SHARES}
    return result


def real_against_real(train, val, count, rounds, rng):
    """95 % point of the W1 between bootstrap samples of training images, `count` of them, and of validation images."""
    a, b = histograms(train.images[:count]), histograms(val.images)
    weights = [draws(part, rounds, rng) for part in (train.subjects[:count], val.subjects)]
    pooled = [w @ h / w.sum(1, keepdims=True) for w, h in zip(weights, (a, b))]
    return float(numpy.percentile(w1(*pooled), 95))


def line(generated, reference, val, floor):
    """One grade's row of the report."""
    difference = generated["radial_power_db"] - reference["radial_power_db"]
    limit = max(W1_LIMIT, floor)
    row = {"w1": float(w1(generated["histogram_32"], reference["histogram_32"])), "w1_bootstrap": floor, "w1_limit": limit,
           "w1_val": float(w1(val["histogram_32"], reference["histogram_32"])),
           "spectrum_db": rms(difference), "spectrum_db_val": rms(val["radial_power_db"] - reference["radial_power_db"]),
           "spectrum_db_from_val": rms(generated["radial_power_db"] - val["radial_power_db"]),
           "diversity": generated["pairwise_rms_56"] / reference["pairwise_rms_56"]}
    for name in ("mean", "std", "mean_abs_dx", "pairwise_rms_56", "pca_cumulative_56"):
        row[name] = {"generated": generated[name], "reference": reference[name], "val": val[name]}
    row["passes"] = {"w1": row["w1"] <= limit, "spectrum": row["spectrum_db"] <= SPECTRUM_LIMIT, "diversity": row["diversity"] >= DIVERSITY_LIMIT}
    return row


def compare(images, grades, train, val, reference, counts, seed=0, rounds=ROUNDS):
    """Rows by grade and overall, curves to plot, and how far the same computation on training images is from the reference.

    Every second generated image is mirrored where sides matter, as a half of the reference's are left knees."""
    rng = numpy.random.default_rng(seed)
    classes = len(reference)
    weights = numpy.bincount(val.grades, minlength=classes) / len(val.grades)
    left = numpy.arange(len(images)) % 2 == 1
    made = by_grade(images, grades, left, counts)
    held = by_grade(val.images, val.grades, val.left, [len(val.grades)] * classes)
    seen = by_grade(train.images, train.grades, train.left, counts)
    rows, floors = [], []
    for g in range(classes):
        parts = [real.take(real.grades == g) for real in (train, val)]
        floors.append(real_against_real(*parts, counts[g], rounds, rng))
        rows.append(line(made[g], reference[g], held[g], floors[g]))
    whole = [mixed(p, weights) for p in (made, reference, held, seen)]
    share = first_of_each(train.grades, [int(round(w * MOST)) for w in weights])
    rows.append(line(*whole[:3], real_against_real(train.take(share), val, MOST, rounds, rng)))
    curves = {name: parts + [overall] for name, parts, overall in zip(("generated", "reference", "val", "train"), (made, reference, held, seen), whole)}
    return {"rows": rows, "counts": counts, "checked": [check(a, b) for a, b in zip(seen, reference)]}, curves


def check(train, reference):
    """How far training images, as they lie there, are from the reference."""
    difference = train["radial_power_db"] - reference["radial_power_db"]
    return {"mean": [train["mean"], reference["mean"]], "std": [train["std"], reference["std"]],
            "mean_abs_dx": [train["mean_abs_dx"], reference["mean_abs_dx"]],
            "pairwise_rms_56": [train["pairwise_rms_56"], reference["pairwise_rms_56"]],
            "w1": float(w1(train["histogram_32"], reference["histogram_32"])),
            "pca": max(abs(train["pca_cumulative_56"][str(k)] - reference["pca_cumulative_56"][str(k)]) for k in SHARES),
            "spectrum_db_low": rms(difference[:40]), "spectrum_db_high": float(difference[len(difference) // 2:].mean())}
