#!/usr/bin/python3
"""Teaches a trained generator to draw what it draws now without the grid of its upsampling, by its own filtered images.

Draws images, finds the frequencies of the grid that stand out of their mean spectrum, and trains the layers that draw detail on
the difference to the same images with those frequencies lowered. Needs no training images. Writes generator.onnx and
generator-check.npz. See README.md.
"""
import argparse
import copy
import json
import os
import pathlib
import sys
import tempfile

import torch

import checkpoint
import export_onnx
from choices import refuse_less
from generator import plain
from grid import PERIODS, STANDS_OUT, Lattice, excess, radial_db
from progress import Progress
from warp_model import WarpError, load_generator
from warp_train import draw_inputs

RATE = 3e-4
TOGETHER = 20  # images drawn at once for the spectrum
STRESS = 3e-3  # of the grid's power, as a share of the spectrum around it, beside the mean square of all differences
SPECTRUM = 1e-4  # of the squared difference of radial spectra, in dB: what is too fine to be predicted would fade otherwise
FEWEST = 16  # images: a mean spectrum of fewer has peaks of its own
SAY = 50  # steps between lines where there is no terminal


class Lesson:
    """Batches of inputs with what is to be drawn of them."""

    def __init__(self, teacher, seed):
        self.teacher, self.rng = teacher, torch.Generator().manual_seed(seed)

    @torch.no_grad()
    def draw(self, count):
        """(inputs of the generator, its images)."""
        z, label = draw_inputs(self.teacher, count, self.rng)
        inputs = z, label, self.teacher.draw_noise(count, self.rng)
        return inputs, self.teacher(*inputs)

    def images(self, count):
        return torch.cat([self.draw(min(TOGETHER, count - first))[1] for first in range(0, count, TOGETHER)])


def trained_layers(generator):
    """Parameters of the layers whose upsampling leaves the grid: two doublings before the first image that can be drawn, and all after."""
    first = generator.sizes.index(generator.image_sizes[0]) - 1
    sizes = [str(size) for size in generator.sizes[first:]]
    layers = [generator.blocks[size] for size in sizes] + [generator.refine, generator.to_image[str(generator.size)]]
    return [parameter for layer in layers for parameter in layer.parameters()]


def mend(teacher, generator, count, steps, batch, seed, following=lambda done, note: None):
    """Teaches `generator`, a copy of `teacher` or what came of one earlier, in evaluation mode all along, by `count` images' spectrum;
    returns what is printed."""
    teacher.requires_grad_(False)
    lesson = Lesson(teacher, seed)
    lattice = Lattice(lesson.images(count))
    if not lattice.count:
        raise WarpError(f"no grid stands out of the spectrum of {count} images by more than {STANDS_OUT:g} dB, expected one to mend")
    generator.requires_grad_(False)
    parameters = trained_layers(generator)
    for parameter in parameters:
        parameter.requires_grad_(True)
    optimizer = torch.optim.Adam(parameters, RATE, betas=(0.9, 0.99))
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for step in range(steps):
        inputs, drawn = lesson.draw(batch)
        wanted = lattice.mended(drawn)
        made = generator(*inputs)
        difference, spectrum = made - wanted, radial_db(made) - radial_db(wanted)
        loss = difference.square().mean() + STRESS * lattice.power(difference) + SPECTRUM * spectrum.square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        left = lattice.power(difference.detach()) / lattice.power(drawn - wanted)
        following(step + 1, f"{100 * float(left):.0f} % of the grid's power is left, spectrum {float(spectrum.square().mean().sqrt()):.2f} dB off")
    generator.requires_grad_(False)
    return compare(Lesson(teacher, seed + 1), generator, lattice, count)


def compare(lesson, generator, lattice, count):
    """What the generator draws of inputs that it was not taught, beside what it drew."""
    befores, afters = [], []
    for first in range(0, count, TOGETHER):
        inputs, drawn = lesson.draw(min(TOGETHER, count - first))
        befores.append(drawn)
        afters.append(generator(*inputs))
    before, after = torch.cat(befores), torch.cat(afters)
    other = float((after - lattice.mended(before)).square().mean().sqrt())
    spectrum = float((radial_db(after) - radial_db(lattice.mended(before))).square().mean().sqrt())
    return {"grid_before_db": excess(before), "grid_after_db": excess(after), "other_change_rms": round(other, 4), "spectrum_change_db": round(spectrum, 2)}


def begun(teacher, start):
    """What learns: a copy of the teacher, or the model of an earlier result."""
    if start is None:
        return copy.deepcopy(teacher)
    generator, _ = load_generator(start)
    shapes = [{name: tensor.shape for name, tensor in each.state_dict().items()} for each in (teacher, generator)]
    if shapes[0] != shapes[1]:
        raise WarpError(f'--start "{start}" has other layers than the model, expected what mend_grid.py made of the same one')
    return generator.to(memory_format=torch.channels_last)


def write_all(generator, out, label):
    """The two files; each gets its name when it is whole. Returns the operations of the ONNX file."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".partial-", dir=out) as folder:
        partial = pathlib.Path(folder)
        found = export_onnx.export(generator, partial / "generator.onnx", label=label)
        export_onnx.write_check(generator, partial / "generator-check.npz", label=label)
        for path in sorted(partial.iterdir()):
            os.replace(path, out / path.name)
    return found


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="CHECKPOINT_OR_MODEL", help="checkpoint.pt of train.py, or a .safetensors model file")
    parser.add_argument("--out", required=True, metavar="DIR", help="where the files are written")
    parser.add_argument("--start", metavar="MODEL", help="what this command made of the same model earlier, to go on from")
    parser.add_argument("--images", type=int, default=300, help="whose mean spectrum says where the grid is (300)")
    parser.add_argument("--steps", type=int, default=1000, help="of training (1000)")
    parser.add_argument("--batch", type=int, default=8, help="images a step (8)")
    parser.add_argument("--seed", type=int, default=1, help="of latents, labels and noise (1)")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args(arguments)
    refuse_less(parser, options, images=FEWEST, steps=1, batch=1, threads=1)
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    try:
        generator, label = load_generator(options.model)
        if generator.size % max(PERIODS):
            raise WarpError(f'"{options.model}" draws at {generator.size} pixels, expected a multiple of {max(PERIODS)}')
        teacher = generator.to(memory_format=torch.channels_last)
        generator = begun(teacher, options.start)
        learning = Progress("mending")
        show = lambda done, note: learning.show(done, options.steps, note, say=done % SAY == 0)
        report = mend(teacher, generator, options.images, options.steps, options.batch, options.seed, show)
        learning.end()
        print(json.dumps({"out": options.out, **report, "operations": write_all(plain(generator), pathlib.Path(options.out), label)}, indent=1))
    except (WarpError, checkpoint.CheckpointError, OSError) as error:
        sys.exit(f"mend_grid: {error}")


if __name__ == "__main__":
    main()
