"""Progressive GAN from the paper (Karras et al., 2018), with the names of pytorch_GAN_zoo's and of rosinality's state dicts, shrunken; run with python3-torch."""

import math
import sys
import types

import torch
import torch.nn.functional as F
from torch import nn

from golden import latents, save


class BaseConfig:
    """What pytorch_GAN_zoo saves its settings as; the name is all that matters here."""

    def __init__(self):
        self.miniBatchSize = 16


BaseConfig.__module__ = 'models.utils.config'
sys.modules |= {name: types.ModuleType(name) for name in ('models', 'models.utils', BaseConfig.__module__)}
sys.modules[BaseConfig.__module__].BaseConfig = BaseConfig


def pixel_norm(x):
    return x / torch.sqrt((x * x).mean(1, keepdim=True) + 1e-8)


def he(weight):
    return math.sqrt(2 / weight[0].numel())


def randomise(model):
    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for name, value in model.named_parameters():
            noise = torch.randn(value.shape, generator=generator)
            value.copy_(noise if value.dim() > 1 else noise * 0.5)
    return model.eval()


class Equalised(nn.Module):
    """pytorch_GAN_zoo: the constant multiplies the result, bias and all."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x) * he(self.module.weight)


class GanZoo(nn.Module):
    def __init__(self, latent, side, channels, colours):
        super().__init__()
        conv = lambda inputs, outputs, kernel: Equalised(nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2))
        self.side = side
        self.formatLayer = Equalised(nn.Linear(latent, side * side * channels[0]))
        self.groupScale0 = nn.ModuleList([conv(channels[0], channels[0], 3)])
        self.scaleLayers = nn.ModuleList(
            [nn.ModuleList([conv(more, fewer, 3), conv(fewer, fewer, 3)]) for more, fewer in zip(channels, channels[1:])])
        self.toRGBLayers = nn.ModuleList([conv(each, colours, 1) for each in channels])

    def forward(self, z):
        x = F.leaky_relu(self.formatLayer(pixel_norm(z)), 0.2).view(z.shape[0], -1, self.side, self.side)
        x = pixel_norm(x)
        for index, group in enumerate([self.groupScale0, *self.scaleLayers]):
            if index > 0:
                x = F.interpolate(x, scale_factor=2, mode='nearest')
            for layer in group:
                x = pixel_norm(F.leaky_relu(layer(x), 0.2))
        return self.toRGBLayers[-1](x)


class EqualConv(nn.Module):
    """rosinality: weight_orig, whose constant leaves the bias alone."""

    def __init__(self, inputs, outputs, kernel, padding):
        super().__init__()
        self.conv = nn.Module()
        self.conv.weight_orig = nn.Parameter(torch.zeros(outputs, inputs, kernel, kernel))
        self.conv.bias = nn.Parameter(torch.zeros(outputs))
        self.padding = padding

    def forward(self, x):
        weight = self.conv.weight_orig
        return F.conv2d(x, weight * he(weight), self.conv.bias, padding=self.padding)


class PixelNorm(nn.Module):
    def forward(self, x):
        return pixel_norm(x)


class Block(nn.Module):
    def __init__(self, inputs, outputs, kernel, padding):
        super().__init__()
        self.conv = nn.Sequential(
            EqualConv(inputs, outputs, kernel, padding), PixelNorm(), nn.LeakyReLU(0.2),
            EqualConv(outputs, outputs, 3, 1), PixelNorm(), nn.LeakyReLU(0.2))

    def forward(self, x):
        return self.conv(x)


class Rosinality(nn.Module):
    def __init__(self, latent, classes, channels, colours):
        super().__init__()
        self.label_embed = nn.Embedding(classes, classes)
        ends = [latent + classes, *channels]
        self.progression = nn.ModuleList(
            [Block(more, fewer, 3 if index else 4, 1 if index else 3) for index, (more, fewer) in enumerate(zip(ends, channels))])
        self.to_rgb = nn.ModuleList([nn.Conv2d(each, colours, 1) for each in channels])

    def forward(self, z, label):
        x = torch.cat([pixel_norm(z), self.label_embed(label)], 1)[:, :, None, None]
        for index, block in enumerate(self.progression):
            x = block(F.interpolate(x, scale_factor=2, mode='nearest') if index else x)
        return self.to_rgb[-1](x)


if __name__ == '__main__':
    z = latents(4, 6)
    for name, side, channels, colours, bare in (('16', 4, [7, 6, 5], 3, False), ('12', 3, [6, 5, 4], 1, True)):
        model = randomise(GanZoo(6, side, channels, colours))
        with torch.no_grad():
            image = model(z)
        # The zoo's own state_dict() leaves `module` out, torch's puts it in.
        state = {key.replace('.module.', '.') if bare else key: value for key, value in model.state_dict().items()}
        others = {'config': BaseConfig(), 'netD': {'decisionLayer.weight': torch.zeros(1, 6)}}
        save(f'progressive-gan-zoo-{name}', {**others, 'netG': state}, {'z': z}, {'image': image})
    model = randomise(Rosinality(6, 3, [8, 6], 3))
    label = torch.tensor([2, 0, 1, 2])
    with torch.no_grad():
        image = model(z, label)
    save('progressive-gan-rosinality-8', model.state_dict(), {'z': z, 'class': torch.eye(3)[label]}, {'image': image})
