#!/usr/bin/python3
"""Measures how far generated images are from real ones, in the space of the real images' principal components.

The extractor is a PCA of the real images, in grey, so the numbers compare generators with each other here, not with FID.
"""
import argparse
import sys

import numpy
import torch
import torch.nn.functional as F

import checkpoint
import sheet
from data import read_folder, read_negatives
from export_onnx import rebuild
from picture import DataError
from shapes import coarse_size, components

COMPONENTS = 64


def frechet(a, b):
    """Frechet distance of two sets of vectors [N,C] taken as Gaussian (Heusel et al. 2017, equation 6)."""
    ca, cb = numpy.cov(a.T), numpy.cov(b.T)
    values, vectors = numpy.linalg.eigh(ca)
    root = vectors * numpy.sqrt(values.clip(0)) @ vectors.T
    shared = numpy.sqrt(numpy.linalg.eigvalsh(root @ cb @ root).clip(0)).sum()
    return float(((a.mean(0) - b.mean(0)) ** 2).sum() + numpy.trace(ca) + numpy.trace(cb) - 2 * shared)


def high_frequency(images):
    """Mean power of the upper half of the spectrum: low means blurred, high means noisy."""
    power = numpy.abs(numpy.fft.fft2(images - images.mean((1, 2), keepdims=True))) ** 2
    frequency = numpy.abs(numpy.fft.fftfreq(images.shape[-1]))
    ring = numpy.hypot(frequency[:, None], frequency[None, :])
    return float(power[:, (ring > 0.25) & (ring <= 0.5)].mean())


def compare(fake, real, held_out):
    """All [N,s,s] in [-1,1], as many each. `floor` is what as many held-out real images score."""
    flat = real.reshape(len(real), -1)
    mean = flat.mean(0)
    axes, _ = components(flat - mean, min(COMPONENTS, len(real) - 1))
    project = lambda images: (images.reshape(len(images), -1) - mean) @ axes
    a, b, c = project(real), project(held_out), project(fake)
    distance, floor = frechet(a, c), frechet(a, b)
    return {"distance": distance, "floor": floor, "ratio": distance / floor,
            "spread": float((c.std(0) / a.std(0)).mean()), "texture": high_frequency(fake) / high_frequency(real)}


@torch.no_grad()
def generate(generator, labels, size=None, seed=11, truncation=1.0):
    """Images [N,C,s,s] in [-1,1] of class numbers [N]."""
    rng = torch.Generator().manual_seed(seed)
    z = torch.randn(len(labels), generator.latent, generator=rng) * truncation
    return sheet.draw(generator, z, torch.from_numpy(labels), rng, size)


def shrink(images, size):
    """Tensor [N,C,s,s] -> grey array [N,size,size], averaging."""
    return F.avg_pool2d(images.mean(1), images.shape[-1] // size).double().numpy()


def split(images, labels, count, seed=0):
    """Two disjoint random sets of `count` real images as tensors [count,C,s,s] in [-1,1], and the first set's labels."""
    order = numpy.random.RandomState(seed).permutation(len(images))
    first, second = order[:count], order[count:2 * count]
    tensors = [torch.from_numpy(images[i]).float() / 127.5 - 1 for i in (first, second)]
    return tensors[0], tensors[1], labels[first]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("data", help="the folder of real images that was trained on")
    parser.add_argument("checkpoint", nargs="+")
    parser.add_argument("--cache", required=True, help="where the decoded images are kept, such as the run's --out (outside the repository)")
    parser.add_argument("--at", type=int, nargs="+", default=[], help="resolutions compared; the coarse one and its double by default")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--mirror-left", action="store_true", help="for checkpoints that do not record it")
    options = parser.parse_args(arguments)
    try:
        for name in options.checkpoint:
            measure(options, name)
    except (DataError, checkpoint.CheckpointError) as error:
        sys.exit(f"measure: {error}")


def measure(options, name):
    """Prints one line for each resolution."""
    state = checkpoint.read(name)
    size, coarse = max(state["channels"]), coarse_size(state["channels"])
    told = {"mirror_left": options.mirror_left, **state.get("run", {}).get("choices", {})}
    dataset = read_folder(options.data, size, options.cache, state["colours"] == 3, told["mirror_left"], read_negatives(told.get("negatives")))
    count = min(options.count, len(dataset.images) // 2)
    if count < 2:
        raise DataError(f'data folder "{options.data}" has {len(dataset.images)} images, expected at least 4 to measure with')
    if len(dataset.classes) != state["classes"]:
        raise DataError(f'data folder "{options.data}" has {len(dataset.classes)} classes, the checkpoint {state["classes"]}')
    real, held_out, wanted = split(dataset.images, dataset.labels, count)
    fake = generate(rebuild(state), wanted)
    for at in options.at or sorted({coarse, min(size, 2 * coarse)}):
        if size % at:
            raise DataError(f"--at {at} does not divide {size}")
        found = compare(*(shrink(x, at) for x in (fake, real, held_out)))
        print(f"{name} step {state['step']} at {at} px: " + "  ".join(f"{k} {v:.3f}" for k, v in found.items()), flush=True)


if __name__ == "__main__":
    main()
