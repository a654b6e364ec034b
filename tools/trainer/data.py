"""Reads a folder of images into one array that is kept between runs.

Two layouts: `DIR/<class>/*`, one folder for each class in natural order (2 before 10), or images straight in `DIR`, without classes.
"""
import dataclasses
import hashlib
import os
import pathlib

import numpy

from picture import SUFFIXES, DataError, natural, read_picture

HIDDEN = (".", "__")


@dataclasses.dataclass(frozen=True)
class Dataset:
    """images uint8 [M,C,s,s], labels int64 [M] (all 0 without classes), the classes' names, how many were mirrored and inverted."""

    images: numpy.ndarray
    labels: numpy.ndarray
    classes: tuple
    mirrored: int
    inverted: int = 0

    def facts(self):
        """What a checkpoint and a model file say about the training data."""
        counts = numpy.bincount(self.labels, minlength=len(self.classes)).tolist()
        return {"images": len(self.images), "classes": list(self.classes), "counts": counts if self.classes else [],
                "colours": self.images.shape[1], "mirrored": self.mirrored, "inverted": self.inverted}


def listed(folder):
    """(folders, image files) straight in a folder, in natural order; hidden ones are left out."""
    entries = sorted((p for p in folder.iterdir() if not p.name.startswith(HIDDEN)), key=lambda p: natural(p.name))
    return [p for p in entries if p.is_dir()], [p for p in entries if p.is_file() and p.suffix.lower() in SUFFIXES]


def list_images(folder):
    """Every image file with the number of its class, and the classes' names: ([(path, class)], names)."""
    folder = pathlib.Path(folder)
    expected = f"expected images ({', '.join(SUFFIXES)}) in it or in one subfolder for each class"
    if not folder.is_dir():
        raise DataError(f'data folder "{folder}" does not exist, {expected}')
    folders, files = listed(folder)
    if files and folders:
        raise DataError(f'data folder "{folder}" holds {len(files)} images and the folder "{folders[0].name}", expected one or the other')
    if files:
        return [(path, 0) for path in files], ()
    if not folders:
        raise DataError(f'data folder "{folder}" holds no image, {expected}')
    found = []
    for index, directory in enumerate(folders):
        deeper, files = listed(directory)
        if deeper or not files:
            what = f'the folder "{deeper[0].name}"' if deeper else "no image"
            raise DataError(f'class folder "{directory}" holds {what}, expected only images ({", ".join(SUFFIXES)})')
        found += [(path, index) for path in files]
    return found, tuple(directory.name for directory in folders)


def is_left(path):
    """Whether a file's name says that it shows a left side: its stem ends in L."""
    return path.stem.upper().endswith("L")


def read_negatives(path):
    """The names in a text file, one CLASS/FILE a line; lines that begin with # say something else."""
    if path is None:
        return frozenset()
    try:
        lines = pathlib.Path(path).read_text().split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f'list of negatives "{path}" cannot be read ({error}), expected a text file of CLASS/FILE lines') from error
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def is_negative(folder, files, negatives):
    """Which files are listed as photographic negatives, bool [M]."""
    names = [path.relative_to(folder).as_posix() for path, _ in files]
    unknown = sorted(negatives.difference(names))
    if unknown:
        raise DataError(f'the list of negatives names "{unknown[0]}", which is not in "{folder}"')
    return numpy.array([name in negatives for name in names])


def read_folder(folder, size, cache, colour=False, mirror_left=False, negatives=frozenset(), watch=lambda done, count: None):
    """The folder as a Dataset at size x size; decoded once into `cache`, which must lie outside the repository."""
    files, classes = list_images(folder)
    stamp = [f"{size} {colour} {mirror_left}"] + [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path, _ in files]
    target = pathlib.Path(cache) / f"images-{hashlib.sha256(chr(10).join(stamp).encode()).hexdigest()[:16]}.npy"
    if not target.exists():
        decode([path for path, _ in files], target, size, colour, mirror_left, watch)
    images = numpy.load(target, mmap_mode="c")  # read from disk as needed: large folders need not fit into memory
    inverted = is_negative(folder, files, negatives)
    images[inverted] = 255 - images[inverted]  # in memory only
    labels = numpy.array([label for _, label in files], dtype=numpy.int64)
    return Dataset(images, labels, classes, sum(is_left(path) for path, _ in files) if mirror_left else 0, int(inverted.sum()))


def decode(paths, target, size, colour, mirror_left, watch):
    """Writes the array of all images under a temporary name first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    try:
        shape = (len(paths), 3 if colour else 1, size, size)
        images = numpy.lib.format.open_memmap(partial, mode="w+", dtype=numpy.uint8, shape=shape)
        for index, path in enumerate(paths):
            pixels = read_picture(path, size, colour)
            images[index] = pixels[:, :, ::-1] if mirror_left and is_left(path) else pixels
            watch(index + 1, len(paths))
        images.flush()
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
