"""One training step after another: critic, lazy gradient penalty, generator, moving average of the weights.

The first `warmup` steps only teach the generator the coarse shapes of real knees (shapes.py), which spreads its samples
over all of them; afterwards it is trained against the critic while the coarse shapes stay anchored. Without that, a
short run collapses onto a few shapes per grade.
"""
import copy

import numpy
import torch
import torch.nn.functional as F

from augment import translate
from critic import Critic
from generator import GRADES, Generator
from shapes import anchored_latent, coarse, scores

PENALTY_EVERY = 16
STAGES = ((32, 1000), (64, 700), (128, 9000))
WARMUP = 1000
WARMUP_RATE = 2e-3
RAMP = 300  # steps over which the generator's rate rises after the warm-up
RESIDUAL = 0.1  # standard deviation of what a coarse pixel need not explain, in units of [-1,1]
NETWORKS = ("generator", "critic", "average")


def stage_at(step, stages, fade_steps):
    """(resolution, fade) of a step: each new resolution is blended in over its first `fade_steps` steps."""
    begin = 0
    for index, (size, steps) in enumerate(stages):
        if step < begin + steps or index == len(stages) - 1:
            return size, 1.0 if index == 0 else min(1.0, (step - begin + 1) / fade_steps)
        begin += steps


