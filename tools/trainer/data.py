"""Reads a folder of radiographs in the layout `<grade>/*`, grades 0-4, into one array that is kept between runs."""
import hashlib
import os
import pathlib

import numpy
from PIL import Image

GRADES = 5
SUFFIXES = {".jpg", ".jpeg", ".png"}


class DataError(Exception):
    """The folder or a file in it cannot be used; the message names it, what was found and what was expected."""


def list_images(folder):
    """Every image file of the five grade folders: [(path, grade)], in name order."""
    folder = pathlib.Path(folder)
    if not folder.is_dir():
        raise DataError(f'data folder "{folder}" does not exist, expected a folder with subfolders 0, 1, 2, 3, 4')
    found = []
    for grade in range(GRADES):
        directory = folder / str(grade)
        if not directory.is_dir():
            raise DataError(f'"{directory}" is missing, expected one subfolder per grade 0-{GRADES - 1}')
        files = sorted(p for p in directory.iterdir() if p.suffix.lower() in SUFFIXES)
        if not files:
            raise DataError(f'"{directory}" holds no image, expected at least one of {", ".join(sorted(SUFFIXES))}')
        found += [(path, grade) for path in files]
    return found


def read_image(path, size):
    """One radiograph as uint8 [size,size]; left knees (name ends in L) are mirrored onto the right side."""
    try:
        with Image.open(path) as image:
            if min(image.size) < 8:
                raise DataError(f'"{path}" is {image.size[0]}x{image.size[1]} pixels, expected at least 8x8')
            pixels = numpy.asarray(image.convert("L").resize((size, size), Image.LANCZOS))
    except (OSError, SyntaxError) as error:
        start = pathlib.Path(path).read_bytes()[:4].hex(" ") or "no bytes"
        raise DataError(f'"{path}" cannot be read ({error}; it starts with {start}), expected a JPEG or PNG image') from error
    return pixels[:, ::-1] if path.stem.upper().endswith("L") else pixels


def load(folder, size, cache):
    """(images uint8 [M,size,size], grades int64 [M]); decoded once into `cache`, which must lie outside the repository."""
    files = list_images(folder)
    stamp = [str(size)] + [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path, _ in files]
    name = hashlib.sha256("\n".join(stamp).encode()).hexdigest()[:16]
    target = pathlib.Path(cache) / f"radiographs-{name}.npy"
    grades = numpy.array([grade for _, grade in files], dtype=numpy.int64)
    if target.exists():
        return numpy.load(target), grades
    images = numpy.stack([read_image(path, size) for path, _ in files])
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial.npy")
    numpy.save(partial, images)
    os.replace(partial, target)
    return images, grades
