#!/usr/bin/python3
"""Gives a trained knee generator edits that move its image: joint spaces, alignment, rotation, size, contrast, exposure.

Draws images, has `roentgan measure` find the edges of the joint in them, teaches a small network where each latent's pixels must
move, and writes generator.onnx with seven more numbers in its latent, generator-check.npz and generator-edits.json. See README.md.
"""
import argparse
import inspect
import json
import os
import pathlib
import sys
import tempfile
import warnings

import numpy
import torch

import checkpoint
import export_onnx
from choices import refuse_less
from generator import plain
from progress import Progress
from warp_layers import EDITS, Warped, edit_list, parted
from warp_model import WarpError, load_generator, load_templates
from warp_templates import SIZE
from warp_train import FEWEST, draw_and_measure, learn

SAY = 250  # steps between lines where there is no terminal
OPSET = 16  # the first with GridSample


def export(warped, path, label):
    """Inputs z [N,latent+7], the label, noise<s>; output image [N,1,224,224]; dynamic N. Returns the ops and their counts."""
    plain(warped.generator)
    warped.eval()
    inputs = export_onnx.example(warped.generator, label=label)
    newer = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    with warnings.catch_warnings():  # about shapes the exporter cannot infer; the checker below sees the result
        warnings.simplefilter("ignore")
        torch.onnx.export(warped, tuple(inputs.values()), str(path), input_names=list(inputs), output_names=["image"], opset_version=OPSET,
                          do_constant_folding=True, dynamic_axes={name: {0: "N"} for name in (*inputs, "image")}, **newer)
    return export_onnx.operations(path)


@torch.no_grad()
def write_all(warped, out, label):
    """The three files; each gets its name when it is whole. Returns the operations of the ONNX file."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".partial-", dir=out) as folder:
        partial = pathlib.Path(folder)
        found = export(warped, partial / "generator.onnx", label)
        inputs = export_onnx.example(warped.generator, label=label)
        numpy.savez(partial / "generator-check.npz", **{name: value.numpy() for name, value in inputs.items()}, image=warped(*inputs.values()).numpy())
        (partial / "generator-edits.json").write_text(json.dumps(edit_list(warped.before, warped.generator.classes)) + "\n")
        for path in sorted(partial.iterdir()):
            os.replace(path, out / path.name)
    return found


def check_generator(generator, path):
    """Refuses what the measurer cannot judge."""
    if (generator.size, generator.colours) != (SIZE, 1):
        raise WarpError(f'"{path}" draws {generator.colours} colours at {generator.size} pixels, expected grey knees at {SIZE}')


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="CHECKPOINT_OR_MODEL", help="checkpoint.pt of train.py, or a .safetensors model file")
    parser.add_argument("--out", required=True, metavar="DIR", help="where the files are written")
    parser.add_argument("--images", type=int, default=5000, help="drawn and measured (5000)")
    parser.add_argument("--steps", type=int, default=2500, help="of training the small network (2500)")
    parser.add_argument("--templates", metavar="MODEL", help="a model file with edits by warping: its small network is taken, for a generator that draws the same shapes; nothing is drawn or learned")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), help="and as many images measured at once")
    options = parser.parse_args(arguments)
    refuse_less(parser, options, images=FEWEST, steps=1, threads=1)
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    try:
        generator, label = load_generator(options.model)
        check_generator(generator, options.model)
        report = take_edits(generator, label, options) if options.templates else add_edits(generator, label, options)
    except (WarpError, checkpoint.CheckpointError, OSError) as error:
        sys.exit(f"warp_edits: {error}")
    print(json.dumps(report, indent=1))


def add_edits(generator, label, options):
    """Draws, measures, teaches and writes; returns what is printed."""
    drawing, learning = Progress("drawing and measuring"), Progress("learning")
    fast = generator.to(memory_format=torch.channels_last)
    with tempfile.TemporaryDirectory(prefix="roentgan-warp-") as work:
        measured = draw_and_measure(fast, options.images, work, options.threads, following=lambda done: drawing.show(done, options.images, say=True))
    drawing.end()
    net, scale, report = learn(measured, options.steps, following=lambda done, loss: learning.show(done, options.steps, f"loss {loss:.3f}", say=done % SAY == 0))
    learning.end()
    out = pathlib.Path(options.out)
    operations = write_all(Warped(generator, parted(net, scale, generator.latent)), out, label)
    return {"out": str(out), "images": options.images, "steps": options.steps, **report, "edits": [edit.name for edit in EDITS], "operations": operations}


def take_edits(generator, label, options):
    """Writes the generator with the small network of a model file that has one; returns what is printed."""
    out, templates = pathlib.Path(options.out), load_templates(options.templates)
    wanted = len(EDITS) + generator.start.weight.shape[0]
    if templates.start.in_features != wanted:
        raise WarpError(f'--templates "{options.templates}" takes {templates.start.in_features} numbers of latent and label, expected {wanted}')
    return {"out": str(out), "templates": options.templates, "edits": [edit.name for edit in EDITS], "operations": write_all(Warped(generator, templates), out, label)}


if __name__ == "__main__":
    main()
