"""CycleGAN's ResNet generator with the module names of its two usual implementations, shrunken; run with python3-torch."""

import torch
from torch import nn

from golden import images, save, seeded


class Block(nn.Module):
    """junyanz calls the Sequential conv_block, eriklindernoren block."""

    def __init__(self, channels, norm, name, dropout=False):
        super().__init__()
        self.name = name
        half = lambda: [nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, 3, bias=norm is nn.InstanceNorm2d), norm(channels)]
        middle = [nn.ReLU(), nn.Dropout(0.5)] if dropout else [nn.ReLU()]
        setattr(self, name, nn.Sequential(*half(), *middle, *half()))

    def forward(self, x):
        return x + getattr(self, self.name)(x)


class Generator(nn.Module):
    def __init__(self, channels, width, blocks, norm, dropout=False, upsample=False):
        super().__init__()
        bias = norm is nn.InstanceNorm2d
        wide = [width, width + 1, width + 2]
        layers = [nn.ReflectionPad2d(3), nn.Conv2d(channels, width, 7, bias=bias), norm(width), nn.ReLU()]
        for fewer, more in zip(wide, wide[1:]):
            layers += [nn.Conv2d(fewer, more, 3, 2, 1, bias=bias), norm(more), nn.ReLU()]
        layers += [Block(wide[-1], norm, 'block' if upsample else 'conv_block', dropout) for _ in range(blocks)]
        for fewer, more in zip(wide[-2::-1], wide[::-1]):
            step = [nn.Upsample(scale_factor=2), nn.Conv2d(more, fewer, 3, 1, 1, bias=bias)] if upsample else [
                nn.ConvTranspose2d(more, fewer, 3, 2, 1, output_padding=1, bias=bias)]
            layers += [*step, norm(fewer), nn.ReLU()]
        self.model = nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(width, channels, 7), nn.Tanh())

    def forward(self, x):
        return self.model(x)


def make(name, model, channels, height, width, gain=1.5):
    model = seeded(model, gain=gain)
    x = images(4, channels, height, width)
    with torch.no_grad():
        y = model(x)
    save(name, model.state_dict(), {'input': x}, {'image': y}, {'shapes': {'input': [1, channels, height, width]}})


if __name__ == '__main__':
    make('cyclegan-6-blocks-32', Generator(3, 5, 6, nn.InstanceNorm2d), 3, 32, 32, gain=0.7)
    make('cyclegan-9-blocks-batch-20x28', Generator(1, 2, 9, nn.BatchNorm2d, dropout=True), 1, 20, 28, gain=0.8)
    make('cyclegan-upsample-24', Generator(3, 4, 2, nn.InstanceNorm2d, upsample=True), 3, 24, 24, gain=0.7)
