#!/usr/bin/python3
"""Links n images of a folder 0/ to 4/, in its mix of grades, into a new folder: to train a generator on these alone (augmentation.py --generator-trained-on). See README.md."""
import argparse
import os
import pathlib
import shutil
import sys

import numpy

from augmentation_data import pick
from data import list_images
from picture import DataError
from report_images import GRADES, ReportError, grade_mix, outside_repository


def link(folder, count, target, seed):
    """Links to `count` images, at random by the seed: a larger count holds all of a smaller one. How many of each grade."""
    files, classes = list_images(folder)
    if len(classes) != GRADES:
        raise ReportError(f'"{folder}" has {len(classes)} subfolders, expected one for each grade 0-{GRADES - 1}')
    if not GRADES <= count <= len(files):
        raise ReportError(f'{count} images asked of the {len(files)} in "{folder}", expected {GRADES} to {len(files)}')
    target = pathlib.Path(target).resolve()
    if target.exists():
        raise ReportError(f'--to "{target}" exists, expected a new folder')
    grades = numpy.array([grade for _, grade in files])
    counts = grade_mix(grades, count)
    if 0 in counts:
        raise ReportError(f'{count} images in the mix of "{folder}" are {", ".join(map(str, counts))} of grades 0 to {GRADES - 1}, expected some of each: ask for more')
    partial = outside_repository(target.with_name(target.name + ".partial"))
    shutil.rmtree(partial)
    for place in pick(grades, counts, seed):
        path, grade = files[place]
        directory = partial / classes[grade]
        directory.mkdir(parents=True, exist_ok=True)
        (directory / path.name).symlink_to(path.resolve())
    os.replace(partial, target)
    return counts


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("folder", help="folder with 0-4, such as DATA/train")
    parser.add_argument("count", type=int, help="how many images")
    parser.add_argument("--to", required=True, help="new folder outside the repository")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    try:
        counts = link(options.folder, options.count, options.to, options.seed)
    except (ReportError, DataError) as error:
        sys.exit(f"augmentation_subset: {error}")
    print(f"{options.to}: {', '.join(f'{count} of grade {grade}' for grade, count in enumerate(counts))}")


if __name__ == "__main__":
    main()
