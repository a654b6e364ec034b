#!/usr/bin/python3
"""Trains a classifier of Kellgren-Lawrence grades on a folder `train/<grade>/*`, `val/<grade>/*`, or states its figures. See README.md."""
import argparse
import json
import pathlib
import signal
import sys

import torch
import torch.nn.functional as F

from classifier import ARCHITECTURES, ClassifierError, load_classifier, read_classifier, save_classifier
from classifier_data import graded_images, held_out
from classifier_figures import figures, table
from classifier_run import Plan, resume, run
from classifier_trainer import ClassifierTrainer, logits_of
from picture import DataError

DEFAULT_EPOCHS = 24


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("data", help="folder with train/0-4 and val/0-4")
    parser.add_argument("--out", required=True, help="checkpoint, log, classifier.pt and the decoded images (outside the repository)")
    parser.add_argument("--arch", choices=ARCHITECTURES, default="plain")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--epochs", type=int, help=f"length of the run ({DEFAULT_EPOCHS} if nothing is stated)")
    length.add_argument("--minutes", type=float, help="length of the run by the clock, all sittings together, planned again after each epoch")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cache", help="where the decoded images are kept, --out if not stated")
    parser.add_argument("--restart", action="store_true", help="ignore the checkpoint in --out")
    parser.add_argument("--evaluate", metavar="CLASSIFIER", help="train nothing: state this classifier's figures on val")
    options = parser.parse_args(arguments)
    for name in ("epochs", "minutes", "batch", "threads"):
        if getattr(options, name) is not None and getattr(options, name) <= 0:
            parser.error(f"--{name} is {getattr(options, name)}, expected more than 0")
    return options


def evaluate(path, data, cache):
    """Figures of a classifier on data/val, printed and returned."""
    images, grades, _ = graded_images(pathlib.Path(data, "val"), cache)
    found = figures(F.softmax(logits_of(load_classifier(path), images), 1).numpy(), grades)
    print(table(found), flush=True)
    return found


def train(options):
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    cache = pathlib.Path(options.cache or out)
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    images, grades, subjects = graded_images(pathlib.Path(options.data, "train"), cache)
    aside = held_out(subjects)
    if aside.all() or not aside.any():
        raise DataError(f'"{options.data}/train" has {len(set(subjects))} subjects, expected enough to hold a tenth out')
    trainer = ClassifierTrainer(images[~aside], grades[~aside], (images[aside], grades[aside]), options.arch, options.seed, options.batch)
    target = out / "checkpoint.pt"
    plan = Plan(options.epochs or DEFAULT_EPOCHS, options.minutes and options.minutes * 60, trainer.network.resolution)
    if target.exists() and not options.restart:
        kept = resume(target, trainer)
        stated = {"epochs": options.epochs, "seconds": None} if options.epochs else {"seconds": plan.seconds} if options.minutes else {}
        plan.__dict__.update({**kept, **stated})
        if options.minutes:
            plan.fit(trainer.epoch)
    print(f"{(~aside).sum()} images, {aside.sum()} held out, {options.arch}, epoch {trainer.epoch:.1f} of {plan.epochs}", flush=True)
    asked = []  # signals that ask for an end: the step is finished and saved first
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, frame: asked.append(received))
    run(trainer, plan, out, target, asked)
    if not asked:
        finish(trainer, plan, options, out, cache)


def finish(trainer, plan, options, out, cache):
    about = {"seed": trainer.seed, "epochs": plan.epochs, "minutes": round(plan.spent / 60, 1), "trained": len(trainer.images),
             "held out": len(trainer.held[1]), "chosen at": {k: v for k, v in trainer.best.items() if k != "weights"}}
    path = out / "classifier.pt"
    save_classifier(path, trainer.finished(), trainer.arch, about)
    about["val"] = evaluate(path, options.data, cache)
    save_classifier(path, load_classifier(path), trainer.arch, about)
    (out / "figures.json").write_text(json.dumps(about, indent=2) + "\n")
    print(f"done: {path}")


def main(arguments=None):
    options = parse(arguments)
    try:
        if options.evaluate:
            print(read_classifier(options.evaluate)["arch"], options.evaluate)
            evaluate(options.evaluate, options.data, options.cache or options.out)
        else:
            train(options)
    except (DataError, ClassifierError) as error:
        sys.exit(f"classify: {error}")


if __name__ == "__main__":
    main()
