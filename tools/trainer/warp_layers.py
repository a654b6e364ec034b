"""A generator whose image is moved by a spatial transformer (Jaderberg et al. 2015, arXiv 1506.02025), controlled by more numbers of its latent.

    z [N,latent+7] = what it had, then the amounts of EDITS in 1/UNIT deviations
    templates of (z, label) x amounts + rotation + size -> where each pixel is taken from
    image before tanh, sampled there -> x gain + offset -> tanh
"""
from typing import NamedTuple

import numpy
import torch
import torch.nn.functional as F
from torch import nn

from generator import Generator
from warp_templates import CELL, NAMES, RASTER, SIZE


class Edit(NamedTuple):
    name: str
    unit: str
    deviation: float  # about one standard deviation among knees
    factor: float  # what the warp is told for each unit asked: more than 1 where the measurer sees less of it than was done


EDITS = (Edit("joint space medial", "% of tibial width", 1.31, 1.4), Edit("joint space lateral", "% of tibial width", 2.08, 1.28),
         Edit("bone contrast", "% of full scale", 5.6, 1.13), Edit("exposure", "% of full scale", 5.9, 1.2),
         Edit("rotation", "degrees", 3.4, 0.93), Edit("size", "% of the mean knee", 2.2, 1.0), Edit("alignment", "degrees", 3.65, 1.0))
UNIT = 0.002  # of a deviation is what a latent of 1 does: drawn at random, the seven leave an image as good as unchanged
SPLIT = 0.04  # what is so small is divided between the weights of amounts and of the flow, so that f16 holds either in full
CONTRAST = 27.0  # % of full scale: what knees have on average; an edit of it is a factor
PIVOT = 0.155  # grey before tanh that a change of contrast leaves as it is
# Weights of the templates' amounts: (template of NAMES, edit, sign). Both directions of alignment share a template.
PARTS = ((0, 0, 1), (1, 0, -1), (2, 1, 1), (3, 1, -1), (4, 6, 1), (4, 6, -1))
TONE_CONTRAST, TONE_EXPOSURE, ROTATION, ENLARGE = 2, 3, 4, 5  # the numbers of the edits that are no template


class Templates(nn.Module):
    """[N,inputs], the latent and the embedded label -> [N,5,RASTER,RASTER]."""

    def __init__(self, inputs):
        super().__init__()
        self.start = nn.Linear(inputs, 48 * 49)
        self.grow = nn.Sequential(*(part for i, o in ((48, 40), (40, 32), (32, 16)) for part in (nn.ConvTranspose2d(i, o, 4, 2, 1), nn.ReLU())))
        self.last = nn.Conv2d(16, len(NAMES), 3, padding=1)

    def forward(self, x):
        return self.last(self.grow(F.relu(self.start(x)).view(-1, 48, 7, 7)))


def empty_parts(inputs):
    """Templates that have one output for each of PARTS."""
    found = Templates(inputs)
    found.last = nn.Conv2d(16, len(PARTS), 3, padding=1)
    return found


@torch.no_grad()
def parted(net, scale, latent):
    """Trained Templates for the longer latent, one output for each of PARTS, in pixels per unit; `scale` [5] is what theirs are multiplied by."""
    count, state = len(EDITS), net.state_dict()
    wide = empty_parts(net.start.in_features + count)
    weight, which = state["start.weight"], [template for template, _, _ in PARTS]
    state["start.weight"] = torch.cat([weight[:, :latent], weight.new_zeros(len(weight), count), weight[:, latent:]], 1)
    state["last.weight"] = (state["last.weight"] * scale.view(-1, 1, 1, 1))[which]
    state["last.bias"] = (state["last.bias"] * scale)[which]
    wide.load_state_dict(state)
    return wide


def known(generator, z, label):
    """What the first layer sees, and the templates too: [N,latent+embedding]."""
    return z if generator.embed is None else torch.cat([z, generator.embed(label)], 1)


@torch.no_grad()
def widened(generator, extra):
    """A copy that takes `extra` more numbers behind its latent, which do nothing."""
    embedding = 0 if generator.embed is None else generator.embed.out_features
    wide = Generator(generator.latent + extra, generator.classes, generator.colours, embedding, generator.channels)
    weight = generator.start.weight
    zeros = weight.new_zeros(extra, *weight.shape[1:])
    wide.load_state_dict({**generator.state_dict(), "start.weight": torch.cat([weight[:generator.latent], zeros, weight[generator.latent:]])})
    return wide.eval()


