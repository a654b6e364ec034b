"""The critic: how real a radiograph of a given grade looks. Not exported."""
import torch
import torch.nn.functional as F
from torch import nn

from generator import GRADES

CHANNELS = {128: 16, 64: 32, 32: 64, 16: 96, 8: 128, 4: 192}


def minibatch_deviation(x, group=8):
    """Appends one map: how much the images of a group differ (Karras et al. 2018, section 3). [N,C,H,W] -> [N,C+1,H,W]."""
    n, c, h, w = x.shape
    group = group if n % group == 0 else n
    spread = x.view(group, n // group, c, h, w).float()
    spread = (spread.var(0, unbiased=False) + 1e-8).sqrt().mean([1, 2, 3])
    return torch.cat([x, spread.repeat(group).view(n, 1, 1, 1).expand(n, 1, h, w).to(x.dtype)], 1)


class Critic(nn.Module):
    """image [N,1,s,s], grade [N,5] one-hot -> score [N]; projection of the grade as in Miyato and Koyama 2018."""

    def __init__(self, channels=None):
        super().__init__()
        c = self.channels = dict(channels or CHANNELS)
        self.from_grey = nn.ModuleDict()
        self.blocks = nn.ModuleDict()
        for size in sorted(c, reverse=True)[:-1]:
            if size >= 32:
                self.from_grey[str(size)] = nn.Conv2d(1, c[size], 3, padding=1)
            self.blocks[str(size)] = nn.Conv2d(c[size], c[size // 2], 4, stride=2, padding=1)
        self.head = nn.Conv2d(c[4] + 1, c[4], 4)
        self.score = nn.Linear(c[4], 1)
        self.grade = nn.Linear(GRADES, c[4], bias=False)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, 0.2)
                nn.init.zeros_(module.bias)
        nn.init.normal_(self.grade.weight, 0.0, 0.05)

    def forward(self, image, grade, fade=1.0):
        size = image.shape[-1]
        x = F.leaky_relu(self.from_grey[str(size)](image), 0.2)
        while size > 4:
            x = F.leaky_relu(self.blocks[str(size)](x), 0.2)
            size //= 2
            if fade < 1.0 and size == image.shape[-1] // 2 and size >= 32:
                old = F.leaky_relu(self.from_grey[str(size)](F.avg_pool2d(image, 2)), 0.2)
                x = old + (x - old) * fade
        x = F.leaky_relu(self.head(minibatch_deviation(x)), 0.2).flatten(1)
        return (self.score(x).squeeze(1) + (x * self.grade(grade)).mean(1)).float()
