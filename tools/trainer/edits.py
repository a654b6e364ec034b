"""Edits that are learned with the generator: directions of its latent along which one attribute changes and the others do not.

A part of each batch is drawn twice, the second time moved along a random direction by a random amount. Differentiable attributes
(attributes.py) say what changed: the edited image must show its attribute changed by that amount, in standard deviations of real images,
all other attributes unchanged, and as little else as possible. The critic sees the edited images among the others, so they stay
as real as those. Severity moves the label along its ordered classes, as docs/model-file.md says, and its direction makes up for
what the label does to the other attributes.
"""
import copy

import torch
import torch.nn.functional as F

import sheet
from attributes import SEVERITY
from augment import translate

REACH = (0.3, 2.2)  # amounts, in standard deviations
OTHERS = 0.5  # weight of each attribute that must stay, where the one that must change has 1
KEEP = 1.0  # weight of the mean absolute difference of pixels in [-1,1]
BEND = 0.25  # deviations from which on an error counts linearly
NOISE, SHIFT = 0.05, 0.05  # of what the attributes see, so that no pattern that nobody sees pleases them
RATE, BETAS = 2e-3, (0.5, 0.99)
MEMORY = 0.98
FIRST_SAMPLES, RIDGE, LONGEST = 1500, 0.02, 2.5
BETWEEN = 2  # positions measured between two classes


