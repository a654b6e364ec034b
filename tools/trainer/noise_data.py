"""Noise images and tiny networks for the tests: no radiograph."""
import contextlib
import io
import pathlib

import numpy
from PIL import Image

from critic import Critic
from generator import Generator
from trainer import Settings, Trainer

SMALL = {4: 8, 8: 8, 16: 8, 32: 8, 64: 4, 128: 4}
TINY = ["--size", "64", "--width", "0.04", "--latent", "8", "--stages", "32:2,64:4", "--warmup", "1", "--fade", "2", "--batch", "4",
        "--threads", "1", "--device", "cpu"]


def noise_images(count=15, size=128, colours=1):
    rng = numpy.random.RandomState(0)
    return rng.randint(0, 256, (count, colours, size, size), dtype=numpy.uint8), numpy.arange(count) % 5


def small_trainer(channels=None, classes=5, colours=1, stages=((32, 2), (64, 2), (128, 4)), critic=None, edits=None, **settings):
    channels = channels or SMALL
    images, labels = noise_images(size=max(channels), colours=colours)
    networks = lambda: (Generator(8, classes, colours, 4, channels), Critic(classes, colours, critic or channels))
    settings = Settings(**{"warmup": 1, "fade_steps": 2, "batch": 8, **settings})
    return Trainer(images, labels if classes else labels * 0, stages, settings, networks, classes, edits=edits)


def write_folder(folder, names=("0", "1", "2", "3", "4"), colours=1, size=64, count=15):
    """Images in a subfolder for each name, or straight in the folder where there are no names; every second one is a left side."""
    images, _ = noise_images(count, size, colours)
    for index, image in enumerate(images):
        directory = pathlib.Path(folder, names[index % len(names)] if names else "")
        directory.mkdir(parents=True, exist_ok=True)
        pixels = image[0] if colours == 1 else image.transpose(1, 2, 0)
        Image.fromarray(pixels).save(directory / f"s{index:04d}{'LR'[index % 2]}.png")


def quietly(main, *arguments):
    """What a command prints."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        main([str(argument) for argument in arguments])
    return printed.getvalue()
