"""FastGAN from the paper (Liu et al., 2021), with the names of odegeasslbc's state dict, shrunken; run with python3-torch."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import spectral_norm

from golden import latents, save


def conv(inputs, outputs, kernel, padding=0):
    return spectral_norm(nn.Conv2d(inputs, outputs, kernel, padding=padding, bias=False))


class Glu(nn.Module):
    def forward(self, x):
        kept, gate = x.chunk(2, 1)
        return kept * torch.sigmoid(gate)


class Noise(nn.Module):
    """Adds what `noises` of the generator holds next, scaled."""

    def __init__(self, queue):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))
        self.queue = queue

    def forward(self, x):
        return x + self.weight * self.queue.pop(0)


class Excitation(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.main = nn.Sequential(nn.AdaptiveAvgPool2d(4), conv(inputs, outputs, 4), nn.SiLU(), conv(outputs, outputs, 1), nn.Sigmoid())

    def forward(self, small, big):
        return big * self.main(small)


class Generator(nn.Module):
    """`channels` by side; every second block is the larger one with noise, sides of 64 and more are excited."""

    def __init__(self, latent, channels, colours):
        super().__init__()
        self.queue, self.sides = [], list(channels)
        self.init = nn.Module()
        self.init.init = nn.Sequential(
            spectral_norm(nn.ConvTranspose2d(latent, channels[4] * 2, 4, bias=False)), nn.BatchNorm2d(channels[4] * 2), Glu())
        for index, side in enumerate(self.sides[1:]):
            before, here = channels[side // 2], channels[side]
            block = lambda inputs, noise: [
                conv(inputs, here * 2, 3, 1), *([Noise(self.queue)] if noise else []), nn.BatchNorm2d(here * 2), Glu()]
            large = index % 2 == 0
            layers = [*block(before, True), *block(here, True)] if large else block(before, False)
            setattr(self, f'feat_{side}', nn.Sequential(nn.Upsample(scale_factor=2), *layers))
            if side >= 64:
                setattr(self, f'se_{side}', Excitation(channels[side // 16], here))
        self.to_big = conv(channels[self.sides[-1]], colours, 3, 1)
        self.to_128 = conv(channels[self.sides[-1]], colours, 1)

    def forward(self, z, noises):
        self.queue.extend(noises)
        features = {4: self.init.init(z[:, :, None, None])}
        for side in self.sides[1:]:
            x = getattr(self, f'feat_{side}')(features[side // 2])
            features[side] = getattr(self, f'se_{side}')(features[side // 16], x) if side >= 64 else x
        return self.to_big(features[self.sides[-1]])


def randomise(model):
    """Also u and v: some steps of the power iteration, as training leaves them."""
    generator = torch.Generator().manual_seed(9)
    with torch.no_grad():
        for name, value in [*model.named_parameters(), *model.named_buffers()]:
            if value.dtype != torch.float32 or name.endswith(('weight_u', 'weight_v')):
                continue
            noise = torch.randn(value.shape, generator=generator)
            value.copy_(noise.abs() * 0.3 + 0.05 if 'var' in name else noise * 0.3 + (1 if value.dim() == 1 and name.endswith('weight') else 0))
        model.train()
        for module in model.modules():
            for hook in module._forward_pre_hooks.values():
                [hook(module, None) for _ in range(3)]
    return model.eval()


def make(name, channels, colours):
    model = randomise(Generator(7, channels, colours))
    z = latents(4, 7)
    sides = [side for side in model.sides[1::2] for _ in range(2)]
    generator = torch.Generator().manual_seed(3)
    # Noise in steps of 1/8, which pack well.
    noises = [(torch.randn(4, 1, side, side, generator=generator) * 8).round() / 8 for side in sides]
    with torch.no_grad():
        image = model(z, noises)
    inputs = {'z': z} | {f'noise.{index}': noise for index, noise in enumerate(noises)}
    save(name, {'g': {f'module.{key}': value for key, value in model.state_dict().items()}}, inputs, {'image': image})


if __name__ == '__main__':
    torch.manual_seed(2)
    make('fastgan-16', {4: 8, 8: 6, 16: 5}, 3)
    make('fastgan-64', {4: 6, 8: 5, 16: 4, 32: 4, 64: 3}, 1)
