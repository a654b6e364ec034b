#!/usr/bin/python3
"""Mixes generated and real radiographs for a look without knowing which is which, and scores the answers. See README.md.

`blind.py make` writes numbered PNGs and sheets into --out, and key.csv, which the reader leaves closed. The reader fills a file
of lines `NUMBER,real` or `NUMBER,synthetic`; `blind.py score` compares it with the key.
"""
import argparse
import csv
import pathlib
import sys

import numpy
from PIL import Image

import data
import report_sheet
from report_bootstrap import binomial_interval
from report_generate import SEED_STEP, generate, read_model
from report_images import GRADES, ReportError, grade_mix, outside_repository, read_real

KINDS = ("real", "synthetic")


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="write the images and the key", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    make.add_argument("model", help="model file (.safetensors)")
    make.add_argument("--val", required=True, help="folder 0/ to 4/ of real radiographs that the model was not trained on")
    make.add_argument("--out", required=True, help="folder outside the repository")
    make.add_argument("--count", type=int, default=100, help="images of each kind, in val's mix of grades")
    make.add_argument("--seed", type=int, default=200_000_000, help="first seed of the images, and of the order")
    make.add_argument("--per-sheet", type=int, default=20)
    score = commands.add_parser("score", help="compare answers with the key")
    score.add_argument("--key", required=True, help="key.csv that make wrote")
    score.add_argument("--answers", required=True, help="lines NUMBER,real or NUMBER,synthetic")
    options = parser.parse_args(arguments)
    if options.command == "make" and not (options.count >= 1 and options.per_sheet >= 1):
        parser.error("--count and --per-sheet are at least 1")
    return options


def mix(generated, real, rng):
    """Random order of both: [(image, kind, index within its kind)]."""
    entries = [(image, kind, index) for kind, images in zip(KINDS, (real, generated)) for index, image in enumerate(images)]
    return [entries[i] for i in rng.permutation(len(entries))]


def make(options):
    out = outside_repository(options.out)
    model = read_model(options.model)
    real = read_real(options.val, out / "cache")
    rng = numpy.random.default_rng(options.seed)
    counts = grade_mix(real.grades, options.count)
    made, grades, _ = generate(model, counts, options.seed, out / "cache")
    picked = numpy.concatenate([rng.choice(numpy.flatnonzero(real.grades == g), n, replace=False) for g, n in enumerate(counts)])
    seeds = [options.seed + g * SEED_STEP + int(k) for g in range(GRADES) for k in range(counts[g])]
    names = {"real": [f"{real.paths[i].parent.name}/{real.paths[i].name}" for i in picked], "synthetic": [f"grade {g} seed {s}" for g, s in zip(grades, seeds)]}
    tiles, key = [], []
    for number, (image, kind, index) in enumerate(mix(made, real.images[picked], rng), 1):
        report_sheet.save(Image.fromarray(numpy.ascontiguousarray(image)), out / f"{number:03d}.png")
        tiles.append(report_sheet.captioned(numpy.ascontiguousarray(image), f"{number:03d}"))
        key.append((number, kind, names[kind][index]))
    for start in range(0, len(tiles), options.per_sheet):
        sheet = report_sheet.grid(tiles[start:start + options.per_sheet], 5)
        report_sheet.save(sheet, out / f"sheet-{start + 1:03d}-{min(start + options.per_sheet, len(tiles)):03d}.png")
    with (out / "key.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("number", "kind", "what"), *key])
    print(f"{len(key)} images and their sheets in {out}; write answers as lines NUMBER,real or NUMBER,synthetic, then: "
          f"blind.py score --key {out}/key.csv --answers FILE")


def read_rows(path):
    """{number: kind} of a CSV file; a first line of names is skipped."""
    try:
        with open(path, newline="") as file:
            rows = [[cell.strip() for cell in row] for row in csv.reader(file) if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(f'"{path}" cannot be read ({getattr(error, "strerror", None) or error})') from error
    found = {}
    for line, row in enumerate(rows, 1):
        if line == 1 and not row[0].isdigit():
            continue
        if len(row) < 2 or not row[0].isdigit() or row[1] not in KINDS:
            raise ReportError(f'"{path}" line {line} is "{",".join(row)}", expected NUMBER,real or NUMBER,synthetic')
        if int(row[0]) in found:
            raise ReportError(f'"{path}" line {line} answers number {int(row[0])} a second time')
        found[int(row[0])] = row[1]
    return found


def share(hits, count):
    low, high = binomial_interval(hits, count)
    return f"{hits} of {count}: {100 * hits / count:.1f} % (exact 95 % interval {100 * low:.1f} to {100 * high:.1f})"


def score(key, answers):
    """Lines of text: accuracy, and how often each kind was taken for the other."""
    unknown = sorted(set(answers) - set(key))
    if unknown or not answers:
        raise ReportError(f"the answers name {f'number {unknown[0]}, which the key has not' if unknown else 'no number'}, expected 1 to {max(key)}")
    right = sum(key[n] == kind for n, kind in answers.items())
    lines = [f"answered {len(answers)} of {len(key)}", f"right: {share(right, len(answers))}; guessing gives 50 %"]
    for kind, other in (KINDS, KINDS[::-1]):
        of = [n for n in answers if key[n] == kind]
        if of:
            lines.append(f"{kind} taken for {other}: {share(sum(answers[n] == other for n in of), len(of))}")
    return lines


def main(arguments=None):
    options = parse(arguments)
    try:
        if options.command == "make":
            make(options)
        else:
            print("\n".join(score(read_rows(options.key), read_rows(options.answers))))
    except (ReportError, data.DataError) as error:
        sys.exit(f"blind: {error}")


if __name__ == "__main__":
    main()
