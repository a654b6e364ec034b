#!/usr/bin/python3
"""Do synthetic images help a classifier of Kellgren-Lawrence grades where real ones are scarce? Trains it with and without, and writes what was found. See README.md.

Real images never leave --out, which must be outside the repository.
"""
import argparse
import dataclasses
import hashlib
import json
import pathlib
import platform
import shlex
import shutil
import sys
import time

import matplotlib
import numpy
import torch

import augmentation_analysis
import augmentation_cells
import augmentation_data
import augmentation_plots
import augmentation_text
from augmentation_data import MIXES
from augmentation_pool import DrawnPool, FolderPool
from augmentation_settings import SETTINGS
from augmentation_train import answers, train
from data import DataError
from report import processor
from report_images import REPOSITORY, ReportError, outside_repository

MODEL = REPOSITORY / "models" / "knee.safetensors"


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("data", help="folder with train/0-4 and val/0-4")
    parser.add_argument("--out", required=True, help="folder outside the repository; the same command again goes on where it stopped")
    parser.add_argument("--setting", choices=SETTINGS, default="small", help="small is for two CPU cores, full for a GPU")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--model", default=str(MODEL), help="model file that draws the synthetic images")
    source.add_argument("--synthetic", metavar="FOLDER", help="take synthetic images from a folder 0/ to 4/ instead, such as `roentgan export` writes")
    parser.add_argument("--generator-trained-on", metavar="FOLDER", help="what the generator was trained on, if not DATA/train: a folder of some of its files; "
                        "real images are then drawn from these alone, and with all of them generator and classifier had the same")
    parser.add_argument("--mix", choices=MIXES, default="real", help="grades of the synthetic images: in the mix of the real ones, or as many of each")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--restart", action="store_true", help="forget the runs that are finished")
    parser.add_argument("--so-far", action="store_true", help="train nothing: write what the finished runs show")
    parser.add_argument("--publish", metavar="DOCS", help="also put document, plots and figures into this docs folder")
    options = parser.parse_args(arguments)
    if options.threads < 1:
        parser.error(f"--threads is {options.threads}, expected at least 1")
    if options.device.startswith("cuda") and not torch.cuda.is_available():
        parser.error(f"--device {options.device}: PyTorch {torch.__version__} finds no CUDA device, expected one or --device cpu")
    return options


def read_all(options, setting, out, say):
    """(real training images, val, synthetic pool, the cells, and the setup: what may not change when a run goes on)."""
    folder, cache = pathlib.Path(options.data), out / "private"
    train_images, val = (augmentation_data.read(folder / part, setting.size, cache) for part in ("train", "val"))
    shared = set(train_images.subjects) & set(val.subjects)
    if shared:
        raise ReportError(f'"{folder}" has {len(shared)} subjects in train and in val ("{min(shared)}"), expected none')
    seen = augmentation_data.seen_by_generator(options.generator_trained_on or folder / "train", folder / "train")
    real = train_images.take(numpy.flatnonzero(seen))
    todo = augmentation_cells.cells(setting, len(real.grades))
    counts = augmentation_data.counts_of(max(cell.synthetic for cell in todo), real.grades, options.mix)
    say(f"{len(real.grades)} real images, {len(val.grades)} of val, {sum(counts)} synthetic ones needed ({', '.join(map(str, counts))} of KL 0 to 4)")
    if options.synthetic:
        pool = FolderPool(options.synthetic, counts, setting.size, cache)
    else:
        pool = DrawnPool(options.model, setting.size, cache, options.threads, say)
    checksum = lambda images: hashlib.sha256(numpy.ascontiguousarray(images)).hexdigest()[:16]
    setup = {"setting": json.loads(json.dumps(dataclasses.asdict(setting))), "mix": options.mix, "device": options.device, "threads": options.threads,
             "real": {"count": len(real.grades), "of": len(train_images.grades), "subjects": len(set(real.subjects)),
                      "grades": numpy.bincount(real.grades, minlength=5).tolist(), "pixels": checksum(real.images)},
             "val": {"count": len(val.grades), "subjects": len(set(val.subjects)), "grades": numpy.bincount(val.grades, minlength=5).tolist(), "pixels": checksum(val.images)},
             "synthetic": {**pool.facts(), "count": sum(counts), "grades": counts}}
    return real, val, pool, todo, setup


def made(options, command, lines):
    return {"command": command, "date": time.strftime("%Y-%m-%d"), "hours": sum(line["seconds"] for line in lines) / 3600,
            "with": f"Python {platform.python_version()}, NumPy {numpy.__version__}, PyTorch {torch.__version__}, Matplotlib {matplotlib.__version__}; "
                    + (torch.cuda.get_device_name() if options.device.startswith("cuda") else f"{processor()}, {options.threads} thread{'s' * (options.threads > 1)}")}


def run(options, command):
    begin = time.monotonic()
    say = lambda text: print(f"{time.monotonic() - begin:6.0f} s  {text}", flush=True)
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    out, setting = outside_repository(options.out), SETTINGS[options.setting]
    real, val, pool, todo, setup = read_all(options, setting, out, say)
    results = augmentation_cells.begin(out, setup, options.restart)

    def execute(cell):
        images, grades = augmentation_data.training_set(cell, real, pool, options.mix)
        lap = time.monotonic()
        network, loss = train(images, grades, setting, cell.steps, cell.seed, options.device)
        found = {"grades": numpy.bincount(grades, minlength=5).tolist(), "loss": round(loss, 4), **answers(network, val.images, options.device)}
        return time.monotonic() - lap, {**found, "drawn by": pool.adapter}

    if not options.so_far:
        augmentation_cells.run(todo, results, execute)
    done = augmentation_cells.read_results(results)
    lines = [done[cell.key] for cell in todo if cell.key in done]
    if not lines:
        raise ReportError(f'"{results}" holds no finished run, expected at least one for --so-far')
    found = augmentation_analysis.analyse(lines, val.grades, val.subjects)
    found = {"setup": setup, "made": {**made(options, command, lines), "drawn by": next((line["drawn by"] for line in lines if line["synthetic"]), "nothing was drawn yet"), "finished": len(lines), "cells": len(todo)}, **found}
    write(found, out, options.publish)
    say(f"{out}/docs/augmentation.md, {out}/results.json")


def write(found, out, docs):
    """Document, plots and figures into `out`, and into a docs folder."""
    images = out / "docs" / "images" / augmentation_text.IMAGES
    augmentation_plots.draw_all(found, images)
    figures = json.dumps(found, indent=1) + "\n"
    for path, text in ((out / "results.json", figures), (out / "docs" / "augmentation.json", figures), (out / "docs" / "augmentation.md", augmentation_text.write(found))):
        partial = path.with_suffix(".partial")
        partial.write_text(text)
        partial.replace(path)
    if docs:
        shutil.copytree(out / "docs", docs, dirs_exist_ok=True)


def main(arguments=None):
    options = parse(arguments)
    try:
        run(options, shlex.join(["augmentation.py", *(sys.argv[1:] if arguments is None else arguments)]))
    except (ReportError, DataError) as error:
        sys.exit(f"augmentation: {error}")
    except KeyboardInterrupt:
        sys.exit(f"augmentation: stopped; the same command goes on after the last finished run in {options.out}/results.jsonl")


if __name__ == "__main__":
    main()
