"""Graded radiographs for the classifiers, and which of them are held out of training, subject by subject."""
import hashlib
import re

import numpy

from classifier import GRADES, SIZE
from data import list_images, read_folder
from picture import DataError


def subject(path):
    """Both knees of a subject share a name up to its last letter: sNNNNL, sNNNNR."""
    return re.sub(r"[LR]$", "", path.stem.upper())


def graded_images(folder, cache, size=SIZE):
    """(images uint8 [M,size,size], all right knees; grades int64 [M]; the M subjects' names); decoded once into `cache`."""
    files, classes = list_images(folder)
    if len(classes) != GRADES:
        raise DataError(f'"{folder}" has {len(classes)} subfolders, expected one for each grade 0-{GRADES - 1}')
    read = read_folder(folder, size, cache, mirror_left=True)
    return read.images[:, 0], read.labels, [subject(path) for path, _ in files]


def held_out(subjects, share=0.1):
    """Which images are held out, bool [M]: by a hash of the subject, so that it is the same in every run, whatever its seed."""
    draw = {name: int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 16 ** 8 for name in set(subjects)}
    return numpy.array([draw[name] < share for name in subjects])
