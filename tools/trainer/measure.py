#!/usr/bin/python3
"""Measures how far generated radiographs are from real ones, in the space of the real images' principal components.

The extractor is a PCA of the real radiographs, so the numbers compare generators with each other here, not with FID.
"""
import argparse
import pathlib
import sys

import numpy
import torch
import torch.nn.functional as F

import checkpoint
import data
from export_onnx import rebuild
from generator import GRADES
from shapes import components

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
    axes, _ = components(flat - mean, COMPONENTS)
    project = lambda images: (images.reshape(len(images), -1) - mean) @ axes
    a, b, c = project(real), project(held_out), project(fake)
    distance, floor = frechet(a, c), frechet(a, b)
    return {"distance": distance, "floor": floor, "ratio": distance / floor,
            "spread": float((c.std(0) / a.std(0)).mean()), "texture": high_frequency(fake) / high_frequency(real)}


@torch.no_grad()
def generate(generator, grades, size=None, seed=11, truncation=1.0):
    rng = torch.Generator().manual_seed(seed)
    one_hot = F.one_hot(torch.from_numpy(grades), GRADES).float()
    z = torch.randn(len(grades), generator.latent, generator=rng) * truncation
    images = torch.cat([generator(a, b, size) for a, b in zip(z.split(50), one_hot.split(50))])
    return images


def shrink(images, size):
    """Tensor [N,1,s,s] -> array [N,size,size], averaging."""
    return F.avg_pool2d(images, images.shape[-1] // size)[:, 0].double().numpy()


def split(images, grades, count, seed=0):
    """Two disjoint random sets of `count` real images as tensors [count,1,s,s] in [-1,1], and the first set's grades."""
    order = numpy.random.RandomState(seed).permutation(len(images))
    first, second = order[:count], order[count:2 * count]
    tensors = [torch.from_numpy(images[i][:, None]).float() / 127.5 - 1 for i in (first, second)]
    return tensors[0], tensors[1], grades[first]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("data", help="folder with subfolders 0-4 of real radiographs")
    parser.add_argument("checkpoint", nargs="+")
    parser.add_argument("--size", type=int, default=128, choices=(32, 64, 128), help="resolution generated, if lower than trained")
    parser.add_argument("--at", type=int, nargs="+", default=[32, 64], help="resolutions compared")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--cache", default="/tmp/knee-train", help="where the decoded images are kept (outside the repository)")
    options = parser.parse_args(arguments)
    try:
        images, grades = data.load(options.data, 128, pathlib.Path(options.cache))
        real, held_out, wanted = split(images, grades, options.count)
        for name in options.checkpoint:
            state = checkpoint.read(name)
            fake = generate(rebuild(state, options.size), wanted, options.size)
            for at in options.at:
                found = compare(*(shrink(x, at) for x in (fake, real, held_out)))
                print(f"{name} step {state['step']} at {at} px: " + "  ".join(f"{k} {v:.3f}" for k, v in found.items()), flush=True)
    except (data.DataError, checkpoint.CheckpointError) as error:
        sys.exit(f"measure: {error}")


if __name__ == "__main__":
    main()
