"""Conditional generators and the upsampling DCGAN, with the names of PyTorch-GAN's and of znxlwm's state dicts, shrunken; run with python3-torch."""

import torch
import torch.nn.functional as F
from torch import nn

from golden import latents, save, seeded


class Cgan(nn.Module):
    """PyTorch-GAN's cgan: 0.8 is the eps of its norms."""

    def __init__(self, latent, classes, widths, shape):
        super().__init__()
        self.shape = shape
        self.label_emb = nn.Embedding(classes, classes)
        layers = [nn.Linear(latent + classes, widths[0]), nn.LeakyReLU(0.2)]
        for inputs, outputs in zip(widths, widths[1:]):
            layers += [nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs, 0.8), nn.LeakyReLU(0.2)]
        self.model = nn.Sequential(*layers, nn.Linear(widths[-1], shape[0] * shape[1] * shape[2]), nn.Tanh())

    def forward(self, z, label):
        return self.model(torch.cat([self.label_emb(label), z], 1)).view(-1, *self.shape)


class Upsampling(nn.Module):
    """PyTorch-GAN's dcgan, and its acgan where there are classes."""

    def __init__(self, latent, side, channels, colours, classes=0, name='conv_blocks'):
        super().__init__()
        self.shape, self.name = (-1, channels[0], side, side), name
        if classes:
            self.label_emb = nn.Embedding(classes, latent)
        self.l1 = nn.Sequential(nn.Linear(latent, channels[0] * side * side))
        layers = [nn.BatchNorm2d(channels[0])]
        for inputs, outputs in zip(channels, channels[1:]):
            layers += [nn.Upsample(scale_factor=2), nn.Conv2d(inputs, outputs, 3, 1, 1), nn.BatchNorm2d(outputs, 0.8), nn.LeakyReLU(0.2)]
        setattr(self, name, nn.Sequential(*layers, nn.Conv2d(channels[-1], colours, 3, 1, 1), nn.Tanh()))

    def forward(self, z, label=None):
        z = z if label is None else self.label_emb(label) * z
        return getattr(self, self.name)(self.l1(z).view(self.shape))


class ConditionalDcgan(nn.Module):
    """znxlwm's: the class has a transposed convolution of its own."""

    def __init__(self, latent, classes, side, channels, colours):
        super().__init__()
        half = channels[0] // 2
        self.deconv1_1, self.deconv1_1_bn = nn.ConvTranspose2d(latent, half, side), nn.BatchNorm2d(half)
        self.deconv1_2, self.deconv1_2_bn = nn.ConvTranspose2d(classes, half, side), nn.BatchNorm2d(half)
        self.last = len(channels) + 1
        for index, (inputs, outputs) in enumerate(zip(channels, [*channels[1:], colours])):
            setattr(self, f'deconv{index + 2}', nn.ConvTranspose2d(inputs, outputs, 4, 2, 1))
            if index + 2 < self.last:
                setattr(self, f'deconv{index + 2}_bn', nn.BatchNorm2d(outputs))

    def forward(self, z, label):
        x = F.relu(self.deconv1_1_bn(self.deconv1_1(z[:, :, None, None])))
        y = F.relu(self.deconv1_2_bn(self.deconv1_2(label[:, :, None, None])))
        x = torch.cat([x, y], 1)
        for number in range(2, self.last):
            x = F.relu(getattr(self, f'deconv{number}_bn')(getattr(self, f'deconv{number}')(x)))
        return torch.tanh(getattr(self, f'deconv{self.last}')(x))


class EmbeddingDcgan(nn.Module):
    """As tutorials have it: an embedding joined to the noise or, where it is as long, multiplied into it."""

    def __init__(self, latent, classes, size, kernels, channels):
        super().__init__()
        self.label_embedding = nn.Embedding(classes, size)
        self.joined = size != latent
        inputs = latent + size if self.joined else latent
        layers = []
        for index, (kernel, outputs) in enumerate(zip(kernels, channels)):
            stride, padding = (2, 1) if index else (1, 0)
            last = index == len(channels) - 1
            layers += [nn.ConvTranspose2d(inputs, outputs, kernel, stride, padding, bias=last)]
            layers += [nn.Tanh()] if last else [nn.BatchNorm2d(outputs), nn.ReLU(True)]
            inputs = outputs
        self.main = nn.Sequential(*layers)

    def forward(self, z, label):
        y = self.label_embedding(label)[:, :, None, None]
        return self.main(torch.cat([z, y], 1) if self.joined else z * y)


def make(name, model, latent, classes=0, one_hot=False):
    model = seeded(model, gain=1.4)
    z = latents(4, *latent) if isinstance(latent, tuple) else latents(4, latent)
    label = torch.tensor([classes - 1, 0, 1, 1])
    encoded = torch.eye(max(classes, 2))[label]
    with torch.no_grad():
        image = model(z, encoded if one_hot else label) if classes else model(z)
    save(name, model.state_dict(), {'z': z} | ({'class': encoded} if classes else {}), {'image': image})


if __name__ == '__main__':
    make('cgan-8', Cgan(6, 3, [10, 12], (1, 8, 8)), 6, 3)
    make('cgan-9', Cgan(5, 4, [9, 8, 12], (3, 9, 9)), 5, 4)
    make('upsampling-dcgan-16', Upsampling(6, 4, [7, 6, 5], 1), 6)
    make('upsampling-dcgan-acgan-20', Upsampling(6, 5, [6, 6, 5], 3, classes=4, name='conv_model'), 6, 4)
    make('conditional-dcgan-16', ConditionalDcgan(6, 3, 4, [8, 5], 1), 6, 3, one_hot=True)
    make('conditional-dcgan-28', ConditionalDcgan(6, 4, 7, [6, 5], 3), 6, 4, one_hot=True)
    make('embedding-dcgan-16', EmbeddingDcgan(6, 4, 6, [4, 4, 4], [7, 5, 3]), (6, 1, 1), 4)
    make('embedding-dcgan-28', EmbeddingDcgan(5, 3, 4, [7, 4, 4], [6, 5, 1]), (5, 1, 1), 3)