class LearnedEdits:
    """`attributes` as attributes.py loads them; `share` of the batch is edited; all randomness comes from `rng`, drawn on the CPU."""

    def __init__(self, attributes, latent, classes=0, weight=1.0, share=0.25, device="cpu", seed=3, first_samples=FIRST_SAMPLES):
        self.attributes, self.names = attributes.to(device), attributes.names
        self.classes, self.weight, self.share, self.device, self.first_samples = classes, weight, share, device, first_samples
        self.rng = torch.Generator().manual_seed(seed)
        self.directions = torch.zeros(len(self.names), latent, device=device, requires_grad=True)
        self.average = self.directions.detach().clone()
        self.values = None  # mean severity at each position of the label, in deviations, rising
        self.asked, self.answered = torch.full((len(self.names),), 1e-3), torch.zeros(len(self.names))
        self.optimizer = torch.optim.Adam([self.directions], RATE, BETAS)
        self.begun = False

    @property
    def severity(self):
        """The number of the attribute that the label moves, -1 for none."""
        return self.names.index(SEVERITY) if self.classes > 1 and SEVERITY in self.names else -1

    @torch.no_grad()
    def begin(self, average):
        """First directions: least squares of the attributes of images on their latents, solved so that each direction moves one attribute."""
        generator = sheet.calibrated(average)
        z = torch.randn(self.first_samples, generator.latent, generator=self.rng)
        label = torch.randint(0, max(1, self.classes), (len(z),), generator=self.rng)
        rows = torch.cat([self.attributes(sheet.draw(generator, some, which, self.rng).to(self.device)).cpu()
                          for some, which in zip(z.split(50), label.split(50))]).double()
        group = F.one_hot(label, max(1, self.classes)).double()
        known = torch.cat([z.double(), group], 1)
        gram = known.T @ known + RIDGE * len(z) * torch.eye(known.shape[1], dtype=torch.float64)
        slopes = torch.linalg.solve(gram, known.T @ rows)[:z.shape[1]].T
        directions = slopes.T @ torch.linalg.inv(slopes @ slopes.T + RIDGE * torch.eye(len(slopes), dtype=torch.float64))
        directions = directions.T * (LONGEST / directions.norm(dim=0)).clamp(max=1)[:, None]
        if self.severity >= 0:
            self.values = self.measure_positions(generator)
            directions[self.severity] = 0
        self.directions.data.copy_(directions.float())
        self.average.copy_(self.directions)
        self.begun = True

    def measure_positions(self, generator, count=60):
        """Mean severity at each class and between classes, made to rise."""
        z = torch.randn(count, generator.latent, generator=self.rng)
        noise = generator.draw_noise(count, self.rng, None, self.device)
        found = []
        for position in torch.arange(0, self.classes - 1 + 1e-6, 1 / BETWEEN):
            label = soft_label(position.expand(count), self.classes).to(self.device)
            parts = (slice(first, first + 20) for first in range(0, count, 20))
            images = torch.cat([generator(z[part].to(self.device), label[part], [n[part] for n in noise]) for part in parts])
            found.append(self.attributes(images.float())[:, self.severity].mean().item())
        values = torch.tensor(found).cummax(0).values
        least = (values[-1] - values[0]).clamp(min=0.1) / 100
        return values + least * torch.arange(len(values))  # flat stretches would make the label jump

    def move(self, z, label):
        """Edited copies of latents [m,latent] and labels [m,classes], and by how much each attribute is to change, [m,K] in deviations."""
        m = len(z)
        which = torch.randint(0, len(self.names), (m,), generator=self.rng)
        amount = REACH[0] + (REACH[1] - REACH[0]) * torch.rand(m, generator=self.rng)
        amount = amount * (2 * torch.randint(0, 2, (m,), generator=self.rng) - 1)
        if self.severity >= 0:
            places = (torch.arange(m), label.cpu().argmax(1) * BETWEEN)
            value = self.values[places[1]]
            reached = (value + amount).clamp(self.values[0], self.values[-1])
            graded = which == self.severity
            moved = soft_label(interpolate(reached, self.values, torch.arange(len(self.values)) / BETWEEN), self.classes).to(label.device)
            amount = torch.where(graded, reached - value, amount)
            label = torch.where(graded[:, None].to(label.device), moved, label)
        amount = amount.to(self.device)
        wanted = F.one_hot(which, len(self.names)).to(self.device) * amount[:, None]
        return z.to(self.device) + wanted @ self.directions, label, wanted

    def loss(self, base, edited, wanted):
        """(loss, report) of images [m,1,s,s] before and after; only the edited ones are taught."""
        both = translate(torch.cat([base.detach(), edited], 1), self.rng, SHIFT)
        noise = NOISE * torch.randn(both.shape, generator=self.rng).to(both.device)
        before, after = (both + noise).chunk(2, 1)
        with torch.no_grad():
            known = self.attributes(before)
        change = self.attributes(after) - known
        own = wanted != 0
        error = F.smooth_l1_loss(change, wanted, beta=BEND, reduction="none")
        loss = (error * torch.where(own, 1.0, OTHERS)).sum(1).mean() + KEEP * (edited - base.detach()).abs().mean()
        self.remember(change.detach().cpu(), wanted.cpu())
        off = (change - wanted).detach().abs()
        return self.weight * loss, {"edits": loss.item(), "edit_error": off[own].mean().item(), "edit_drift": off[~own].mean().item(), **self.slopes()}

    def remember(self, change, wanted):
        self.asked = MEMORY * self.asked + (1 - MEMORY) * wanted.square().mean(0)
        self.answered = MEMORY * self.answered + (1 - MEMORY) * (wanted * change).mean(0)

    def slopes(self):
        """By attribute: how much it changed for each unit asked, running least squares through zero."""
        return {f"slope {name}": value for name, value in zip(self.names, (self.answered / self.asked).tolist())}

    def idle(self):
        """The report of a step in which nothing was edited."""
        return dict.fromkeys(("edits", "edit_error", "edit_drift", *self.slopes()), float("nan"))

    def step(self, scaler):
        """After the loss went backward, scaled by `scaler`; nothing where no image was edited."""
        if self.directions.grad is not None:
            self.directions.grad.div_(scaler.get_scale())
            self.optimizer.step()

    @torch.no_grad()
    def follow(self, decay):
        self.average.mul_(decay).add_(self.directions, alpha=1 - decay)

    def state(self):
        return {"names": self.names, "units": self.attributes.units, "deviations": self.attributes.deviations.tolist(), "begun": self.begun,
                "directions": self.directions.detach().clone(), "average": self.average.clone(), "values": self.values,
                "running": (self.asked, self.answered), "rng": self.rng.get_state(), "optimizer": copy.deepcopy(self.optimizer.state_dict())}

    def restore(self, state):
        if state["names"] != self.names:
            raise ValueError(f"edits of {', '.join(state['names'])}, expected those of {', '.join(self.names)}")
        self.begun, self.values = state["begun"], state["values"]
        self.directions.data.copy_(state["directions"])
        self.average.copy_(state["average"])
        self.asked, self.answered = state["running"]
        self.rng.set_state(state["rng"])
        self.optimizer.load_state_dict(state["optimizer"])


def soft_label(positions, classes):
    """Positions [N] among ordered classes -> [N,classes]: weight 1 - f on class k and f on k + 1 at position k + f."""
    return (1 - (positions[:, None] - torch.arange(classes)).abs()).clamp(min=0)


def interpolate(x, xs, ys):
    """Straight lines through rising xs; x within their ends."""
    right = torch.searchsorted(xs, x.contiguous()).clamp(1, len(xs) - 1)
    share = (x - xs[right - 1]) / (xs[right] - xs[right - 1])
    return ys[right - 1] + share * (ys[right] - ys[right - 1])
