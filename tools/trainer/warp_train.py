"""Images of the generator, the lines that `roentgan measure` finds in them, and the network that learns templates from those."""
import concurrent.futures
import json
import pathlib
import subprocess
from typing import NamedTuple

import numpy
import torch
import torch.nn.functional as F
from PIL import Image

from edits import soft_label
from report_generate import COMMAND
from warp_layers import Templates, known
from warp_model import WarpError
from warp_templates import NAMES, templates

PART = 200  # images to a call of the command
TOGETHER = 20  # images drawn at once
BETWEEN = 0.3  # share of images whose label lies between two classes, as the edit severity sets it
HELD = 16  # one image of so many is held out
FEWEST = 32  # knees that must have been found
RATE, DECAY, BATCH = 2e-3, 0.3, 32  # decay as AdamW has it: a step takes rate x decay of a weight


class Measured(NamedTuple):
    inputs: torch.Tensor  # [M,latent+embedding]: what the templates are predicted from
    templates: torch.Tensor  # [M,5,RASTER,RASTER], pixels per unit


def draw_inputs(generator, count, rng):
    """Latents [count,latent] and labels [count,classes], all classes as often; None without classes."""
    z = torch.randn(count, generator.latent, generator=rng)
    if not generator.classes:
        return z, None
    label = torch.randint(generator.classes, (count,), generator=rng).float()
    between = torch.rand(count, generator=rng) * (generator.classes - 1)
    return z, soft_label(torch.where(torch.rand(count, generator=rng) < BETWEEN, between, label), generator.classes)


@torch.no_grad()
def write_images(generator, z, label, rng, folder):
    """PNGs 0.png, 1.png and so on, 8 bits."""
    folder.mkdir()
    for first in range(0, len(z), TOGETHER):
        part = slice(first, first + TOGETHER)
        noise = generator.draw_noise(len(z[part]), rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            images = generator(z[part], None if label is None else label[part], noise)
        pixels = ((images.float() + 1) * 127.5).round().clamp(0, 255).byte()[:, 0].numpy()
        for index, image in enumerate(pixels, first):
            Image.fromarray(image).save(folder / f"{index}.png")


def measure_folder(folder):
    """By number of the image, what was found in it: `knee` of the JSON, where there is one."""
    line = ["node", str(COMMAND), "measure", str(folder), "--json", "--lines", "--side", "right", "--backend", "cpu", "--threads", "1"]
    try:
        done = subprocess.run(line, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise WarpError("node was not found, expected Node 20.19 or newer, which runs the roentgan command") from error
    if done.returncode:
        said = done.stderr.strip().rsplit("\n", 1)[-1]
        raise WarpError(f'"{" ".join(line)}" ended with {done.returncode}: {said}, expected it to measure all images')
    found = [json.loads(text) for text in done.stdout.splitlines()]
    return {int(pathlib.Path(each["file"]).stem): each["knee"] for each in found if each["knee"]["found"]}


def draw_and_measure(generator, count, work, workers, seed=11, following=lambda done: None):
    """Measured images; PNGs lie in `work`, a part at a time, until they are measured. `workers` parts are measured at once."""
    rng = torch.Generator().manual_seed(seed)
    z, label = draw_inputs(generator, count, rng)
    found = {}

    def measure(first, folder):
        knees = measure_folder(folder)
        for path in folder.iterdir():
            path.unlink()
        return {first + index: templates(knee) for index, knee in knees.items()}

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        running = []
        for first in range(0, count, PART):
            part = slice(first, first + PART)
            write_images(generator, z[part], None if label is None else label[part], rng, pathlib.Path(work, str(first)))
            running.append(pool.submit(measure, first, pathlib.Path(work, str(first))))
            while len(running) > workers:
                found.update(running.pop(0).result())
            following(min(first + PART, count))
        for each in running:
            found.update(each.result())
    if len(found) < FEWEST:
        raise WarpError(f"the measurer found knees in {len(found)} of {count} images of the generator, expected {FEWEST} or more")
    order = sorted(found)
    with torch.no_grad():
        inputs = known(generator, z, label)[order]
    return Measured(inputs, torch.from_numpy(numpy.stack([found[index] for index in order])))


def learn(measured, steps, seed=8, following=lambda done, loss: None):
    """(Templates, scale [5] that their output is multiplied by, report) after so many steps."""
    torch.manual_seed(seed)
    rng = torch.Generator().manual_seed(seed)
    scale = measured.templates.std((0, 2, 3)).clamp(min=1e-6)
    wanted = measured.templates / scale.view(1, -1, 1, 1)
    order = torch.randperm(len(wanted), generator=rng)
    held, taught = order.split([max(1, len(order) // HELD), len(order) - max(1, len(order) // HELD)])
    net = Templates(measured.inputs.shape[1])
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = RATE * min(1, step / 50) * (0.5 + 0.5 * numpy.cos(numpy.pi * step / steps))
        some = taught[torch.randint(len(taught), (BATCH,), generator=rng)]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = net(measured.inputs[some])
        loss = F.mse_loss(found.float(), wanted[some])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        following(step + 1, loss.item())
    net.eval()
    return net, scale, {"knees": len(wanted), "held": len(held), **explained(net, measured.inputs[held], wanted[held], wanted[taught].mean(0))}


@torch.no_grad()
def explained(net, inputs, wanted, mean):
    """By template, the share of its variance around the mean template that the network says, on images it did not see; at most 1."""
    missed = torch.cat([(net(x) - t) ** 2 for x, t in zip(inputs.split(50), wanted.split(50))]).mean((0, 2, 3))
    return {"explained": dict(zip(NAMES, (1 - missed / ((wanted - mean) ** 2).mean((0, 2, 3)).clamp(min=1e-12)).tolist()))}
