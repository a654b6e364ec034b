"""Are generated images as different from each other as real ones, and what in them repeats? In validation's mix of grades."""
import numpy

import report_ssim
from report_bootstrap import ROUNDS, interval
from report_images import first_of_each, grade_mix
from report_statistics import component_variance, distance_from_zero, distances, mean_power, shrink

SSIM_LIMIT = 0.05  # ours: the issue asks for "near"
TWIN_LIMIT = 0.05  # ours: of real images 0.01 lie below the threshold by its definition
GRID_LIMIT = 6.0  # ours, dB above real images
STANDING_LIMIT = 0.05  # ours, share of fine power; real images have none
PERIODS = (2, 4, 8, 16)  # pixels: what transposed convolutions and nearest upsampling can leave behind
FINE = 0.25  # cycles a pixel: above this is texture


def one_a_subject(subjects, rng):
    """Index of one random image of every subject, in random order."""
    order = rng.permutation(len(subjects))
    return order[numpy.unique(subjects[order], return_index=True)[1]][rng.permutation(len(numpy.unique(subjects)))]


def nearest(rows):
    """Each row's distance to the nearest other row."""
    between = distances(rows, rows)
    numpy.fill_diagonal(between, numpy.inf)
    return between.min(1)


def standing_texture(power, mean_image_power, count):
    """Share of fine power that is the same in every image; 1/count of independent texture survives in a mean and is taken off."""
    fine = distance_from_zero(len(power)) > FINE * len(power)
    return float(max(0.0, mean_image_power[fine].sum() / power[fine].sum() - 1 / count))


def grid_peaks(power):
    """Decibel by which the spectrum at the frequencies of each period exceeds the median around them, the largest of the period."""
    size = len(power)
    found = {}
    for period in PERIODS:
        step = size // period
        peaks = [(i * step, j * step) for i in range(period // 2 + 1) for j in range(period) if (i or j) and (i % 2 or j % 2)]
        excess = []
        for y, x in peaks:
            around = power[numpy.ix_(numpy.arange(y - 6, y + 7) % size, numpy.arange(x - 6, x + 7) % size)].copy()
            around[4:9, 4:9] = numpy.nan  # the peak, widened by the window
            excess.append(10 * numpy.log10(power[y % size, x % size] / numpy.nanmedian(around)))
        found[str(period)] = float(max(excess))
    return found


def texture(images):
    power, standing = mean_power(images)
    return {"standing": standing_texture(power, standing, len(images)), "grid": grid_peaks(power)}


def similarity(images, grades, subjects, counts, rng, rounds):
    values = report_ssim.of_pairs(images, report_ssim.pairs_within(grades, subjects, counts, rng))
    means = values[rng.integers(0, len(values), (rounds, len(values)))].mean(1)
    return {"pairs": len(values), "mean": float(values.mean()), "interval": interval(means), "highest": float(values.max())}


def compare(images, grades, train, mix, pairs=400, seed=0, rounds=ROUNDS):
    """Generated images against training images of as many different subjects, in the mix of the grades `mix`."""
    rng = numpy.random.default_rng(seed)
    classes = int(grades.max()) + 1
    alone = train.take(one_a_subject(train.subjects, rng))
    available = [min((alone.grades == g).sum() / max(n, 1), (grades == g).sum() / max(n, 1))
                 for g, n in enumerate(numpy.bincount(mix, minlength=classes)) if n]
    counts = grade_mix(mix, int(min(len(mix), min(available) * len(mix))), classes)
    real, made = first_of_each(alone.grades, counts), first_of_each(grades, counts)
    rows = [shrink(alone.images[real]), shrink(images[made])]
    near = [nearest(r) for r in rows]
    threshold = numpy.percentile(near[0], 1)
    spectra = [component_variance(r) for r in rows]
    share = grade_mix(mix, pairs, classes)
    alike = [similarity(alone.images, alone.grades, alone.subjects, share, rng, rounds),
             similarity(images, grades, numpy.arange(len(images)), share, rng, rounds)]
    textures = [texture(alone.images[real]), texture(images[made])]
    names = ("real", "generated")
    grid = max(textures[1]["grid"][p] - textures[0]["grid"][p] for p in textures[0]["grid"])
    return {"count": len(made), "limit_ssim": SSIM_LIMIT, "limit_twins": TWIN_LIMIT, "limit_grid": GRID_LIMIT, "limit_standing": STANDING_LIMIT, "grid": grid,
            "ms_ssim": {**dict(zip(names, alike)), "difference": alike[1]["mean"] - alike[0]["mean"]},
            "nearest": {name: [float(v) for v in numpy.percentile(n, (1, 50, 99))] for name, n in zip(names, near)},
            "twins": float((near[1] < threshold).mean()), "twin_threshold": float(threshold),
            "directions": {name: float(1 / (s ** 2).sum()) for name, s in zip(names, spectra)},
            "texture": dict(zip(names, textures)),
            "passes": {"ms_ssim": abs(alike[1]["mean"] - alike[0]["mean"]) <= SSIM_LIMIT, "twins": bool((near[1] < threshold).mean() <= TWIN_LIMIT),
                       "grid": grid <= GRID_LIMIT, "standing": textures[1]["standing"] <= STANDING_LIMIT}}
