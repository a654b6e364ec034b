"""The statistics of shared/reference/knee-statistics.json, computed as they were there (checked: see `Checked` in the report).

Images are 8-bit, taken as 0..1, on whichever side they were taken. The spectrum is the mean power of images less their own mean
under a Hann window, averaged over rings of whole frequencies 0..s/2-1; pairs and components are at 56 pixels (means of 4x4).
"""
import numpy

BINS = 32
SMALL = 56
SHARES = (1, 5, 10, 20, 50, 100)  # numbers of components


def histograms(images):
    """Share of each image's pixels in 32 equal bins of grey [N,32]."""
    flat = (images // (256 // BINS)).reshape(len(images), -1)
    counts = numpy.bincount((numpy.arange(len(images))[:, None] * BINS + flat).ravel(), minlength=len(images) * BINS)
    return counts.reshape(len(images), BINS) / flat.shape[1]


def w1(a, b):
    """Wasserstein-1 distance of two histograms over grey 0..1 (axis -1): the area between the cumulated ones."""
    return numpy.abs(numpy.cumsum(a - b, -1)).sum(-1) / numpy.shape(a)[-1]


def mean_power(images):
    """Mean power spectrum [s,s], frequency 0 in the corner, and the power of the mean image's spectrum."""
    size = images.shape[-1]
    window = numpy.outer(numpy.hanning(size), numpy.hanning(size)).astype(numpy.float32)
    power, total = numpy.zeros((size, size)), numpy.zeros((size, size), complex)
    for part in numpy.array_split(images, -(-len(images) // 64)):
        x = part.astype(numpy.float32) / 255
        spectrum = numpy.fft.fft2((x - x.mean((1, 2), keepdims=True)) * window)
        power += (numpy.abs(spectrum) ** 2).sum(0)
        total += spectrum.sum(0)
    return power / len(images), numpy.abs(total / len(images)) ** 2


def distance_from_zero(size):
    """Each point of a spectrum's distance from frequency 0, in cycles an image [s,s]."""
    frequency = numpy.fft.fftfreq(size, 1 / size)
    return numpy.hypot(frequency[:, None], frequency[None, :])


def radial_db(power):
    """Decibel of a mean power spectrum on rings 0 .. s/2-1."""
    rings = distance_from_zero(len(power)).astype(int).ravel()
    sums = numpy.bincount(rings, power.ravel())
    return 10 * numpy.log10(numpy.maximum((sums / numpy.bincount(rings))[:len(power) // 2], 1e-12))


def rms(values):
    return float(numpy.sqrt(numpy.mean(numpy.square(values))))


def shrink(images, size=SMALL):
    """uint8 [N,s,s] -> float32 rows [N,size*size] in 0..1, averaging."""
    step = images.shape[-1] // size
    return numpy.concatenate([part.reshape(len(part), size, step, size, step).mean((2, 4), dtype=numpy.float32).reshape(len(part), -1)
                              for part in numpy.array_split(images, -(-len(images) // 256))]) / 255


def distances(a, b):
    """RMS distance of every row of a to every row of b."""
    a, b = a.astype(float), b.astype(float)
    squared = (a ** 2).sum(1)[:, None] + (b ** 2).sum(1) - 2 * a @ b.T
    return numpy.sqrt(squared.clip(0) / a.shape[1])


def pairwise(rows):
    """Mean RMS distance of all pairs of different rows."""
    return float(distances(rows, rows)[numpy.triu_indices(len(rows), 1)].mean())


def component_variance(rows):
    """Variance along the principal components, the largest first, as shares of the whole."""
    centred = rows.astype(float) - rows.mean(0)
    small = centred @ centred.T if len(rows) < rows.shape[1] else centred.T @ centred
    values = numpy.linalg.eigvalsh(small)[::-1].clip(0)
    return values / values.sum()


def statistics(images, left):
    """All of them for the images of one grade, on the right side; `left` says which are mirrored back for what depends on sides."""
    x = images.astype(numpy.float32) / 255
    found = {"histogram_32": histograms(images).mean(0), "radial_power_db": radial_db(mean_power(images)[0]), "mean": float(x.mean(dtype=float)),
             "std": float(x.std((1, 2)).mean()), "mean_abs_dx": float(numpy.abs(numpy.diff(x, axis=2)).mean(dtype=float))}
    small = shrink(images).reshape(-1, SMALL, SMALL)
    small[left] = small[left][:, :, ::-1]
    rows = small.reshape(len(small), -1)
    found["pairwise_rms_56"] = pairwise(rows)
    shares = numpy.cumsum(component_variance(rows))
    found["pca_cumulative_56"] = {str(k): float(shares[min(k, len(shares)) - 1]) for k in SHARES}
    return found
