"""The real radiographs of a report: read from a folder, kept decoded outside the repository."""
import pathlib
from typing import NamedTuple

import numpy

import data

SIZE = 224
GRADES = 5
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


class ReportError(Exception):
    """The report cannot be made; the message says where, what was found and what was expected."""


class Radiographs(NamedTuple):
    """Real knees, all on the right side. `subjects` tells whose; `left` which were mirrored to get there."""
    images: numpy.ndarray  # uint8 [M,SIZE,SIZE]
    grades: numpy.ndarray  # int64 [M]
    subjects: numpy.ndarray  # text [M]
    left: numpy.ndarray  # bool [M]
    paths: list

    def take(self, index):
        return Radiographs(self.images[index], self.grades[index], self.subjects[index], self.left[index],
                           [self.paths[i] for i in numpy.arange(len(self.paths))[index]])


def outside_repository(folder):
    """The folder, made if need be; refused inside the repository, where nothing of a patient may lie."""
    folder = pathlib.Path(folder).resolve()
    if folder == REPOSITORY or REPOSITORY in folder.parents:
        raise ReportError(f'--out "{folder}" is inside the repository {REPOSITORY}, expected a folder outside it: real radiographs are kept there')
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def read_real(folder, cache):
    """Radiographs of a folder `0/` to `4/`. A name `s0123L.jpg` is subject s0123's left knee; another name is a subject of its own."""
    files, classes = data.list_images(folder)
    if classes != tuple(str(g) for g in range(GRADES)):
        raise ReportError(f'"{folder}" has the class folders {", ".join(classes) or "none"}, expected 0, 1, 2, 3, 4')
    read = data.read_folder(folder, SIZE, cache, mirror_left=True)
    paths = [path for path, _ in files]
    sided = [path.stem[-1:].upper() in ("L", "R") for path in paths]
    subjects = numpy.array([path.stem[:-1] if known else path.stem for path, known in zip(paths, sided)])
    return Radiographs(read.images[:, 0], read.labels, subjects, numpy.array([data.is_left(path) for path in paths]), paths)


def grade_mix(grades, count, classes=GRADES):
    """How many images of each grade, `count` in all, in the mix of `grades`: largest remainders."""
    exact = numpy.bincount(grades, minlength=classes) * count / len(grades)
    counts = numpy.floor(exact).astype(int)
    for grade in numpy.argsort(counts - exact, kind="stable")[:count - counts.sum()]:
        counts[grade] += 1
    return [int(n) for n in counts]


def first_of_each(grades, counts):
    """Index of the first `counts[g]` images of every grade g, in order."""
    return numpy.concatenate([numpy.flatnonzero(grades == g)[:n] for g, n in enumerate(counts)])
