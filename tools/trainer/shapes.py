"""Which latent a real radiograph should have: its whitened principal components, within its grade, at 32 pixels.

Generating from these latents and comparing with the radiograph at 32 pixels anchors the generator's coarse shapes.
What is finer than that, and the latent's remaining numbers, are left to the critic. Components have mean 0 and
variance 1, as the normal latents that are drawn later.
"""
import numpy
import torch
import torch.nn.functional as F

SIZE = 32
COMPONENTS = 64
BLEND = 0.2  # share of noise in an anchored latent, so that neighbours of a real image are trained on too


def coarse(images):
    """Averages [N,1,s,s] down to [N,1,32,32]."""
    return F.avg_pool2d(images, images.shape[-1] // SIZE) if images.shape[-1] > SIZE else images


def components(flat, count):
    """The leading principal axes of centred rows [M,P]: axes [P,count] and the variance along each [count]."""
    if len(flat) < flat.shape[1]:  # the smaller of the two products has the same leading components
        variance, axes = numpy.linalg.eigh(flat @ flat.T / len(flat))
        axes = flat.T @ axes / numpy.sqrt((variance * len(flat)).clip(1e-6))
    else:
        variance, axes = numpy.linalg.eigh(flat.T @ flat / len(flat))
    order = numpy.argsort(variance)[::-1][:count]
    return axes[:, order], variance[order]


def scores(images, grades, count=COMPONENTS):
    """uint8 [M,s,s] and grades [M] as numpy arrays -> float tensor [M,count]; count falls to M - 1 for few images."""
    step = images.shape[-1] // SIZE
    flat = images.reshape(len(images), SIZE, step, SIZE, step).mean((2, 4)).reshape(len(images), -1) / 127.5 - 1
    for grade in numpy.unique(grades):
        flat[grades == grade] -= flat[grades == grade].mean(0)
    axes, variance = components(flat, min(count, len(images) - 1))
    return torch.from_numpy(flat @ axes / numpy.sqrt(variance.clip(1e-6))).float()


def anchored_latent(scores, latent, rng):
    """Scores [N,C] -> latents [N,latent]; the first C follow the scores, the others are drawn."""
    noise = torch.randn(len(scores), latent, generator=rng)
    count = min(latent, scores.shape[1])
    noise[:, :count] = (1 - BLEND ** 2) ** 0.5 * scores[:, :count] + BLEND * noise[:, :count]
    return noise
