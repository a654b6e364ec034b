"""What an image may change in without changing its grade: position, angle, size, side, exposure, a hidden patch.

Random numbers are drawn on the device of `rng`, which is that of the images.
"""
import math

import torch
import torch.nn.functional as F

STRENGTHS = {  # one for each architecture, so that the two learn from differently varied images
    "plain": {"shift": 0.05, "degrees": 6, "scale": 0.10, "stretch": 0.04, "contrast": 0.15, "gamma": 0.25, "noise": 0.03, "patch": 0.3},
    "paired": {"shift": 0.04, "degrees": 10, "scale": 0.15, "stretch": 0.0, "contrast": 0.30, "gamma": 0.40, "noise": 0.05, "patch": 0.5},
}


def between(low, high, shape, rng):
    return low + (high - low) * torch.rand(shape, generator=rng, device=rng.device)


def warp(images, rows, resolution, strength, rng):
    """Moves, turns, scales and mirrors images [N,1,s,s], and gives the rows that the network looks at, [N,1,h,w]."""
    n, _, size, _ = images.shape
    first, last = rows
    height, width = round((last - first) * resolution), round(size * resolution)
    angle = between(-1, 1, n, rng) * math.radians(strength["degrees"])
    scale = between(-1, 1, n, rng).mul(strength["scale"]).exp()
    stretch = between(-1, 1, n, rng).mul(strength["stretch"]).exp()
    mirror = torch.randint(0, 2, (n,), generator=rng, device=rng.device) * 2.0 - 1
    shift = between(-2, 2, (n, 2), rng) * strength["shift"]
    y = (torch.arange(height, device=rng.device) + 0.5) / height * (last - first) / size * 2 + first / size * 2 - 1
    x = (torch.arange(width, device=rng.device) + 0.5) / width * 2 - 1
    sine, cosine = torch.sin(angle) * scale, torch.cos(angle) * scale
    theta = torch.stack([cosine * stretch * mirror, -sine, shift[:, 0], sine * stretch * mirror, cosine, shift[:, 1]], 1).view(n, 2, 3)
    points = torch.stack([x.expand(height, width), y[:, None].expand(height, width), torch.ones(height, width, device=rng.device)], -1)
    grid = torch.einsum("hwk,nck->nhwc", points, theta)
    return F.grid_sample(images, grid, mode="bilinear", padding_mode="border", align_corners=False)


def expose(images, strength, rng):
    """Gamma, contrast, brightness and noise of images in [-1,1]."""
    n = len(images)
    gamma = between(-1, 1, (n, 1, 1, 1), rng).mul(strength["gamma"]).exp()
    gain = between(-1, 1, (n, 1, 1, 1), rng).mul(strength["contrast"]).exp()
    offset = between(-1, 1, (n, 1, 1, 1), rng) * strength["contrast"]
    noise = torch.randn(images.shape, generator=rng, device=rng.device) * between(0, strength["noise"], (n, 1, 1, 1), rng)
    return ((images / 2 + 0.5).clamp(0, 1).pow(gamma) * 2 - 1) * gain + offset + noise


def hide(images, strength, rng):
    """Covers a patch of up to a quarter of the height with grey in some images; in place."""
    n, _, height, width = images.shape
    for index in torch.nonzero(torch.rand(n, generator=rng, device=rng.device) < strength["patch"]).flatten().tolist():
        across, down = torch.randint(height // 10, height // 4, (2,), generator=rng, device=rng.device).tolist()
        left = torch.randint(0, width - across, (1,), generator=rng, device=rng.device).item()
        top = torch.randint(0, height - down, (1,), generator=rng, device=rng.device).item()
        images[index, :, top:top + down, left:left + across] = 0
    return images


def augment(images, rows, resolution, strength, rng):
    return hide(expose(warp(images, rows, resolution, strength, rng), strength, rng), strength, rng)
