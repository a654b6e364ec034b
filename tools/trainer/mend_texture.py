#!/usr/bin/python3
"""Teaches the last layers of a trained generator the texture of real images; what is coarser stays what it is.

A critic of small parts compares fine texture alone, at the same place of generated and of real images; the mean over a few
pixels is held to what the generator drew before. Writes generator.onnx and generator-check.npz, and texture.pt, from which the
same command goes on. See README.md.
"""
import argparse
import copy
import json
import math
import os
import pathlib
import sys
import time

import torch
import torch.nn.functional as F

import checkpoint
from choices import refuse_less
from data import DataError, read_folder, read_negatives
from generator import plain
from grid import GridWatch, excess, mean_power, radial_db, rings_db
from loop import stop_signals
from mend_grid import write_all
from patches import Place, TextureCritic, fine
from progress import Progress, duration
from run import RunError, check_out, digest
from texture import excess_standing
from warp_model import WarpError, load_generator
from warp_train import draw_inputs

RATES = {"generator": 1e-4, "critic": 4e-4}
SIDE = 22  # features a part is wide: 88 pixels of 224
PARTS = 2  # places of each batch
HELD = 7  # pixels: their mean is held
HOLD = 7.0  # weight of its mean square change, as a share of the power of fine texture in the same part: what is smooth must stay so
SMOOTHEST = 2e-4  # of that power, in [-1,1]: parts are nowhere taken for smoother
STANDING = 5.0  # weight of texture that stands still, each part as loud as the others: what is smooth shows it most
GRID = 0.03  # weight of the power of the grid, by the square of decibels above real images
SPECTRUM = 0.05  # weight of half the squared difference of radial spectra to real images, in dB
WHOLE, WHOLE_EVERY = 4, 2  # images drawn whole, in whose spectrum the grid is seen, and how often
LOOK_EVERY = 20  # steps until it is looked for anew
PENALTY, PENALTY_EVERY = 0.02, 8  # of the critic's slope on real parts, and how often it is taken
DECAY = 0.998  # of the averaged weights, a step
SAVE_SECONDS = 240
SHOWN = 200  # images that are compared in the end
SAY = 50  # steps between lines where there is no terminal


def taught_layers(generator):
    """The layers behind the first image that could be drawn."""
    sizes = generator.image_sizes[1:]
    return [generator.refine, *(generator.blocks[str(size)] for size in sizes), generator.to_image[str(generator.size)]]


