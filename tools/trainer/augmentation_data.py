"""The images of the augmentation experiment: the real ones, and what each run is given of real and synthetic ones."""
import pathlib
from typing import NamedTuple

import numpy

from classifier_data import graded_images
from data import list_images
from report_images import GRADES, ReportError, grade_mix

MIXES = ("real", "balanced")


class Graded(NamedTuple):
    """images uint8 [M,s,s], grades int64 [M], subjects [M]."""

    images: numpy.ndarray
    grades: numpy.ndarray
    subjects: numpy.ndarray

    def take(self, index):
        return Graded(*(part[index] for part in self))


def read(folder, size, cache):
    images, grades, subjects = graded_images(pathlib.Path(folder), cache, size)
    return Graded(images, grades, numpy.array(subjects))


def seen_by_generator(folder, train):
    """Which images of the folder `train` are also in `folder`, the one that the generator was trained on: bool [M], by class and file name."""
    files, classes = list_images(train)
    wanted, theirs = list_images(folder)
    names = [f"{classes[grade]}/{path.name}" for path, grade in files]
    seen = {f"{theirs[grade]}/{path.name}" if theirs else path.name for path, grade in wanted}
    unknown = sorted(seen.difference(names))
    if unknown:
        raise ReportError(f'--generator-trained-on "{folder}" has {len(unknown)} images that "{train}" has not ("{unknown[0]}"), expected some of them')
    return numpy.array([name in seen for name in names])


def counts_of(total, grades, mix):
    """How many of each grade, `total` in all: in the mix of `grades`, or as many of each."""
    return grade_mix(grades if mix == "real" else numpy.arange(GRADES), total)


def pick(grades, counts, seed):
    """`counts[g]` places of each grade g, at random by the seed; more of a grade hold all that fewer did."""
    parts = [numpy.random.default_rng([seed, grade]).permutation(numpy.flatnonzero(grades == grade))[:count] for grade, count in enumerate(counts)]
    return numpy.concatenate(parts)


def training_set(cell, real, pool, mix):
    """(images, grades) of a run. The same seed draws the same real images in every arm, and 200 % hold the synthetic ones of 50 %.

    Synthetic ones are drawn from the first of the pool, as many as all seeds of a scale together could use.
    """
    parts = []
    if cell.real:
        parts.append(real.take(pick(real.grades, grade_mix(real.grades, cell.real), cell.seed)))
    if cell.synthetic:
        drawn = pool.first(counts_of(cell.pool, real.grades, mix))
        parts.append(drawn.take(pick(drawn.grades, counts_of(cell.synthetic, real.grades, mix), cell.seed)))
    return numpy.concatenate([part.images for part in parts]), numpy.concatenate([part.grades for part in parts])
