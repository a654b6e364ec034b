#!/usr/bin/python3
"""Writes the averaged generator of a checkpoint as ONNX, with a check file and a sheet of samples. See README.md."""
import argparse
import collections
import os
import pathlib
import sys

import numpy
import onnx
import torch

import checkpoint
import sheet
from generator import GRADES, Generator, plain


def rebuild(state, size=None):
    """The averaged generator of a checkpoint, batch-norm statistics measured, ready to run at full resolution."""
    generator = Generator(state["latent"], channels=state["channels"])
    generator.load_state_dict(state["average"])
    return sheet.calibrated(generator, size=size)


class AtSize(torch.nn.Module):
    def __init__(self, generator, size):
        super().__init__()
        self.generator, self.size = generator, size

    def forward(self, z, grade):
        return self.generator(z, grade, self.size)


def export(generator, path, size=None):
    """Inputs z [N,latent] and grade [N,5], output image [N,1,size,size]; opset 13, dynamic N. Returns the ops and their counts."""
    path = pathlib.Path(path)
    partial = path.with_suffix(".partial")
    module = AtSize(plain(generator), size).eval()  # torch.onnx.export puts back the mode it finds, so it must find eval
    torch.onnx.export(module, (torch.zeros(2, generator.latent), torch.eye(GRADES)[:2]), str(partial),
                      input_names=["z", "grade"], output_names=["image"], opset_version=13, do_constant_folding=True,
                      dynamic_axes={name: {0: "N"} for name in ("z", "grade", "image")})
    model = onnx.load(str(partial))
    onnx.checker.check_model(model)
    os.replace(partial, path)
    return dict(collections.Counter(node.op_type for node in model.graph.node))


@torch.no_grad()
def write_check(generator, path, size=None):
    """Two inputs and the images PyTorch makes of them, to compare another runtime with."""
    rng = torch.Generator().manual_seed(3)
    z, grade = torch.randn(2, generator.latent, generator=rng), torch.eye(GRADES)[[0, 3]]
    image = generator(z, grade, size)
    numpy.savez(path, z=z.numpy(), grade=grade.numpy(), image=image.numpy())


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--out", default="/tmp/knee-train/knee128.onnx")
    parser.add_argument("--size", type=int, choices=(32, 64, 128), help="resolution, if lower than the trained one")
    options = parser.parse_args(arguments)
    try:
        generator = plain(rebuild(checkpoint.read(options.checkpoint), options.size))
    except checkpoint.CheckpointError as error:
        sys.exit(f"export_onnx: {error}")
    out = pathlib.Path(options.out)
    print(out, export(generator, out, options.size))
    write_check(generator, out.with_name(out.stem + "-check.npz"), options.size)
    sheet.write_sheet(out.with_name(out.stem + "-sheet.png"), sheet.samples(generator, size=options.size))


if __name__ == "__main__":
    main()
