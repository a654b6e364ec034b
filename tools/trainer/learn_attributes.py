#!/usr/bin/python3
"""Teaches a network what the measurer says of knees, so that train.py --edits can teach a generator to change it.

Takes what `roentgan measure FOLDER --json` wrote of real images and of generated ones (with and without edits), which it reads
from where that says they lie. A tenth, subject by subject and seed by seed, is held out to state the errors.
"""
import argparse
import json
import os
import pathlib
import sys
import time

import numpy
import torch
import torch.nn.functional as F

from attribute_data import MEASURED, measured_images
from attributes import Attributes, save_attributes
from augment import translate
from classifier import ClassifierError, load_classifier, read_classifier
from picture import DataError
from progress import Progress

RATE, DECAY, BATCH = 2e-3, 0.02, 32
SHIFT, GAIN, OFFSET, NOISE = 0.05, 0.12, 0.1, 0.06
CONTRAST = "bone contrast"


def varied(images, targets, contrast, rng):
    """uint8 [N,s,s] -> [N,1,s,s] in [-1,1], shifted, noisy, otherwise exposed; `contrast` is the column that a gain multiplies, or None.

    Targets are in deviations: contrast's zero is at `contrast[1]` of them.
    """
    n = len(images)
    gain = 1 + GAIN * (2 * torch.rand(n, 1, 1, 1, generator=rng) - 1)
    offset = OFFSET * (2 * torch.rand(n, 1, 1, 1, generator=rng) - 1)
    noise = NOISE * torch.rand(n, 1, 1, 1, generator=rng) * torch.randn(n, 1, *images.shape[1:], generator=rng)
    pixels = translate(images[:, None].float() / 127.5 - 1, rng, SHIFT)
    if contrast is not None:
        column, zero = contrast
        targets = targets.clone()
        targets[:, column] = (targets[:, column] - zero) * gain[:, 0, 0, 0] + zero
    return pixels * gain + offset + noise, targets


def learn(images, targets, held, attributes, minutes, contrast, seed=1, following=lambda done: None):
    """Trains the regressor on what is not held out until the time is over; the averaged weights remain."""
    rng = torch.Generator().manual_seed(seed)
    regressor = attributes.regressor.to(memory_format=torch.channels_last).train()
    average = {name: value.clone() for name, value in regressor.state_dict().items()}
    optimizer = torch.optim.AdamW(regressor.parameters(), RATE, weight_decay=DECAY)
    pick = torch.from_numpy(numpy.flatnonzero(~held))
    begin, steps, done = time.monotonic(), 0, 0.0
    while done < 1:
        some = pick[torch.randint(len(pick), (BATCH,), generator=rng)]
        x, wanted = varied(torch.from_numpy(images[some.numpy()]), targets[some], contrast, rng)
        optimizer.param_groups[0]["lr"] = RATE * min(1, steps / 200) * (0.5 + 0.5 * numpy.cos(numpy.pi * done))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = regressor(x.contiguous(memory_format=torch.channels_last)).float()
        known = torch.isfinite(wanted)
        loss = F.smooth_l1_loss(found[known], wanted[known], beta=0.5)  # the measurer takes the wrong border now and then
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        steps += 1
        keep = min(0.998, steps / (10 + steps))
        for name, value in regressor.state_dict().items():
            average[name] = average[name] * keep + value * (1 - keep) if value.is_floating_point() else value.clone()
        done = min(1.0, (time.monotonic() - begin) / 60 / minutes)
        following(done, loss.item())
    regressor.load_state_dict(average)
    regressor.eval()
    return steps


@torch.no_grad()
def predict(attributes, images):
    found = []
    for part in numpy.array_split(images, max(1, len(images) // 50)):
        x = (torch.from_numpy(part)[:, None].float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)
        found.append(attributes(x)[:, :len(attributes.learned)])
    return torch.cat(found).numpy()


def errors(found, wanted):
    """By attribute: root mean square and median error in deviations, correlation; of rows where it is known."""
    report = []
    for column in range(wanted.shape[1]):
        known = numpy.isfinite(wanted[:, column])
        a, b = found[known, column], wanted[known, column]
        off = numpy.abs(a - b)
        report.append({"images": int(known.sum()), "rms": float(numpy.sqrt((off ** 2).mean())), "median": float(numpy.median(off)),
                       "correlation": float(numpy.corrcoef(a, b)[0, 1])})
    return report


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measured", nargs="+", help="files of lines that roentgan measure --json wrote")
    parser.add_argument("--out", required=True, help="the file of attributes to write")
    parser.add_argument("--classifier", help="file of classify.py: its expected grade becomes the attribute severity")
    parser.add_argument("--minutes", type=float, default=20, help="of training (20)")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    try:
        classifier = load_classifier(options.classifier) if options.classifier else None
        arch = read_classifier(options.classifier)["arch"] if options.classifier else None
        reading = Progress("reading")
        images, values, held, generated = measured_images(options.measured, following=lambda done, of: reading.show(done, of))
        reading.end()
    except (DataError, ClassifierError) as error:
        sys.exit(f"learn_attributes: {error}")
    attributes, targets = prepared(images, values, held, generated, classifier)
    names = list(MEASURED)
    column = names.index(CONTRAST)
    training = Progress("learning")
    steps = learn(images, torch.from_numpy(targets), held, attributes, options.minutes,
                  (column, float(-attributes.means[column] / attributes.deviations[column])),
                  following=lambda done, loss: training.show(round(1000 * done), 1000, f"loss {loss:.3f}"))
    training.end()
    found = predict(attributes, images[held])
    report = {kind: dict(zip(names, errors(found[chosen], targets[held][chosen])))
              for kind, chosen in (("real", ~generated[held]), ("generated", generated[held])) if chosen.sum() > 2}
    about = {"steps": steps, "images": int((~held).sum()), "held": report, "deviations": dict(zip(attributes.names, attributes.deviations.tolist()))}
    save_attributes(pathlib.Path(options.out), attributes, arch, about)
    print(json.dumps(about, indent=1))


def prepared(images, values, held, generated, classifier):
    """Untrained attributes with the means and deviations of real images (of all where there is none), and the values in them."""
    real = ~held & ~generated if (~held & ~generated).any() else ~held
    means, deviations = numpy.nanmean(values[real], 0), numpy.nanstd(values[real], 0)
    exposure = float((images[real].mean((1, 2)) / 255 * 100).std())
    attributes = Attributes(list(MEASURED), means.tolist(), deviations.tolist(), exposure, classifier,
                            units={name: unit for name, (_, unit) in MEASURED.items()})
    if classifier is not None:
        attributes.deviations[-1] = spread_of_grades(classifier, images[real])
    return attributes, ((values - means) / deviations).astype(numpy.float32)


@torch.no_grad()
def spread_of_grades(classifier, images, count=1000):
    some = images[numpy.random.RandomState(1).permutation(len(images))[:count]]
    parts = [classifier(torch.from_numpy(part)[:, None].float() / 127.5 - 1).softmax(1) for part in numpy.array_split(some, max(1, len(some) // 50))]
    grades = torch.cat(parts)
    return (grades @ torch.arange(grades.shape[1]).float()).std().item()


if __name__ == "__main__":
    main()
