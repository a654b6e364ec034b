"""Writes vishal_ddpm.npz: what PyTorch gives for shared/fixtures/vishal_ddpm.pth, on a model written from its shapes.

The weights lie outside the repository. Usage: /usr/bin/python3 vishal_ddpm.py
"""

import pathlib

import numpy
import torch
from torch import nn

HERE = pathlib.Path(__file__).parent
WEIGHTS = HERE.parents[4] / 'shared/fixtures/vishal_ddpm.pth'


class Network(nn.Module):
    """Layer norm has [28, 28] weights: it takes height and width together, channel by channel."""

    def __init__(self):
        super().__init__()
        ends = [1, 16, 32, 32, 16]
        self.blocks = nn.ModuleList()
        for c_in, c_out in zip(ends, ends[1:]):
            block = nn.Module()
            block.net = nn.Sequential(nn.Conv2d(c_in, c_out, 7, padding=3), nn.LayerNorm((28, 28)), nn.GELU())
            self.blocks.append(block)
        self.blocks.append(nn.Conv2d(16, 1, 3, padding=1))
        self.time_embed = nn.Sequential(
            nn.Linear(32, 128), nn.GELU(), nn.Linear(128, 128), nn.GELU(), nn.Linear(128, 128), nn.GELU(), nn.Linear(128, 16))
        self.register_buffer('frequencies', torch.zeros(16))

    def forward(self, x, t):
        angles = t[:, None] * self.frequencies[None]
        phases = torch.cat([torch.sin(angles), torch.cos(angles) - 1], dim=1)
        x = self.blocks[0].net(x) + self.time_embed(phases)[:, :, None, None]
        for block in self.blocks[1:-1]:
            x = block.net(x)
        return self.blocks[-1](x)


state = torch.load(WEIGHTS, map_location='cpu')
network = Network().eval()
network.load_state_dict({name[3:]: value for name, value in state.items() if name.startswith('gt.')})
# Quarters compress well, and are noise all the same.
x = (torch.randn(4, 1, 28, 28, generator=torch.Generator().manual_seed(3)) * 4).round() / 4
t = torch.tensor([0.001, 0.3, 0.777, 1.0])
with torch.no_grad():
    noise = network(x, t)
numpy.savez_compressed(HERE / 'vishal_ddpm.npz', **{'in.x': x.numpy(), 'in.t': t.numpy()[:, None], 'out.noise': noise.numpy()})
