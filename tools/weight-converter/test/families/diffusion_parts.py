"""What the diffusion U-Nets of `diffusion.py` share: the angles of a time, attention, and a step up."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def sinusoid(time, count, shift, cosines_first):
    """Vaswani et al. 2017; angles in f32 as both libraries compute them."""
    frequencies = torch.exp(-math.log(10000) * torch.arange(count, dtype=torch.float32) / (count - shift))
    angles = time[:, None].float() * frequencies[None]
    parts = [torch.cos(angles), torch.sin(angles)] if cosines_first else [torch.sin(angles), torch.cos(angles)]
    return torch.cat(parts, dim=1)


def attend(query, key, value, heads):
    """[N, C, L] each; the channels of a head stand together."""
    n, c, length = query.shape
    q, k, v = [part.reshape(n, heads, c // heads, length) for part in (query, key, value)]
    weights = torch.softmax(torch.einsum('nhct,nhcs->nhts', q, k) / math.sqrt(c // heads), dim=-1)
    return torch.einsum('nhts,nhcs->nhct', weights, v).reshape(n, c, length)


class UpConv(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode='nearest'))
