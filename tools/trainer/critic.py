"""The critic: how real an image of a given label looks. Not exported."""
import torch
import torch.nn.functional as F
from torch import nn

from generator import GRADES, image_sizes

CHANNELS = {7: 192, 14: 128, 28: 96, 56: 64, 112: 32, 224: 16}
NARROWEST = 48  # a resolution with at least so many channels gets a second layer


def minibatch_deviation(x, group=8):
    """Appends one map: how much the images of a group differ (Karras et al. 2018, section 3). [N,C,H,W] -> [N,C+1,H,W]."""
    n, c, h, w = x.shape
    group = group if n % group == 0 else n
    spread = x.view(group, n // group, c, h, w).float()
    spread = (spread.var(0, unbiased=False) + 1e-8).sqrt().mean([1, 2, 3])
    return torch.cat([x, spread.repeat(group).view(n, 1, 1, 1).expand(n, 1, h, w).to(x.dtype)], 1)


class Critic(nn.Module):
    """image [N,colours,s,s], label [N,classes] one-hot -> score [N]; projection of the label as in Miyato and Koyama 2018."""

    def __init__(self, classes=GRADES, colours=1, channels=None):
        super().__init__()
        c = self.channels = dict(channels or CHANNELS)
        self.base, self.first = min(c), image_sizes(c)[0]
        self.from_image, self.blocks, self.extra = nn.ModuleDict(), nn.ModuleDict(), nn.ModuleDict()
        for size in sorted(c, reverse=True)[:-1]:
            if size >= self.first:
                self.from_image[str(size)] = nn.Conv2d(colours, c[size], 3, padding=1)
            self.blocks[str(size)] = nn.Conv2d(c[size], c[size // 2], 4, stride=2, padding=1)
            if c[size] >= NARROWEST:
                self.extra[str(size)] = nn.Conv2d(c[size], c[size], 3, padding=1)
        self.head = nn.Conv2d(c[self.base] + 1, c[self.base], self.base)
        self.score = nn.Linear(c[self.base], 1)
        self.label = nn.Linear(classes, c[self.base], bias=False) if classes else None
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, 0.2)
                nn.init.zeros_(module.bias)
        for module in self.extra.values():
            nn.init.zeros_(module.weight)  # a residual layer begins as none
        if self.label is not None:
            nn.init.normal_(self.label.weight, 0.0, 0.05)

    def forward(self, image, label=None, fade=1.0):
        size = image.shape[-1]
        x = F.leaky_relu(self.from_image[str(size)](image), 0.2)
        while size > self.base:
            if str(size) in self.extra:
                x = x + F.leaky_relu(self.extra[str(size)](x), 0.2)
            x = F.leaky_relu(self.blocks[str(size)](x), 0.2)
            size //= 2
            if fade < 1.0 and size == image.shape[-1] // 2 and size >= self.first:
                old = F.leaky_relu(self.from_image[str(size)](F.avg_pool2d(image, 2)), 0.2)
                x = old + (x - old) * fade
        x = F.leaky_relu(self.head(minibatch_deviation(x)), 0.2).flatten(1)
        score = self.score(x).squeeze(1)
        return (score if self.label is None else score + (x * self.label(label)).mean(1)).float()
