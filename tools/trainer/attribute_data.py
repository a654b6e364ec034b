"""Images that `roentgan measure --json` measured: pixels, values, and which are held out."""
import json
import pathlib
import re

import numpy

from classifier_data import held_out, subject
from picture import DataError, read_picture

# Name of the edit: what the measurer calls it in its JSON, and its unit.
MEASURED = {"joint space medial": ("jointSpaceMedial", "% of tibial width"), "joint space lateral": ("jointSpaceLateral", "% of tibial width"),
            "bone contrast": ("contrast", "% of full scale"), "rotation": ("rotation", "degrees"), "size": ("size", "% of the mean knee"),
            "alignment": ("alignment", "degrees")}


def read_lines(path):
    """The objects of one JSON-lines file, without those of files that could not be read."""
    try:
        with open(path) as lines:
            found = [json.loads(line) for line in lines if line.strip()]
        measured = [line for line in found if "error" not in line]
        for line in measured:
            line["file"], line["knee"]["found"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f'"{path}" cannot be read ({error!r}), expected lines of roentgan measure --json') from error
    return measured


def group(path):
    """Images that must not be divided between training and held-out ones: both knees of a subject, all edits of a seed."""
    seed = re.search(r"seed\d+", path.stem)
    return seed.group() if seed else subject(path)


def measured_images(paths, names=tuple(MEASURED), size=224, following=lambda done, of: None):
    """(images uint8 [M,size,size], all right knees; values float32 [M,len(names)], NaN where unknown; held out, bool [M]; is of a seed, bool [M])."""
    lines = [line for path in paths for line in read_lines(path) if line["knee"]["found"]]
    if not lines:
        raise DataError(f'{", ".join(map(str, paths))}: no knee was found in any image, expected some')
    images = numpy.empty((len(lines), size, size), numpy.uint8)
    for index, line in enumerate(lines):
        pixels = read_picture(line["file"], size, False)[0]
        images[index] = pixels[:, ::-1] if line["side"] == "left" else pixels
        following(index + 1, len(lines))
    value = lambda line, name: line["knee"].get(MEASURED[name][0])
    values = numpy.array([[numpy.nan if value(line, name) is None else value(line, name) for name in names] for line in lines], numpy.float32)
    files = [pathlib.Path(line["file"]) for line in lines]
    return images, values, held_out([group(file) for file in files]), numpy.array(["seed" in file.stem for file in files])