class TextureLesson:
    """images uint8 [M,C,s,s] and labels [M] of real ones; `teacher` is a generator in evaluation mode, which stays as it is."""

    def __init__(self, teacher, images, labels, batch, seed):
        torch.manual_seed(seed)
        self.rng = torch.Generator().manual_seed(seed)
        self.teacher, self.batch, self.step = teacher.requires_grad_(False), batch, 0
        self.images, self.labels = torch.from_numpy(images), torch.from_numpy(labels)
        self.generator = copy.deepcopy(teacher)
        self.critic = TextureCritic(teacher.colours).to(memory_format=torch.channels_last)
        self.watch = GridWatch(teacher.size)
        self.tones = {name: torch.zeros(teacher.size, teacher.size) for name in ("made", "real")}  # mean spectra, followed over batches
        self.off_db = math.nan
        self.taught = [p for layer in taught_layers(self.generator) for p in layer.parameters()]
        for parameter in self.taught:
            parameter.requires_grad_(True)
        self.average = [p.detach().clone() for p in self.taught]
        parameters = {"generator": self.taught, "critic": self.critic.parameters()}
        self.optimizers = {name: torch.optim.Adam(parameters[name], rate, (0.0, 0.99)) for name, rate in RATES.items()}

    def state(self):
        return {"step": self.step, "rng": self.rng.get_state(), "taught": [p.detach() for p in self.taught], "average": self.average,
                "critic": self.critic.state_dict(), "watch": self.watch.state(), "tones": self.tones, "optimizers": {name: each.state_dict() for name, each in self.optimizers.items()}}

    @torch.no_grad()
    def restore(self, state):
        self.step = state["step"]
        self.rng.set_state(state["rng"])
        for name in ("taught", "average"):
            for parameter, value in zip(getattr(self, name), state[name]):
                parameter.copy_(value)
        self.critic.load_state_dict(state["critic"])
        self.watch.restore(state["watch"])
        self.tones = state["tones"]
        for name, optimizer in self.optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name])

    def real(self, label):
        """A real image of the nearest class of each label."""
        if label is None:
            pick = torch.randint(len(self.images), (self.batch,), generator=self.rng)
        else:
            nearest = (label @ torch.arange(label.shape[1]).float()).round().long()
            weights = (self.labels[None] == nearest[:, None]).float()
            pick = torch.multinomial(weights, 1, generator=self.rng)[:, 0]
        return self.images[pick].float() / 127.5 - 1

    @torch.no_grad()
    def features(self):
        """(features, noise by resolution, label) of new images; they are the teacher's and the generator's."""
        z, label = draw_inputs(self.teacher, self.batch, self.rng)
        maps = dict(zip(self.teacher.noise_sizes, self.teacher.draw_noise(self.batch, self.rng)))
        return self.teacher.features(z, label, maps), maps, label

    def advance(self):
        """One step of the critic and the generator, each on the same new images; returns what is printed."""
        features, maps, label = self.features()
        real = self.real(label)
        places = [Place(self.generator, SIDE, self.rng) for _ in range(PARTS)]
        made = [place.draw(self.generator, features, maps) for place in places]
        with torch.no_grad():
            before = [place.draw(self.teacher, features, maps) for place in places]
        wanted = [place.of(real) for place in places]
        drawn = torch.cat(made)
        texture = fine(drawn)
        reports = self.teach_critic(texture.detach(), fine(torch.cat(wanted)))
        self.critic.requires_grad_(False)
        score = F.softplus(-self.critic(texture)).mean()
        self.critic.requires_grad_(True)
        held = change(drawn, torch.cat(before))
        standing = sum(excess_standing(a / loudness(a).sqrt(), b / loudness(b).sqrt()) for a, b in zip(made, wanted)) / PARTS
        whole = self.whole(features, maps, real)
        self.optimizers["generator"].zero_grad(set_to_none=True)
        (score + HOLD * held + STANDING * standing + WHOLE_EVERY * whole).backward()
        self.optimizers["generator"].step()
        self.step += 1
        with torch.no_grad():
            for average, parameter in zip(self.average, self.taught):
                average.lerp_(parameter, 1 - min(DECAY, self.step / (self.step + 10)))
        return {**reports, "generator": score.item(), "held": held.sqrt().item(), "standing": float(standing),
                "lines": int((self.watch.weight > 0).sum()), "off": self.off_db}

    def whole(self, features, maps, real):
        """Loss by the spectrum of a few of the images, whole: the grid in it, and how far it is off; 0 between the steps that look."""
        if self.step % WHOLE_EVERY:
            return torch.zeros(())
        made = torch.tanh(self.generator.drawn(features[:WHOLE], {size: noise[:WHOLE] for size, noise in maps.items()}))
        power = spectrum(made)
        self.watch.follow(power, spectrum(real))
        if self.step % LOOK_EVERY == 0:
            self.watch.weigh()
        return GRID * self.watch.power(power) + SPECTRUM * self.off(mean_power(made), mean_power(real))

    def off(self, made, real):
        """What has the gradient of half the squared difference of mean radial spectra: a few images alone say too little of either."""
        share = 1 / min(self.watch.seen, self.watch.memory)
        for name, power in (("made", made), ("real", real)):
            self.tones[name].lerp_(power.detach(), share)
        difference = rings_db(self.tones["made"]) - rings_db(self.tones["real"])
        self.off_db = difference.square().mean().sqrt().item()
        return (difference * rings_db(made)).mean()

    def teach_critic(self, fake, real):
        optimizer = self.optimizers["critic"]
        on_real, on_fake = self.critic(real), self.critic(fake)
        loss = F.softplus(-on_real).mean() + F.softplus(on_fake).mean()
        if self.step % PENALTY_EVERY == 0:
            part = real[::4].clone().requires_grad_()
            slope, = torch.autograd.grad(self.critic(part).mean((1, 2, 3)).sum(), part, create_graph=True)
            loss = loss + PENALTY * PENALTY_EVERY * slope.square().sum((1, 2, 3)).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return {"real": on_real.mean().item(), "fake": on_fake.mean().item()}

    def averaged(self):
        """The generator with its averaged weights."""
        generator = copy.deepcopy(self.teacher)
        with torch.no_grad():
            for parameter, value in zip((p for layer in taught_layers(generator) for p in layer.parameters()), self.average):
                parameter.copy_(value)
        return generator


def coarse(images):
    return F.avg_pool2d(images, HELD, 1)


def change(made, before):
    """Mean square change of what is coarser than HELD pixels, as a share of the power of what was finer, mean over parts [N,C,s,s]."""
    return ((coarse(made) - coarse(before)).square() / loudness(before)).mean()


def spectrum(images):
    """Mean power spectrum [s,s] of the fine texture of images, each as loud as the others."""
    texture = fine(images)
    return mean_power(texture / loudness(images).sqrt())


def loudness(parts):
    """Power of the fine texture of each part, [N,1,1,1]."""
    return fine(parts).detach().square().mean((1, 2, 3), keepdim=True) + SMOOTHEST


