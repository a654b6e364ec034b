#!/usr/bin/python3
"""Trains an image generator on a folder of images, and writes it as ONNX and as a model file. See README.md.

The folder holds one subfolder of images for each class, or images alone. The same command again goes on where it stopped.
"""
import argparse
import math
import os
import pathlib
import sys

import torch

import checkpoint
import finish
import loop
from attributes import AttributesError
from choices import ChoiceError, DEFAULTS, resolve
from classifier import ClassifierError
from data import DataError, read_folder, read_negatives
from progress import Progress
from run import RunError, begin, check_out, device_of, read_if_there
from sizes import SIZES
from trainer import OBJECTIVES


def stages(text):
    try:
        parsed = tuple(tuple(int(n) for n in part.split(":")) for part in text.split(","))
        rising = [size for size, _ in parsed]
        if rising != sorted(set(rising)) or any(steps < 1 for _, steps in parsed):
            raise ValueError
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}", expected SIZE:STEPS,... with rising sizes, such as 56:2000,112:1000,224:17000')
    return parsed


def number(kind, least, most=math.inf):
    def parse(text):
        try:
            value = kind(text)
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            limits = f"at least {least}" if most == math.inf else f"{least} to {most}"
            raise argparse.ArgumentTypeError(f'"{text}", expected a number, {limits}')
        return value
    return parse


def parse(arguments):
    """Options of `choices` are None where not stated: a checkpoint's value or the default counts then."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = lambda name: f" ({DEFAULTS[name]})"
    parser.add_argument("data", help="folder of images, or of one folder of images for each class")
    parser.add_argument("--out", required=True, help="folder of checkpoint, log, sheets and decoded images; outside the repository")
    parser.add_argument("--model", help="model file to write in the end (.safetensors); needs the roentgan command")
    parser.add_argument("--provenance", help="JSON with name, licence, attribution or trainingData for the model file")

    what = parser.add_argument_group("what is trained (cannot change once begun)")
    what.add_argument("--size", type=int, choices=SIZES, help="pixels a side" + default("size"))
    what.add_argument("--colour", action=argparse.BooleanOptionalAction, help="train in colour, else in grey")
    what.add_argument("--mirror-left", action=argparse.BooleanOptionalAction, help="mirror files whose name without suffix ends in L")
    what.add_argument("--objective", choices=OBJECTIVES, help="loss" + default("objective"))
    what.add_argument("--width", type=number(float, 0.02, 4), help="factor of all channels" + default("width"))
    what.add_argument("--latent", type=number(int, 1, 4096), help="numbers in the latent" + default("latent"))
    what.add_argument("--stages", type=stages, help="steps at each resolution, SIZE:STEPS,...; the last length may change")
    what.add_argument("--warmup", type=number(int, 0), help="first steps, which only teach coarse shapes" + default("warmup"))
    what.add_argument("--fade", type=number(int, 1), help="steps over which a new resolution is blended in" + default("fade"))
    what.add_argument("--seed", type=int, help="of weights and order" + default("seed"))
    what.add_argument("--init", help="checkpoint of another run to begin from: same layers, maybe another size")

    how = parser.add_argument_group("how it is trained (may change on resuming)")
    how.add_argument("--steps", type=number(int, 1), help="in all" + default("steps"))
    how.add_argument("--batch", type=number(int, 2), help="images a step" + default("batch"))
    how.add_argument("--rate", type=number(float, 0), help="Adam's learning rate" + default("rate"))
    how.add_argument("--penalty", type=number(float, 0), help="weight of R1 at 128 px" + default("penalty"))
    how.add_argument("--anchor", type=number(float, 0), help="weight of coarse shapes" + default("anchor"))
    how.add_argument("--texture", type=number(float, 0), help="weight of texture that stands still or repeats" + default("texture"))
    how.add_argument("--negatives", help="text file that names photographic negatives, CLASS/FILE a line: they are inverted")
    how.add_argument("--guide", help="classifier (classify.py) that keeps images at their label")
    how.add_argument("--edits", help="attributes (learn_attributes.py) whose edits are learned with the generator")
    how.add_argument("--edit-weight", type=number(float, 0), help="weight of that" + default("edit_weight"))
    how.add_argument("--half-life", type=number(int, 1), help="of the averaged weights, in images" + default("half_life"))
    how.add_argument("--mixed", action=argparse.BooleanOptionalAction, help="16-bit arithmetic where it is safe" + default("mixed"))
    how.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="auto takes CUDA where there is one")
    how.add_argument("--threads", type=number(int, 1, 1024), default=len(os.sched_getaffinity(0)), help="CPU threads (all)")
    how.add_argument("--minutes", type=number(float, 0), default=math.inf, help="stop after so many, then export")
    how.add_argument("--save-minutes", type=number(float, 0), default=4.0, help="between checkpoints (4)")
    how.add_argument("--sheet-steps", type=number(int, 1), default=1000, help="between sample sheets (1000)")
    how.add_argument("--label", help="name of the label input in the exported model (grade for the classes 0-4, else label)")
    how.add_argument("--restart", action="store_true", help="begin anew: the checkpoint in --out is overwritten")
    return parser.parse_args(arguments)


def train(options):
    out = check_out(options.out)
    convert = finish.converter() if options.model else None
    stated = finish.read_provenance(options.provenance)
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    device = device_of(options.device)
    state = None if options.restart else read_if_there(out / "checkpoint.pt")
    choices = resolve(vars(options), state)
    reading = Progress("reading")
    dataset = read_folder(options.data, choices["size"], out, choices["colour"], choices["mirror_left"],
                          read_negatives(choices["negatives"]), reading.show)
    reading.end()
    trainer, run = begin(dataset, choices, state, device, pathlib.Path(options.data).resolve().name)
    print(f"{len(dataset.images)} images, {len(dataset.classes) or 'no'} classes, {choices['size']} px, on {device}: "
          f"step {trainer.step} of {choices['steps']}, batch {choices['batch']}", flush=True)
    pace = loop.Pace(choices["steps"], options.minutes, options.save_minutes, options.sheet_steps)
    stopped = loop.train(trainer, out, run, pace)
    print(f"{'stopped' if stopped else 'trained'} at step {trainer.step}: {out / 'checkpoint.pt'}", flush=True)
    if stopped:
        sys.exit(130)
    finish.export(out, options.model, convert, stated)


def main(arguments=None):
    try:
        train(parse(arguments))
    except (DataError, checkpoint.CheckpointError, AttributesError, ClassifierError, ChoiceError, RunError, finish.FinishError) as error:
        sys.exit(f"train: {error}")
    except KeyboardInterrupt:
        sys.exit("train: interrupted")
    except OSError as error:
        sys.exit(f"train: {error}")


if __name__ == "__main__":
    main()