class Warped(nn.Module):
    """The generator with EDITS; its first `latent` numbers, label and noise are as before. `templates` are `parted` ones."""

    @torch.no_grad()
    def __init__(self, generator, templates):
        super().__init__()
        self.before, count = generator.latent, len(EDITS)
        self.generator, self.latent = widened(generator, count), generator.latent + count
        self.templates = templates
        self.amounts, self.rigid = nn.Linear(self.latent, len(PARTS), bias=False), nn.Linear(self.latent, 2, bias=False)
        self.gain, self.offset = nn.Linear(self.latent, 1), nn.Linear(self.latent, 1)
        for layer, bias in ((self.amounts, None), (self.rigid, None), (self.gain, 1), (self.offset, 0)):
            layer.weight.zero_()
            if bias is not None:
                layer.bias.fill_(bias)
        unit = [UNIT * edit.deviation * edit.factor for edit in EDITS]
        column = lambda edit: self.before + edit
        for row, (_, edit, sign) in enumerate(PARTS):
            self.amounts.weight[row, column(edit)] = sign * unit[edit] / SPLIT
        self.rigid.weight[0, column(ROTATION)] = unit[ROTATION] * numpy.pi / 180 / SPLIT
        self.rigid.weight[1, column(ENLARGE)] = unit[ENLARGE] / 100 / SPLIT
        self.gain.weight[0, column(TONE_CONTRAST)] = unit[TONE_CONTRAST] / CONTRAST
        self.offset.weight[0, column(TONE_CONTRAST)] = -PIVOT * unit[TONE_CONTRAST] / CONTRAST
        self.offset.weight[0, column(TONE_EXPOSURE)] = unit[TONE_EXPOSURE] / 100 * 2  # [-1,1] is full scale
        self.add_places()

    def add_places(self):
        """Buffers in grid_sample's units, half the image: the grid at rest, and what templates and rigid motion add to it (x before y)."""
        half = SIZE / 2
        y, x = torch.meshgrid(torch.arange(SIZE) - half + 0.5, torch.arange(SIZE) - half + 0.5, indexing="ij")
        self.register_buffer("rest", torch.stack([x, y])[None] / half, persistent=False)
        cells = torch.arange(RASTER) * float(CELL) + (CELL - 1) / 2 - half + 0.5
        y, x = torch.meshgrid(cells, cells, indexing="ij")
        motion = torch.stack([torch.stack([y, -x]), torch.stack([-x, -y])])  # a turn, in radians; a share by which all gets larger
        self.register_buffer("motion", (motion * SPLIT / half).flatten(1).T.contiguous(), persistent=False)
        spread = torch.zeros(2, len(PARTS), 1, 1)
        for part, (template, _, sign) in enumerate(PARTS):
            spread[0 if NAMES[template] == "alignment" else 1, part] = sign
        self.register_buffer("spread", spread * SPLIT / half, persistent=False)

    def grid(self, z, templates):
        """Latents and templates [N,6,RASTER,RASTER] in pixels per unit -> where each pixel is taken from, [N,SIZE,SIZE,2] as grid_sample takes it."""
        moved = templates * F.relu(self.amounts(z))[:, :, None, None]
        flow = F.conv2d(moved, self.spread) + F.linear(self.rigid(z), self.motion).view(-1, 2, RASTER, RASTER)
        return (F.interpolate(flow, scale_factor=CELL, mode="bilinear", align_corners=False) + self.rest).permute(0, 2, 3, 1)

    def finish(self, image, z, templates):
        """An image before tanh -> the edited one."""
        # Bilinear sampling would blur an image as soon as it moves, and narrow its joint spaces; a repeated border would be drawn out to streaks.
        sampled = F.grid_sample(image, self.grid(z, templates), mode="bicubic", padding_mode="reflection", align_corners=False)
        return torch.tanh(sampled * self.gain(z)[:, :, None, None] + self.offset(z)[:, :, None, None])

    def forward(self, z, *rest):
        """Inputs in the order of the exported file: z, the label if there is one, noise by size."""
        label, noise = (rest[0], rest[1:]) if self.generator.classes else (None, rest)
        return self.finish(self.generator.before_tanh(z, label, noise), z, self.templates(known(self.generator, z, label)))


def edit_list(latent, classes):
    """What `roentgan edits find --learned` reads: by how much a unit of each edit moves the latent. Severity moves the label alone."""
    found = []
    if classes > 1:
        found.append({"name": "severity", "unit": "KL grades", "taughtTo": classes - 1, "vector": [0.0] * (latent + len(EDITS))})
    for index, edit in enumerate(EDITS):
        vector = [0.0] * (latent + len(EDITS))
        vector[latent + index] = float(f"{1 / (UNIT * edit.deviation):.6g}")
        found.append({"name": edit.name, "unit": edit.unit, "taughtTo": round(2 * edit.deviation, 4), "vector": vector})
    return {"edits": found}
