"""Which latent a real image should have: its whitened principal components, within its label, at some 30 pixels.

Generating from these latents and comparing with the image at that size anchors the generator's coarse shapes.
What is finer than that, and the latent's remaining numbers, are left to the critic. Components have mean 0 and
variance 1, as the normal latents that are drawn later.
"""
import numpy
import torch
import torch.nn.functional as F

LARGEST = 32
COMPONENTS = 64
BLEND = 0.2  # share of noise in an anchored latent, so that neighbours of a real image are trained on too


def coarse_size(sizes):
    """The resolution of coarse shapes, of all that layers have: 32 for a generator that starts at 4, 28 where at 7."""
    return max(size for size in sizes if size <= LARGEST)


def coarse(images, size):
    """Averages [N,C,s,s] down to [N,C,size,size]."""
    return F.avg_pool2d(images, images.shape[-1] // size) if images.shape[-1] > size else images


def components(flat, count):
    """The leading principal axes of centred rows [M,P]: axes [P,count] and the variance along each [count]."""
    if len(flat) < flat.shape[1]:  # the smaller of the two products has the same leading components
        variance, axes = numpy.linalg.eigh(flat @ flat.T / len(flat))
        axes = flat.T @ axes / numpy.sqrt((variance * len(flat)).clip(1e-6))
    else:
        variance, axes = numpy.linalg.eigh(flat.T @ flat / len(flat))
    order = numpy.argsort(variance)[::-1][:count]
    return axes[:, order], variance[order]


def scores(images, labels, size, count=COMPONENTS):
    """uint8 [M,C,s,s] and labels [M] as numpy arrays -> float tensor [M,count]; count falls to M - 1 for few images."""
    step = images.shape[-1] // size
    flat = numpy.concatenate([part.reshape(len(part), -1, size, step, size, step).mean((3, 5)).reshape(len(part), -1)
                              for part in numpy.array_split(images, max(1, len(images) // 256))]) / 127.5 - 1
    for label in numpy.unique(labels):
        flat[labels == label] -= flat[labels == label].mean(0)
    axes, variance = components(flat, min(count, len(images) - 1))
    return torch.from_numpy(flat @ axes / numpy.sqrt(variance.clip(1e-6))).float()


def anchored_latent(scores, latent, rng):
    """Scores [N,C] -> latents [N,latent]; the first C follow the scores, the others are drawn."""
    noise = torch.randn(len(scores), latent, generator=rng)
    count = min(latent, scores.shape[1])
    noise[:, :count] = (1 - BLEND ** 2) ** 0.5 * scores[:, :count] + BLEND * noise[:, :count]
    return noise
