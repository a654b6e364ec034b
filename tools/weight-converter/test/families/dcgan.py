"""DCGAN, and a fully connected generator, in the forms that people save, shrunken; run with python3-torch."""

import torch
from torch import nn

from golden import latents, save, seeded


def dcgan(z, widths, kernels, channels):
    """From [N,z,1,1]: the first kernel is the first size, the others double."""
    layers, taken = [], z
    for index, (given, kernel) in enumerate(zip([*widths, channels], kernels)):
        geometry = (1, 0) if index == 0 else (2, 1)
        layers.append(nn.ConvTranspose2d(taken, given, kernel, *geometry, bias=False))
        if index < len(widths):
            layers += [nn.BatchNorm2d(given), nn.ReLU()]
        taken = given
    return nn.ModuleDict({'main': nn.Sequential(*layers, nn.Tanh())})


class Stem(nn.Module):
    """Behind a linear layer, from a side that is no power of two."""

    def __init__(self, z, widths, side, channels):
        super().__init__()
        self.inner, self.side = widths[0], side
        self.fc = nn.Linear(z, widths[0] * side ** 2)
        self.norm0 = nn.BatchNorm2d(widths[0])
        self.deconv1 = nn.ConvTranspose2d(widths[0], widths[1], 4, 2, 1)
        self.norm1 = nn.BatchNorm2d(widths[1])
        self.deconv2 = nn.ConvTranspose2d(widths[1], channels, 4, 2, 1)

    def forward(self, z):
        x = torch.relu(self.norm0(self.fc(z).view(-1, self.inner, self.side, self.side)))
        return torch.tanh(self.deconv2(torch.relu(self.norm1(self.deconv1(x)))))


def make(name, model, z, run, wrap=lambda state: state):
    model = seeded(model, gain=2.0)
    with torch.no_grad():
        image = run(model)(z)
    save(name, wrap(model.state_dict()), {'z': z}, {'image': image})


if __name__ == '__main__':
    chain = lambda model: model['main']
    make('dcgan-chain-16', dcgan(8, [7, 5], [4, 4, 4], 3), latents(4, 8, 1, 1), chain, lambda state: {'netG': state, 'epoch': 7})
    make('dcgan-chain-28', dcgan(6, [6, 5], [7, 4, 4], 1), latents(4, 6, 1, 1), chain)
    make('dcgan-stem-12', Stem(5, [6, 4], 3, 3), latents(4, 5), lambda model: model)
    mlp = nn.Sequential(nn.Linear(6, 12), nn.BatchNorm1d(12), nn.ReLU(), nn.Linear(12, 256), nn.Tanh())
    make('mlp-16', mlp, latents(4, 6), lambda model: lambda z: model(z).view(-1, 1, 16, 16))
