"""Convolutional VAEs with the module names of AntixK/PyTorch-VAE and of World Models, shrunken; run with python3-torch.

The same state dict is a decoder, and an encoder under `--arch vae-encoder`.
"""

import torch
import torch.nn.functional as F
from torch import nn

from golden import images, latents, save, seeded


class Vanilla(nn.Module):
    """PyTorch-VAE's VanillaVAE; its own 512 x 2 x 2 is a side of 2 here."""

    def __init__(self, channels, wide, latent, side):
        super().__init__()
        self.side, self.deep = side, wide[-1]
        self.encoder = nn.Sequential(*[
            nn.Sequential(nn.Conv2d(fewer, more, 3, 2, 1), nn.BatchNorm2d(more), nn.LeakyReLU())
            for fewer, more in zip([channels, *wide], wide)])
        self.fc_mu = nn.Linear(wide[-1] * side ** 2, latent)
        self.fc_var = nn.Linear(wide[-1] * side ** 2, latent)
        self.decoder_input = nn.Linear(latent, wide[-1] * side ** 2)
        step = lambda more, fewer: [nn.ConvTranspose2d(more, fewer, 3, 2, 1, output_padding=1), nn.BatchNorm2d(fewer), nn.LeakyReLU()]
        self.decoder = nn.Sequential(*[nn.Sequential(*step(more, fewer)) for fewer, more in zip(wide[-2::-1], wide[:0:-1])])
        self.final_layer = nn.Sequential(*step(wide[0], wide[0]), nn.Conv2d(wide[0], channels, 3, padding=1), nn.Tanh())

    def encode(self, x):
        x = torch.flatten(self.encoder(x), 1)
        return {'mu': self.fc_mu(x), 'logvar': self.fc_var(x)}

    def decode(self, z):
        return self.final_layer(self.decoder(self.decoder_input(z).view(-1, self.deep, self.side, self.side)))


class WorldDecoder(nn.Module):
    def __init__(self, channels, wide, latent):
        super().__init__()
        self.fc1 = nn.Linear(latent, 4 * wide)
        self.deconv1 = nn.ConvTranspose2d(4 * wide, 3 * wide, 5, stride=2)
        self.deconv2 = nn.ConvTranspose2d(3 * wide, 2 * wide, 5, stride=2)
        self.deconv3 = nn.ConvTranspose2d(2 * wide, wide, 6, stride=2)
        self.deconv4 = nn.ConvTranspose2d(wide, channels, 6, stride=2)

    def forward(self, z):
        x = F.relu(self.fc1(z))[:, :, None, None]
        for step in (self.deconv1, self.deconv2, self.deconv3):
            x = F.relu(step(x))
        return torch.sigmoid(self.deconv4(x))


class WorldEncoder(nn.Module):
    def __init__(self, channels, wide, latent):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, wide, 4, stride=2)
        self.conv2 = nn.Conv2d(wide, 2 * wide, 4, stride=2)
        self.conv3 = nn.Conv2d(2 * wide, 3 * wide, 4, stride=2)
        self.conv4 = nn.Conv2d(3 * wide, 4 * wide, 4, stride=2)
        self.fc_mu = nn.Linear(16 * wide, latent)
        self.fc_logsigma = nn.Linear(16 * wide, latent)

    def forward(self, x):
        for step in (self.conv1, self.conv2, self.conv3, self.conv4):
            x = F.relu(step(x))
        x = x.view(x.size(0), -1)
        return {'mu': self.fc_mu(x), 'logsigma': self.fc_logsigma(x)}


class WorldModel(nn.Module):
    def __init__(self, channels, wide, latent):
        super().__init__()
        self.encoder = WorldEncoder(channels, wide, latent)
        self.decoder = WorldDecoder(channels, wide, latent)
        self.encode, self.decode = self.encoder.forward, self.decoder.forward


class Linear(nn.Module):
    """PyTorch's own VAE example, fully connected."""

    def __init__(self, side, hidden, latent):
        super().__init__()
        self.side = side
        self.fc1 = nn.Linear(side ** 2, hidden)
        self.fc21, self.fc22 = nn.Linear(hidden, latent), nn.Linear(hidden, latent)
        self.fc3, self.fc4 = nn.Linear(latent, hidden), nn.Linear(hidden, side ** 2)

    def encode(self, x):
        x = F.relu(self.fc1(x.flatten(1)))
        return {'mu': self.fc21(x), 'logvar': self.fc22(x)}

    def decode(self, z):
        return torch.sigmoid(self.fc4(F.relu(self.fc3(z)))).view(-1, 1, self.side, self.side)


def make(variant, model, latent, image, gain=1.3):
    model = seeded(model, gain=gain)
    z = latents(4, latent)
    with torch.no_grad():
        save(f'vae-{variant}', model.state_dict(), {'z': z}, {'image': model.decode(z)})
        channels, size, low = image
        x = images(4, channels, size, size, low=low)
        options = {'arch': 'vae-encoder', 'shapes': {'image': [1, channels, size, size]}}
        save(f'vae-encoder-{variant}', model.state_dict(), {'image': x}, model.encode(x), options)


if __name__ == '__main__':
    make('vanilla-16', Vanilla(3, [5, 6, 7], 6, 2), 6, (3, 16, -1.0))
    make('vanilla-24', Vanilla(1, [5, 6, 7], 5, 3), 5, (1, 24, -1.0))
    make('world-64', WorldModel(1, 2, 4), 4, (1, 64, 0.0), gain=2.2)
    make('mlp-12', Linear(12, 20, 5), 5, (1, 12, 0.0))
