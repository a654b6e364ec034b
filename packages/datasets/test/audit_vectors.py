#!/usr/bin/python3
"""Writes auditVectors.json: what SciPy, NumPy and the trainer's report_*.py make of small inputs, which audit.test.ts expects of the audit.

Run in this folder: /usr/bin/python3 audit_vectors.py. Needs NumPy, SciPy, PyTorch and Pillow. Noise and patterns only, no radiograph.
"""
import json
import pathlib
import sys

import numpy
import scipy.fft
import scipy.linalg
import scipy.ndimage
import scipy.stats
import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "tools" / "trainer"))

import report_audit
import report_distance
import report_grades
import report_ssim
import report_statistics

rng = numpy.random.default_rng(7)


def picture(coarse, factor):
    """uint8 [s,s]: a coarse pattern enlarged by repetition, with a fine one on it; audit.test.ts makes the same."""
    grid = numpy.kron(coarse.astype(int), numpy.ones((factor, factor), int))
    y, x = numpy.mgrid[: len(grid), : len(grid)]
    return numpy.clip(grid + (x * 7 + y * 13) % 17 - 8, 0, 255).astype(numpy.uint8)


def frechet(a, b):
    """With SciPy's root of the product of covariances, not that of measure.py."""
    ca, cb = numpy.cov(a.T), numpy.cov(b.T)
    return float(((a.mean(0) - b.mean(0)) ** 2).sum() + numpy.trace(ca + cb - 2 * scipy.linalg.sqrtm(ca @ cb).real))


def kernel_error(a, b, blocks_a, blocks_b):
    """Jackknife over blocks: each is left out of both sets."""
    values = [report_distance.kernel_distance(a[blocks_a != k], b[blocks_b != k]) for k in range(10)]
    return float(numpy.sqrt(9 / 10 * ((numpy.array(values) - numpy.mean(values)) ** 2).sum()))


