"""One step after another of a classifier's training, its averaged weights, and its calibration."""
import copy
import math

import numpy
import torch
import torch.nn.functional as F

from classifier import ARCHITECTURES, GRADES
from classifier_augment import STRENGTHS, augment
from classifier_figures import confusion, quadratic_kappa

RATE, DECAY = 2e-3, 0.05
SOFTNESS = 0.35  # standard deviation of a target, in grades: at 0.35 each neighbour gets 1.6 %
DISTANCE = 0.15  # weight of the squared distance between the expected and the true grade
HALF_LIFE = 0.8  # of the averaged weights, in epochs
COARSE = (0.5, 0.625)  # until this share of the run images are shown no finer than this, which takes 0.4 of the time


def soft_targets(grades):
    """Ordinal targets [N,5]: most on the grade, a little on its neighbours."""
    distance = torch.arange(GRADES, device=grades.device)[None] - grades[:, None]
    return F.softmax(-distance.square() / (2 * SOFTNESS ** 2), 1)


def ordinal_loss(logits, grades, weights):
    """Cross-entropy with ordinal targets and the squared error of the expected grade, weighted by grade."""
    logs = F.log_softmax(logits, 1)
    expected = (logs.exp() * torch.arange(GRADES, device=logs.device)).sum(1)
    each = -(soft_targets(grades) * logs).sum(1) + DISTANCE * (expected - grades).square()
    return (each * weights[grades]).mean()


def grade_weights(grades):
    """The rarer a grade, the more it counts: by the square root; 1 on average."""
    counts = numpy.bincount(grades, minlength=GRADES).clip(1)
    weights = 1 / numpy.sqrt(counts)
    return torch.from_numpy(weights * counts.sum() / (weights * counts).sum()).float()


class ClassifierTrainer:
    """images uint8 [M,224,224], grades int64 [M]; `held` is (images, grades) to select and calibrate on."""

    def __init__(self, images, grades, held, arch, seed=1, batch=32, options=None):
        torch.manual_seed(seed)
        self.images, self.grades, self.held = torch.from_numpy(images), torch.from_numpy(grades), held
        self.arch, self.batch, self.seed = arch, batch, seed
        self.weights, self.strength = grade_weights(grades), STRENGTHS[arch]
        self.network = ARCHITECTURES[arch](**(options or {})).to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).eval().requires_grad_(False)
        self.optimizer = torch.optim.AdamW(self.network.parameters(), RATE, (0.9, 0.99), weight_decay=DECAY, foreach=True)
        self.rng = torch.Generator().manual_seed(seed)
        self.steps_per_epoch = max(1, len(images) // batch)
        self.decay = 0.5 ** (1 / (HALF_LIFE * self.steps_per_epoch))
        self.step, self.order, self.best = 0, None, None

    def identity(self):
        """What a run cannot change when it goes on."""
        return {"arch": self.arch, "seed": self.seed, "batch": self.batch, "images": len(self.images)}

    def state(self):
        return {"run": self.identity(), "step": self.step, "order": self.order, "best": self.best,
                "rng": self.rng.get_state(), "dropout rng": torch.get_rng_state(), "network": self.network.state_dict(),
                "average": self.average.state_dict(), "optimizer": self.optimizer.state_dict()}

    def restore(self, state):
        self.step, self.order, self.best = state["step"], state["order"], state["best"]
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.rng.set_state(state["rng"])
        torch.set_rng_state(state["dropout rng"])

    @property
    def epoch(self):
        return self.step / self.steps_per_epoch

    def advance(self, epochs):
        """One step of a run of `epochs`; returns the loss."""
        within = self.step % self.steps_per_epoch
        if within == 0:
            self.order = torch.randperm(len(self.images), generator=self.rng)
        pick = self.order[within * self.batch:(within + 1) * self.batch]
        progress = min(1.0, self.epoch / epochs)
        for group in self.optimizer.param_groups:
            group["lr"] = RATE * min(1.0, self.epoch + 0.02) * max(0.01, 0.5 + 0.5 * math.cos(math.pi * progress))
        images = self.images[pick][:, None].float() / 127.5 - 1
        resolution = min(self.network.resolution, COARSE[1] if progress < COARSE[0] else 1.0)
        joint = augment(images, self.network.rows, resolution, self.strength, self.rng)
        self.network.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = self.network.grade(self.network.dropout(self.network.look(joint.contiguous(memory_format=torch.channels_last))))
        loss = ordinal_loss(logits.float(), self.grades[pick], self.weights)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.follow()
        self.step += 1
        return loss.item()

    @torch.no_grad()
    def follow(self):
        """Moves the averaged weights and batch-norm statistics a little towards the live ones, faster at first."""
        decay = min(self.decay, (1 + self.step) / (10 + self.step))
        for averaged, live in zip(self.average.state_dict().values(), self.network.state_dict().values()):
            if averaged.is_floating_point():
                averaged.mul_(decay).add_(live, alpha=1 - decay)

    def consider(self):
        """Keeps the averaged weights if they are the best on what is held out; returns the figures there."""
        images, grades = self.held
        logits = logits_of(self.average, images)
        kappa, accuracy = quadratic_kappa(confusion(grades, logits.argmax(1).numpy())), (logits.argmax(1).numpy() == grades).mean()
        found = {"epoch": round(self.epoch, 2), "kappa": float(kappa), "accuracy": float(accuracy),
                 "log loss": F.cross_entropy(logits, torch.from_numpy(grades)).item()}
        if self.best is None or kappa + accuracy >= self.best["kappa"] + self.best["accuracy"]:
            self.best = {**found, "weights": copy.deepcopy(self.average.state_dict())}
        return found

    def finished(self):
        """The best averaged weights, their probabilities calibrated on what is held out."""
        network = copy.deepcopy(self.average)
        network.load_state_dict(self.best["weights"])
        return calibrate(network, *self.held)


@torch.no_grad()
def logits_of(network, images, batch=50):
    """Logits [M,5] of images uint8 [M,224,224]."""
    network.eval()
    return torch.cat([network(part[:, None].float() / 127.5 - 1) for part in torch.from_numpy(images).split(batch)])


def calibrate(network, images, grades):
    """Scales the logits so that probabilities hold on these images (temperature scaling, Guo et al. 2017), in the last layer.

    Shifting each grade's logit too would fit slightly better and then never answer grade 1, which readers disagree on most.
    """
    logits, grades = logits_of(network, images), torch.from_numpy(grades)
    scale = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.LBFGS([scale], max_iter=50, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        value = F.cross_entropy(logits * scale.exp(), grades)
        value.backward()
        return value

    optimizer.step(loss)
    with torch.no_grad():
        network.grade.weight.mul_(scale.exp())
        network.grade.bias.mul_(scale.exp())
    return network
