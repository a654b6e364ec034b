"""Where the synthetic images of the augmentation experiment come from: drawn from a model file as they are needed, or a folder."""
import hashlib
import json
import pathlib
import time

import numpy
from PIL import Image

from augmentation_data import Graded, read
from data import list_images
from picture import square
from progress import duration
from report_generate import generate_grade, read_model
from report_images import GRADES, SIZE, ReportError, first_of_each

CHUNK = 250  # images drawn at a time: as many are lost at most when the drawing is killed
FIRST_SEED = 200_000_000  # far from those that people try and choose by, and from the report's


class DrawnPool:
    """Images by `roentgan generate`, kept in `cache`; image k of grade g has the seed FIRST_SEED + g * SEED_STEP + k."""

    def __init__(self, model, size, cache, threads, say):
        self.model, self.size, self.cache, self.threads, self.say = read_model(model), size, cache, threads, say
        self.parts, self.adapter = [[] for _ in range(GRADES)], "nothing was drawn"
        self.seconds, self.drawn = 0.0, 0

    def facts(self):
        return {"from": f"{self.model.path.name}, SHA-256 {self.model.sha256}", "first seed": FIRST_SEED}

    def first(self, counts):
        """The first `counts[g]` of each grade, drawn if they are not yet."""
        missing = [max(0, -(-count // CHUNK) - len(parts)) for count, parts in zip(counts, self.parts)]
        for grade, chunks in enumerate(missing):
            for _ in range(chunks):
                self.draw(grade)
                missing[grade] -= 1
                if self.drawn:
                    self.say(f"{CHUNK} synthetic images of grade {grade}, {duration(self.seconds / self.drawn * sum(missing))} until the next run")
        images = numpy.concatenate([numpy.concatenate([*parts, numpy.empty((0, self.size, self.size), numpy.uint8)])[:count] for parts, count in zip(self.parts, counts)])
        return Graded(images, numpy.repeat(numpy.arange(GRADES), counts), numpy.arange(len(images)))

    def draw(self, grade):
        begin, kept = time.monotonic(), len(list(self.cache.glob("generated-*")))
        images, self.adapter = generate_grade(self.model, grade, CHUNK, FIRST_SEED + CHUNK * len(self.parts[grade]), self.cache, self.threads)
        if self.size != SIZE:
            images = numpy.stack([numpy.asarray(square(Image.fromarray(image), self.size)) for image in images])
        self.parts[grade].append(images)
        if len(list(self.cache.glob("generated-*"))) > kept:  # not of an earlier sitting
            self.seconds, self.drawn = self.seconds + time.monotonic() - begin, self.drawn + 1


class FolderPool:
    """The images of a folder `0/` to `4/`, in the order of their names; it must hold at least `counts[g]` of each grade."""

    adapter = "not stated"

    def __init__(self, folder, counts, size, cache):
        files, classes = list_images(folder)
        if classes != tuple(str(grade) for grade in range(GRADES)):
            raise ReportError(f'--synthetic "{folder}" has the class folders {", ".join(classes) or "none"}, expected 0, 1, 2, 3, 4')
        held = numpy.bincount([grade for _, grade in files], minlength=GRADES)
        short = [grade for grade in range(GRADES) if held[grade] < counts[grade]]
        if short:
            raise ReportError(f'--synthetic "{folder}" has {held[short[0]]} images of grade {short[0]}, expected at least {counts[short[0]]} '
                              f'({", ".join(map(str, counts))} of grades 0 to {GRADES - 1})')
        self.folder, self.images = folder, read(folder, size, cache)
        names = json.dumps([f"{classes[grade]}/{path.name}" for path, grade in files])
        self.digest = hashlib.sha256(names.encode() + numpy.ascontiguousarray(self.images.images).data).hexdigest()[:16]

    def facts(self):
        return {"from": f"folder {pathlib.Path(self.folder).name}, {len(self.images.grades)} images, SHA-256 of names and pixels {self.digest}", "first seed": None}

    def first(self, counts):
        return self.images.take(first_of_each(self.images.grades, counts))
