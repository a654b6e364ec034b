"""MS-SSIM of pairs of images (Wang, Simoncelli and Bovik 2003): how alike two images are, 1 for a pair of the same."""
import numpy
import torch
import torch.nn.functional as F

WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
WINDOW, SIGMA = 11, 1.5
C1, C2 = 0.01 ** 2, 0.03 ** 2  # for values in 0..1


def blur(x):
    """Gaussian window over whole neighbourhoods only: [N,1,s,s] -> [N,1,s-10,s-10]. Two products with a band matrix: PyTorch 1.13
    convolves one channel ten times as slowly."""
    size = x.shape[-1] - WINDOW + 1
    taps = torch.exp(-(torch.arange(WINDOW, dtype=x.dtype) - WINDOW // 2) ** 2 / (2 * SIGMA ** 2))
    band = torch.zeros(size, x.shape[-1], dtype=x.dtype)
    for offset, tap in enumerate(taps / taps.sum()):
        band.diagonal(offset)[:size] = tap
    return band @ x @ band.T


def terms(a, b):
    """Mean of SSIM and of its contrast-structure part over each image [N]."""
    mean_a, mean_b = blur(a), blur(b)
    var_a, var_b = blur(a * a) - mean_a ** 2, blur(b * b) - mean_b ** 2
    structure = (2 * (blur(a * b) - mean_a * mean_b) + C2) / (var_a + var_b + C2)
    luminance = (2 * mean_a * mean_b + C1) / (mean_a ** 2 + mean_b ** 2 + C1)
    return (luminance * structure).mean((1, 2, 3)), structure.mean((1, 2, 3))


@torch.no_grad()
def ms_ssim(a, b):
    """[N] for images [N,1,s,s] in 0..1, s at least 176; negative terms count as 0, as their powers are not real."""
    result = torch.ones(len(a), dtype=a.dtype)
    for scale, weight in enumerate(WEIGHTS):
        whole, structure = terms(a, b)
        result *= (whole if scale == len(WEIGHTS) - 1 else structure).clamp(min=0) ** weight
        a, b = F.avg_pool2d(a, 2), F.avg_pool2d(b, 2)
    return result


def pairs_within(grades, subjects, counts, rng):
    """`counts[g]` random pairs [P,2] of images of one grade and two subjects."""
    found = []
    for grade, count in enumerate(counts):
        members = numpy.flatnonzero(grades == grade)
        if len(numpy.unique(subjects[members])) < 2:
            continue
        picked = rng.choice(members, (4 * count + 8, 2))
        found.append(picked[subjects[picked[:, 0]] != subjects[picked[:, 1]]][:count])
    return numpy.concatenate(found)


def of_pairs(images, pairs, batch=16):
    """MS-SSIM of pairs [P,2] of uint8 images."""
    tensor = lambda index: torch.from_numpy(images[index][:, None].astype(numpy.float32) / 255)
    return numpy.concatenate([ms_ssim(tensor(p[:, 0]), tensor(p[:, 1])).numpy()
                              for p in (pairs[i:i + batch] for i in range(0, len(pairs), batch))])