@torch.no_grad()
def compare(lesson, count):
    """Spectra beside that of real images of the same classes, grids and what changed, of `count` images that were not taught."""
    lesson.rng.manual_seed(lesson.rng.initial_seed() + 1)
    generators = {"before": lesson.teacher, "after": lesson.averaged()}
    found = {name: [] for name in (*generators, "real")}
    for _ in range(math.ceil(count / lesson.batch)):
        features, maps, label = lesson.features()
        for name, generator in generators.items():
            found[name].append(torch.tanh(generator.drawn(features, maps)))
        found["real"].append(lesson.real(label))
    before, after, real = (torch.cat(found[name]) for name in ("before", "after", "real"))
    off = lambda images: round(float((radial_db(images) - radial_db(real)).square().mean().sqrt()), 2)
    return {"spectrum_off_db": {"before": off(before), "after": off(after)}, "grid_db": {"before": excess(before), "after": excess(after), "real": excess(real)},
            "held_change_rms": round(float((coarse(after) - coarse(before)).square().mean().sqrt()), 4),
            "change_rms": round(float((after - before).square().mean().sqrt()), 4)}


def teach(lesson, steps, minutes, target, told):
    """Trains until `steps` are done, `minutes` over or a signal came; saves on the way. Returns whether it was stopped by a signal."""
    progress = Progress("step")
    begin = saved = time.monotonic()
    first = lesson.step
    with stop_signals() as asked:
        while lesson.step < steps and not asked and time.monotonic() - begin < minutes * 60:
            report = lesson.advance()
            now = time.monotonic()
            left = min((now - begin) / (lesson.step - first) * (steps - lesson.step), minutes * 60 - (now - begin))
            note = "  ".join(f"{name} {value:+.3f}" for name, value in report.items())
            progress.show(lesson.step, steps, f"{note}  {duration(max(0, left))} left", say=lesson.step % SAY == 0)
            if now - saved > SAVE_SECONDS:
                checkpoint.write(target, {**told, **lesson.state()})
                saved = now
    progress.end()
    checkpoint.write(target, {**told, **lesson.state()})
    return bool(asked)


def go_on(lesson, target, told):
    """Takes an earlier run up again, where there is one."""
    if not target.exists():
        return
    state = checkpoint.read(target)
    for name, value in told.items():
        if state.get(name) != value:
            raise RunError(f'"{target}" was begun with {name} {state.get(name)}, found {value}; expected the same, or another --out')
    lesson.restore(state)


def mend(options):
    out = check_out(options.out)
    generator, label = load_generator(options.model)
    reading = Progress("reading")
    dataset = read_folder(options.data, generator.size, out, generator.colours == 3, options.mirror_left, read_negatives(options.negatives), reading.show)
    reading.end()
    if len(dataset.classes) != generator.classes:
        raise DataError(f'data folder "{options.data}" holds {len(dataset.classes)} classes, the generator has {generator.classes}; expected as many')
    told = {"model": digest(options.model), "data": dataset.facts(), "batch": options.batch, "seed": options.seed}
    lesson = TextureLesson(generator.to(memory_format=torch.channels_last), dataset.images, dataset.labels, options.batch, options.seed)
    target = out / "texture.pt"
    go_on(lesson, target, told)
    if teach(lesson, options.steps, options.minutes, target, told):
        sys.exit(130)
    report = compare(lesson, SHOWN)
    print(json.dumps({"out": options.out, "step": lesson.step, **report, "operations": write_all(plain(lesson.averaged()), out, label)}, indent=1))


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="CHECKPOINT_OR_MODEL", help="checkpoint.pt of train.py, or a .safetensors model file")
    parser.add_argument("data", help="folder of real images, as for train.py")
    parser.add_argument("--out", required=True, metavar="DIR", help="where the files are written, outside the repository: decoded images are kept in it")
    parser.add_argument("--mirror-left", action="store_true", help="mirror files whose name without suffix ends in L")
    parser.add_argument("--negatives", help="text file that names photographic negatives, CLASS/FILE a line: they are inverted")
    parser.add_argument("--steps", type=int, default=6000, help="of training, in all (6000)")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after so many, then write")
    parser.add_argument("--batch", type=int, default=16, help="images a step (16)")
    parser.add_argument("--seed", type=int, default=1, help="of latents, labels, noise and order (1)")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args(arguments)
    refuse_less(parser, options, steps=1, minutes=0, batch=2, threads=1)
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    try:
        mend(options)
    except (WarpError, DataError, RunError, checkpoint.CheckpointError, OSError) as error:
        sys.exit(f"mend_texture: {error}")


if __name__ == "__main__":
    main()