class Trainer:
    """images uint8 [M,128,128] and grades [M] as numpy arrays; all randomness comes from one generator, `rng`."""

    def __init__(self, images, grades, stages=STAGES, warmup=WARMUP, fade_steps=300, batch=16, rate=4e-4,
                 penalty=0.15, anchor=1.0, half_life=10_000, seed=1, bf16=True, networks=None):
        torch.manual_seed(seed)
        self.rng = torch.Generator().manual_seed(seed)
        self.images, self.grades = torch.from_numpy(images), torch.from_numpy(grades)
        counts = numpy.bincount(grades, minlength=GRADES)
        self.weights = torch.from_numpy(1 / numpy.sqrt(counts[grades]))  # rare grades are shown oftener, not equally
        self.stages, self.warmup, self.fade_steps, self.batch = stages, warmup, fade_steps, batch
        self.rate, self.penalty, self.anchor, self.bf16 = rate, penalty, anchor, bf16
        self.shapes = scores(images, grades)
        generator, critic = networks() if networks else (Generator(), Critic())
        self.generator = generator.to(memory_format=torch.channels_last)
        self.critic = critic.to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.generator).requires_grad_(False)
        self.decay = 0.5 ** (batch / half_life)
        self.optimizers = {name: torch.optim.Adam(getattr(self, name).parameters(), rate, (0.0, 0.99), foreach=True)
                           for name in ("generator", "critic")}
        self.step = self.skipped = 0

    def state(self):
        return {"step": self.step, "skipped": self.skipped, "rng": self.rng.get_state(),
                "shapes": self.shapes, "latent": self.generator.latent, "channels": self.generator.channels,
                **{name: getattr(self, name).state_dict() for name in NETWORKS},
                "optimizers": {name: optimizer.state_dict() for name, optimizer in self.optimizers.items()}}

    def restore(self, state):
        self.step, self.skipped = state["step"], state["skipped"]
        self.rng.set_state(state["rng"])
        self.shapes = state["shapes"]  # kept, because another machine's eigenvectors may have other signs
        for name in NETWORKS:
            getattr(self, name).load_state_dict(state[name])
        for name, optimizer in self.optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name])

    def autocast(self):
        return torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bf16)

    def draw(self, count):
        return torch.multinomial(self.weights, count, replacement=True, generator=self.rng)

    def real(self, size, pick):
        """Images [N,1,size,size] in [-1,1] and one-hot grades."""
        images = self.images[pick][:, None].float() / 127.5 - 1
        images = F.avg_pool2d(images, images.shape[-1] // size) if size < images.shape[-1] else images
        return images, F.one_hot(self.grades[pick], GRADES).float()

    def fake(self, size, fade, grade, z):
        with self.autocast():
            return self.generator(z, grade, size, fade).float()

    def score(self, images, grade, fade):
        with self.autocast():
            return self.critic(translate(images, self.rng), grade, fade)

    def update(self, name, loss):
        """One step of the named network; left out where a gradient is not finite (seen once in bf16)."""
        optimizer, warm = self.optimizers[name], self.step < self.warmup
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        gradients = [p.grad for p in getattr(self, name).parameters() if p.grad is not None]
        if not torch.isfinite(torch.stack(torch._foreach_norm(gradients)).sum()):
            self.skipped += 1
            return
        group = optimizer.param_groups[0]
        group["lr"] = WARMUP_RATE if warm else self.rate * (self.ramp() if name == "generator" else 1)
        group["betas"] = (0.9 if warm else 0.0, 0.99)
        optimizer.step()

    def ramp(self):
        """The generator starts slowly against a critic that knows nothing yet."""
        return min(1.0, (self.step - self.warmup + 1) / RAMP)

    def train_critic(self, size, fade, fake, wanted):
        real, grade = self.real(size, self.draw(self.batch))
        on_real, on_fake = self.score(real, grade, fade), self.score(fake.detach(), wanted, fade)
        loss = F.softplus(-on_real).mean() + F.softplus(on_fake).mean()
        self.update("critic", loss)
        if self.step % PENALTY_EVERY == 0:
            self.flatten_critic(translate(real[:self.batch // 2], self.rng), grade[:self.batch // 2], size, fade)
        return {"critic": loss.item(), "real": on_real.mean().item(), "fake": on_fake.mean().item()}

    def flatten_critic(self, real, grade, size, fade):
        """The gradient penalty on real images (Mescheder et al. 2018, R1), lazily as in Karras et al. 2020."""
        real.requires_grad_()
        slope, = torch.autograd.grad(self.critic(real, grade, fade).sum(), real, create_graph=True)
        weight = self.penalty * (size / 128) ** 2 / 2 * PENALTY_EVERY
        self.update("critic", slope.square().sum([1, 2, 3]).mean() * weight)

    def shape_error(self, fake, pick, size):
        """Mean square error of coarse shapes, in units of a residual that is not worth explaining."""
        return (coarse(fake) - coarse(self.real(size, pick)[0])).square().mean() / (2 * RESIDUAL ** 2)

    def adversarial(self, size, fade):
        """One batch against the critic; its first images are anchored to real ones, the others are free."""
        pick, anchored = self.draw(self.batch), max(1, self.batch // 4)
        grade = F.one_hot(self.grades[pick], GRADES).float()
        z = torch.randn(self.batch, self.generator.latent, generator=self.rng)
        z[:anchored] = anchored_latent(self.shapes[pick[:anchored]], z.shape[1], self.rng)
        fake = self.fake(size, fade, grade, z)
        report = self.train_critic(size, fade, fake, grade)
        loss = F.softplus(-self.score(fake, grade, fade)).mean()
        anchor = self.shape_error(fake[:anchored], pick[:anchored], size)
        self.update("generator", loss + self.anchor * anchor)
        return {**report, "generator": loss.item(), "anchor": anchor.item()}

    def warm_up(self, size, fade):
        pick = self.draw(self.batch)
        grade = F.one_hot(self.grades[pick], GRADES).float()
        z = anchored_latent(self.shapes[pick], self.generator.latent, self.rng)
        loss = self.shape_error(self.fake(size, fade, grade, z), pick, size)
        self.update("generator", loss)
        return {"critic": 0.0, "generator": 0.0, "anchor": loss.item()}

    @torch.no_grad()
    def follow(self):
        """Moves the averaged weights a little towards the live ones, faster at first."""
        decay = min(self.decay, (1 + self.step) / (10 + self.step))
        averaged, live = list(self.average.parameters()), list(self.generator.parameters())
        torch._foreach_mul_(averaged, decay)
        torch._foreach_add_(averaged, live, alpha=1 - decay)

    def advance(self):
        """One step; returns the numbers to log."""
        size, fade = stage_at(self.step, self.stages, self.fade_steps)
        report = {"step": self.step, "size": size, "fade": fade}
        report.update((self.warm_up if self.step < self.warmup else self.adversarial)(size, fade))
        self.follow()
        self.step += 1
        report["skipped"] = self.skipped
        return report
