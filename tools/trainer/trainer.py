"""One training step after another: critic, gradient penalty, generator, moving average of the weights.

The first `warmup` steps only teach the generator the coarse shapes of real images (shapes.py), which spreads its samples
over all of them; afterwards it is trained against the critic while the coarse shapes stay anchored. Without that, a
short run collapses onto a few shapes per label.

Two objectives: `r1`, the non-saturating loss with a lazy gradient penalty on real images (Mescheder et al. 2018, Karras et
al. 2020), and `wgan-gp` (Gulrajani et al. 2017), as in Prezja et al. 2022.
"""
import copy
import dataclasses

import numpy
import torch
import torch.nn.functional as F

from augment import translate
from critic import Critic
from generator import Generator
from shapes import anchored_latent, coarse, coarse_size, scores
from texture import excess_texture

OBJECTIVES = ("r1", "wgan-gp")
PENALTY_EVERY = 16
WGAN_PENALTY, WGAN_DRIFT, WGAN_CRITIC_STEPS = 10.0, 0.001, 5
WARMUP_RATE = 2e-3
RAMP = 300  # steps over which the generator's rate rises after the warm-up
RESIDUAL = 0.1  # standard deviation of what a coarse pixel need not explain, in units of [-1,1]
NETWORKS = ("generator", "critic", "average")


@dataclasses.dataclass
class Settings:
    """What decides a run beside images, networks and stages."""

    objective: str = "r1"
    warmup: int = 1000
    fade_steps: int = 300
    batch: int = 16
    rate: float = 4e-4
    penalty: float = 0.15  # of `r1`, at 128 pixels
    anchor: float = 1.0
    texture: float = 3.0  # weight of texture that stands still or repeats (texture.py)
    half_life: int = 10_000  # of the averaged weights, in images
    seed: int = 1
    device: str = "cpu"
    mixed: bool = True  # bf16 on a CPU, f16 with a scaled loss on CUDA


def stage_at(step, stages, fade_steps):
    """(resolution, fade) of a step: each new resolution is blended in over its first `fade_steps` steps."""
    begin = 0
    for index, (size, steps) in enumerate(stages):
        if step < begin + steps or index == len(stages) - 1:
            return size, 1.0 if index == 0 else min(1.0, (step - begin + 1) / fade_steps)
        begin += steps