def ms_ssim(a, b, scales):
    """Wang et al. 2003 by scipy.ndimage, windows wholly inside, uint8 pictures."""
    a, b = a / 255.0, b / 255.0
    weights = numpy.array(report_ssim.WEIGHTS[:scales])
    weights = weights if scales == 5 else weights / weights.sum()
    taps = numpy.exp(-((numpy.arange(11) - 5) ** 2) / (2 * 1.5 ** 2))
    taps /= taps.sum()

    def blur(x):
        for axis in (0, 1):
            x = scipy.ndimage.correlate1d(x, taps, axis)
        return x[5:-5, 5:-5]

    result = 1.0
    for scale, weight in enumerate(weights):
        ma, mb = blur(a), blur(b)
        structure = (2 * (blur(a * b) - ma * mb) + 9e-4) / (blur(a * a) - ma ** 2 + blur(b * b) - mb ** 2 + 9e-4)
        whole = structure * (2 * ma * mb + 1e-4) / (ma ** 2 + mb ** 2 + 1e-4)
        result *= max(0.0, (whole if scale == scales - 1 else structure).mean()) ** weight
        a, b = (x[: len(x) // 2 * 2, : len(x) // 2 * 2].reshape(len(x) // 2, 2, len(x) // 2, 2).mean((1, 3)) for x in (a, b))
    return float(result)


def features():
    a = rng.normal(0, 1, (60, 6)) @ rng.normal(0, 1, (6, 6))
    b = rng.normal(0.3, 1.2, (55, 6)) @ rng.normal(0, 1, (6, 6)) + 0.4
    a, b = (numpy.round(x, 4).astype(numpy.float32) for x in (a, b))
    a[:, 3] = b[:, 3] = 2.5  # never changes, and so is left out
    known, asked = (report_distance.standardise(x.astype(float), a.astype(float)) for x in (a, b))
    blocks = [rng.permutation(len(x)) % 10 for x in (a, b)]
    distance, index = report_audit.nearest_in_features(b.astype(float), a.astype(float))
    return {"a": a.tolist(), "b": b.tolist(), "blocks": [x.tolist() for x in blocks], "standardised": asked[0].tolist(),
            "frechet": frechet(known, asked), "kernel": report_distance.kernel_distance(known, asked),
            "kernel_error": kernel_error(known, asked, *blocks),
            "precision": report_distance.coverage(known[:55], asked), "recall": report_distance.coverage(asked, known[:55]),
            "nearest": distance.tolist(), "nearest_index": index.tolist()}


def pictures():
    coarse = rng.integers(30, 226, (6, 28, 28), dtype=numpy.uint8)
    coarse[1] = numpy.roll(coarse[0], 1, 1)
    coarse[2] = (coarse[0] * 0.6 + 50).astype(numpy.uint8)
    # Soft shapes, as alike as pictures of one kind are.
    soft = numpy.stack([scipy.ndimage.gaussian_filter(c.astype(float), 2, mode="wrap") for c in coarse])
    coarse = numpy.clip((soft - 128) * 4 + 128, 20, 235).astype(numpy.uint8)
    large = numpy.stack([picture(c, 8) for c in coarse])  # 224 pixels
    small = numpy.stack([picture(c, 2) for c in coarse])  # 56 pixels: 3 scales
    tensor = torch.from_numpy(large[:, None] / 255.0)
    pairs = [(0, 1), (0, 2), (3, 4), (5, 5)]
    from_report = [float(report_ssim.ms_ssim(tensor[i:i + 1], tensor[j:j + 1])) for i, j in pairs]
    from_scipy = [ms_ssim(large[i], large[j], 5) for i, j in pairs]
    assert numpy.allclose(from_report, from_scipy, atol=1e-9), (from_report, from_scipy)
    histograms = report_statistics.histograms(large)
    middles = (numpy.arange(32) + 0.5) / 32
    nearest = {}
    for name, prepare in (("pixels", report_audit.whole), ("detail", report_audit.detail)):
        rows = prepare(large)
        distance, index = report_audit.nearest_in_pixels(rows, rows, numpy.eye(len(rows), dtype=bool))
        nearest[name] = {"distances": distance.tolist(), "indices": index.tolist()}
    return {"coarse": coarse.reshape(6, -1).tolist(), "pairs": pairs, "ms_ssim": from_scipy,
            "ms_ssim_small": [ms_ssim(small[i], small[j], 3) for i, j in pairs],
            "histogram": histograms[0].tolist(),
            "w1": scipy.stats.wasserstein_distance(middles, middles, histograms[0], histograms[3]),
            "spectrum": spectrum(large[0]),
            "spectrum_small": spectrum(small[0, :50, :50]),
            "nearest": nearest}


def spectrum(image):
    """As report_statistics.mean_power, in doubles, so that rings with little power agree, too."""
    size = len(image)
    x = image / 255.0
    window = numpy.outer(numpy.hanning(size), numpy.hanning(size))
    found = report_statistics.radial_db(numpy.abs(numpy.fft.fft2((x - x.mean()) * window)) ** 2)
    from_report = report_statistics.radial_db(report_statistics.mean_power(image[None].astype(float))[0])
    assert numpy.allclose(found, from_report, atol=0.1), abs(found - from_report).max()
    return found.tolist()


def grades():
    asked = rng.integers(0, 5, 200)
    found = numpy.clip(asked + rng.choice([-1, 0, 0, 0, 1, 2], 200), 0, 4)
    matrix = report_grades.confusion(asked, found)
    scores = report_grades.scores(matrix)
    return {"asked": asked.tolist(), "found": found.tolist(), "confusion": matrix.tolist(), "exact": float(scores["exact"]),
            "kappa": float(scores["kappa"]), "recall": report_grades.recall(matrix)}


def transforms():
    found = []
    for length in (2, 8, 15, 50, 112, 224):
        values = numpy.round(rng.normal(0, 1, (length, 2)), 4)
        result = scipy.fft.fft(values[:, 0] + 1j * values[:, 1])
        found.append({"values": values.ravel().tolist(), "result": numpy.stack([result.real, result.imag], 1).ravel().tolist()})
    return found


def rounded(value):
    """Twelve digits, as many as two libraries agree on."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return [rounded(v) for v in value] if isinstance(value, (list, tuple)) else value


vectors = {"features": features(), "pictures": pictures(), "grades": grades(), "transforms": transforms()}
(HERE / "auditVectors.json").write_text(json.dumps(rounded(vectors)) + "\n")
