#!/usr/bin/python3
"""Writes the averaged generator of a checkpoint as ONNX, with a check file and a sheet of samples. See README.md."""
import argparse
import collections
import inspect
import os
import pathlib
import sys
import warnings

import numpy
import torch

import checkpoint
import sheet
from generator import Generator, image_sizes, plain

GRADES = ["0", "1", "2", "3", "4"]


def rebuild(state, size=None):
    """The averaged generator of a checkpoint, batch-norm statistics measured, ready to run at full resolution."""
    generator = Generator(state["latent"], state["classes"], state["colours"], channels=state["channels"])
    generator.load_state_dict(state["average"])
    return sheet.calibrated(generator, size=size)


def label_name(state, wanted=None):
    """Name of the label input: as wanted now or when trained, else `grade` for classes 0 to 4 (Kellgren-Lawrence), else `label`."""
    run = state.get("run", {"choices": {}, "data": {}})
    return wanted or run["choices"].get("label") or ("grade" if run["data"].get("classes") == GRADES else "label")


class AtSize(torch.nn.Module):
    """The inputs in the order of the exported file: z, the label if there is one, noise by size."""

    def __init__(self, generator, size):
        super().__init__()
        self.generator, self.size = generator, size

    def forward(self, z, *rest):
        label, noise = (rest[0], rest[1:]) if self.generator.classes else (None, rest)
        return self.generator(z, label, noise, self.size)


def example(generator, size=None, label="label", seed=3):
    """Inputs of two images by name, in order."""
    rng = torch.Generator().manual_seed(seed)
    inputs = {"z": torch.randn(2, generator.latent, generator=rng)}
    if generator.classes:
        inputs[label] = sheet.one_hot(torch.tensor([0, generator.classes // 2]), generator.classes)
    noise = generator.draw_noise(2, rng, size)
    return {**inputs, **{f"noise{n.shape[-1]}": n for n in noise}}


def export(generator, path, size=None, label="label"):
    """Inputs z [N,latent], the label [N,classes] and noise<s> [N,1,s,s], output image [N,C,size,size]; opset 13, dynamic N. Returns the
    ops and their counts, {} where the onnx package is not there to count them."""
    path = pathlib.Path(path)
    partial = path.with_suffix(".partial")
    module = AtSize(plain(generator), size).eval()  # torch.onnx.export puts back the mode it finds, so it must find eval
    inputs = example(generator, size, label)
    newer = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    try:
        with warnings.catch_warnings():  # about shapes the exporter cannot infer; the checker below sees the result
            warnings.simplefilter("ignore")
            torch.onnx.export(module, tuple(inputs.values()), str(partial), input_names=list(inputs), output_names=["image"],
                              opset_version=13, do_constant_folding=True,
                              dynamic_axes={name: {0: "N"} for name in (*inputs, "image")}, **newer)
        found = operations(partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return found


def operations(path):
    try:
        import onnx
    except ImportError:
        return {}
    model = onnx.load(str(path))
    onnx.checker.check_model(model)
    return dict(collections.Counter(node.op_type for node in model.graph.node))


@torch.no_grad()
def write_check(generator, path, size=None, label="label"):
    """Inputs of two images and what PyTorch makes of them, to compare another runtime with."""
    inputs = example(generator, size, label)
    image = AtSize(generator, size)(*inputs.values())
    numpy.savez(path, **{name: value.numpy() for name, value in inputs.items()}, image=image.numpy())


def write_all(state, out, size=None, label=None):
    """OUT.onnx, OUT-check.npz and OUT-sheet.png of a checkpoint's state; returns the operations of the ONNX file."""
    generator, label = plain(rebuild(state, size)), label_name(state, label)
    out.parent.mkdir(parents=True, exist_ok=True)
    found = export(generator, out, size, label)
    write_check(generator, out.with_name(out.stem + "-check.npz"), size, label)
    sheet.write_sheet(out.with_name(out.stem + "-sheet.png"), sheet.samples(generator, size=size))
    return found


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--out", required=True, help="the .onnx file; the check file and the sheet lie beside it")
    parser.add_argument("--size", type=int, help="resolution, if lower than the trained one")
    parser.add_argument("--label", help="name of the label input (grade for the classes 0-4, else label)")
    options = parser.parse_args(arguments)
    try:
        state = checkpoint.read(options.checkpoint)
        drawn = image_sizes(state["channels"])
        if options.size not in (None, *drawn):
            sys.exit(f"export_onnx: --size is {options.size}, expected one of {', '.join(map(str, drawn))}")
        print(options.out, write_all(state, pathlib.Path(options.out), options.size, options.label))
    except (checkpoint.CheckpointError, OSError) as error:
        sys.exit(f"export_onnx: {error}")


if __name__ == "__main__":
    main()