class Trainer:
    """images uint8 [M,C,s,s] and labels int64 [M] as numpy arrays, `classes` 0 for none; all randomness comes from `rng`.

    `guide`, where given (guide.py), adds to the generator's loss, from generated images in [-1,1] and their one-hot labels;
    `edits` (edits.py) are learned with the generator once it draws at its full size.
    """

    def __init__(self, images, labels, stages, settings=Settings(), networks=None, classes=5, guide=None, edits=None):
        torch.manual_seed(settings.seed)
        self.settings, self.stages, self.classes, self.guide, self.edits = settings, stages, classes, guide, edits
        self.device = torch.device(settings.device)
        self.rng = torch.Generator().manual_seed(settings.seed)
        self.images, self.labels = torch.from_numpy(images), torch.from_numpy(labels)
        counts = numpy.bincount(labels, minlength=max(1, classes))
        self.weights = torch.from_numpy(1 / numpy.sqrt(counts[labels]))  # rare labels are shown oftener, not equally
        generator, critic = networks() if networks else (
            Generator(classes=classes, colours=images.shape[1]), Critic(classes=classes, colours=images.shape[1]))
        self.coarse = coarse_size(generator.sizes)
        self.shapes = scores(images, labels, self.coarse)
        self.generator = generator.to(self.device, memory_format=torch.channels_last)
        self.critic = critic.to(self.device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.generator).requires_grad_(False)
        self.decay = 0.5 ** (settings.batch / settings.half_life)
        self.optimizers = {name: torch.optim.Adam(getattr(self, name).parameters(), settings.rate, (0.0, 0.99), foreach=True)
                           for name in ("generator", "critic")}
        self.scaler = torch.cuda.amp.GradScaler(enabled=settings.mixed and self.device.type == "cuda")
        self.step = self.skipped = 0
        self.ramp_from = settings.warmup

    def state(self):
        g = self.generator
        return {"step": self.step, "skipped": self.skipped, "ramp_from": self.ramp_from, "rng": self.rng.get_state(), "shapes": self.shapes,
                "latent": g.latent, "classes": g.classes, "colours": g.colours, "channels": g.channels,
                "scaler": self.scaler.state_dict(), "settings": dataclasses.asdict(self.settings),
                **{name: part.state() for name, part in (("guide", self.guide), ("edits", self.edits)) if part},
                **{name: getattr(self, name).state_dict() for name in NETWORKS},
                "optimizers": {name: optimizer.state_dict() for name, optimizer in self.optimizers.items()}}

    def restore(self, state):
        self.step, self.skipped = state["step"], state["skipped"]
        self.rng.set_state(state["rng"])
        self.shapes = state["shapes"]  # kept, because another machine's eigenvectors may have other signs
        for name in NETWORKS:
            getattr(self, name).load_state_dict(state[name])
        if "optimizers" not in state:  # a packed checkpoint leaves them out: the generator starts slowly again
            self.ramp_from = self.step
            return
        self.ramp_from = state.get("ramp_from", self.settings.warmup)
        for name, optimizer in self.optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name])
        if state["scaler"]:  # empty where the checkpoint was trained on a CPU
            self.scaler.load_state_dict(state["scaler"])
        for name, part in (("guide", self.guide), ("edits", self.edits)):
            if part and name in state:
                part.restore(state[name])

    def autocast(self):
        kind = torch.float16 if self.device.type == "cuda" else torch.bfloat16
        return torch.autocast(self.device.type, dtype=kind, enabled=self.settings.mixed)

    def draw(self, count):
        return torch.multinomial(self.weights, count, replacement=True, generator=self.rng)

    def real(self, size, pick):
        """Images [N,C,size,size] in [-1,1] and one-hot labels (None without classes)."""
        images = self.images[pick].to(self.device).float() / 127.5 - 1
        images = F.avg_pool2d(images, images.shape[-1] // size) if size < images.shape[-1] else images
        return images, self.one_hot(pick)

    def one_hot(self, pick):
        return F.one_hot(self.labels[pick], self.classes).float().to(self.device) if self.classes else None

    def fake(self, size, fade, label, z, twins=0):
        """Generated images; the last `twins` have the noise of as many before them."""
        noise = self.generator.draw_noise(len(z) - twins, self.rng, size, self.device)
        noise = [torch.cat([n, n[len(n) - twins:]]) for n in noise] if twins else noise
        with self.autocast():
            return self.generator(z.to(self.device), label, noise, size, fade).float()

    def score(self, images, label, fade):
        with self.autocast():
            return self.critic(translate(images, self.rng), label, fade)

    def update(self, name, loss):
        """One step of the named network; left out where a gradient is not finite (seen once in bf16)."""
        optimizer, warm = self.optimizers[name], self.step < self.settings.warmup
        optimizer.zero_grad(set_to_none=True)
        if self.edits:
            self.edits.optimizer.zero_grad(set_to_none=True)
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(optimizer)
        gradients = [p.grad for p in getattr(self, name).parameters() if p.grad is not None]
        if not torch.isfinite(torch.stack(torch._foreach_norm(gradients)).sum()):
            self.skipped += 1
            optimizer.zero_grad(set_to_none=True)
        elif name == "generator" and self.edits:
            self.edits.step(self.scaler)
        group = optimizer.param_groups[0]
        group["lr"] = WARMUP_RATE if warm else self.settings.rate * (self.ramp() if name == "generator" else 1)
        group["betas"] = (0.9 if warm else 0.0, 0.99)
        self.scaler.step(optimizer)
        self.scaler.update()

    def ramp(self):
        """The generator starts slowly against a critic that knows nothing yet."""
        return min(1.0, (self.step - self.ramp_from + 1) / RAMP)

    def train_critic(self, size, fade, fake, wanted):
        real, label = self.real(size, self.draw(self.settings.batch))
        on_real, on_fake = self.score(real, label, fade), self.score(fake.detach(), wanted, fade)
        if self.settings.objective == "r1":
            self.update("critic", F.softplus(-on_real).mean() + F.softplus(on_fake).mean())
            if self.step % PENALTY_EVERY == 0:
                half = self.settings.batch // 2
                self.flatten_critic(translate(real[:half], self.rng), None if label is None else label[:half], size, fade)
        else:
            penalty = self.lipschitz_penalty(real, fake.detach(), label, fade)
            self.update("critic", on_fake.mean() - on_real.mean() + penalty + WGAN_DRIFT * on_real.square().mean())
        return real, {"real": on_real.mean().item(), "fake": on_fake.mean().item()}

    def flatten_critic(self, real, label, size, fade):
        """The gradient penalty on real images (Mescheder et al. 2018, R1), lazily as in Karras et al. 2020; in full precision."""
        real.requires_grad_()
        slope, = torch.autograd.grad(self.critic(real, label, fade).sum(), real, create_graph=True)
        weight = self.settings.penalty * (size / 128) ** 2 / 2 * PENALTY_EVERY
        self.update("critic", slope.square().sum([1, 2, 3]).mean() * weight)

    def lipschitz_penalty(self, real, fake, label, fade):
        """(||slope|| - 1)^2 between real and generated images (Gulrajani et al. 2017, equation 3); in full precision."""
        share = torch.rand(len(real), 1, 1, 1, generator=self.rng).to(self.device)
        between = (share * real + (1 - share) * fake).requires_grad_()
        slope, = torch.autograd.grad(self.critic(between, label, fade).sum(), between, create_graph=True)
        return WGAN_PENALTY * (slope.square().sum([1, 2, 3]).add(1e-12).sqrt() - 1).square().mean()

    def shape_error(self, fake, pick, size):
        """Mean square error of coarse shapes, in units of a residual that is not worth explaining."""
        wanted = coarse(self.real(size, pick)[0], self.coarse)
        return (coarse(fake, self.coarse) - wanted).square().mean() / (2 * RESIDUAL ** 2)

    def batch_of_fakes(self, size, fade):
        """Generated images, whose first ones are anchored to real ones and the others free."""
        z, label, pick, anchored = self.asked()
        return self.fake(size, fade, label, z), label, pick, anchored

    def asked(self):
        pick, anchored = self.draw(self.settings.batch), max(1, self.settings.batch // 4)
        z = torch.randn(self.settings.batch, self.generator.latent, generator=self.rng)
        z[:anchored] = anchored_latent(self.shapes[pick[:anchored]], z.shape[1], self.rng)
        return z, self.one_hot(pick), pick, anchored

    def batch_with_edits(self, size, fade):
        """The same, the last ones edited, and what they are to be compared with: (images before, after, wanted change)."""
        z, label, pick, anchored = self.asked()
        count = max(1, round(len(z) * self.edits.share))
        moved, relabelled, wanted = self.edits.move(z[-count:], None if label is None else label[-count:])
        labels = None if label is None else torch.cat([label, relabelled])
        images = self.fake(size, fade, labels, torch.cat([z.to(self.device), moved]), count)
        keep = [*range(len(z) - count), *range(len(z), len(z) + count)]
        before, after = images[len(z) - count:len(z)], images[len(z):]
        return images[keep], None if label is None else labels[keep], pick, anchored, (before, after, wanted)

    def adversarial(self, size, fade):
        for _ in range(WGAN_CRITIC_STEPS - 1 if self.settings.objective == "wgan-gp" else 0):
            with torch.no_grad():
                fake, label, _, _ = self.batch_of_fakes(size, fade)
            self.train_critic(size, fade, fake, label)
        editing = self.edits and size == self.generator.size and fade == 1.0
        if editing and not self.edits.begun:
            self.edits.begin(self.average)
        fake, label, pick, anchored, *pair = self.batch_with_edits(size, fade) if editing else self.batch_of_fakes(size, fade)
        real, report = self.train_critic(size, fade, fake, label)
        score = self.score(fake, label, fade)
        loss = F.softplus(-score).mean() if self.settings.objective == "r1" else -score.mean()
        anchor = self.shape_error(fake[:anchored], pick[:anchored], size)
        guide = self.guide(fake, label) if self.guide and size == self.generator.size else torch.zeros(())
        texture = excess_texture(fake, real)
        edited, changes = self.edit_loss(*pair)
        self.update("generator", loss + self.settings.anchor * anchor + self.settings.texture * texture + guide.to(self.device) + edited)
        return {**report, "generator": loss.item(), "anchor": anchor.item(), "texture": texture.item(), "guide": guide.item(), **changes}

    def edit_loss(self, pair=None):
        if not self.edits:
            return 0.0, {}
        if not pair:
            return 0.0, self.edits.idle()
        with self.autocast():
            return self.edits.loss(*pair)

    def warm_up(self, size, fade):
        pick = self.draw(self.settings.batch)
        z = anchored_latent(self.shapes[pick], self.generator.latent, self.rng)
        loss = self.shape_error(self.fake(size, fade, self.one_hot(pick), z), pick, size)
        self.update("generator", loss)
        return {"real": 0.0, "fake": 0.0, "generator": 0.0, "anchor": loss.item(), "texture": 0.0, "guide": 0.0, **self.edit_loss()[1]}

    @torch.no_grad()
    def follow(self):
        """Moves the averaged weights a little towards the live ones, faster at first."""
        decay = min(self.decay, (1 + self.step) / (10 + self.step))
        averaged, live = list(self.average.parameters()), list(self.generator.parameters())
        torch._foreach_mul_(averaged, decay)
        torch._foreach_add_(averaged, live, alpha=1 - decay)
        if self.edits:
            self.edits.follow(decay)

    def advance(self):
        """One step; returns the numbers to log."""
        size, fade = stage_at(self.step, self.stages, self.settings.fade_steps)
        report = {"step": self.step, "size": size, "fade": fade}
        report.update((self.warm_up if self.step < self.settings.warmup else self.adversarial)(size, fade))
        self.follow()
        self.step += 1
        report["skipped"] = self.skipped
        return report
