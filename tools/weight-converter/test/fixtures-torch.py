"""Real checkpoints in PyTorch, on models written from their shapes: `fixtures-torch.py FIXTURES OUT` writes inputs and outputs as .npz.

The outputs stay outside the repository, as the checkpoints do; fixturesTorch.test.ts compares with them.
"""

import json
import pathlib
import struct
import sys

import numpy
import torch
import torch.nn.functional as F
from torch import nn


class Vae(nn.Module):
    """csinva/gan-vae-pretrained-pytorch: the decoder of PyTorch's VAE example."""

    def __init__(self):
        super().__init__()
        self.fc3, self.fc4 = nn.Linear(20, 400), nn.Linear(400, 784)

    def forward(self, z):
        return {'image': torch.sigmoid(self.fc4(F.relu(self.fc3(z)))).view(-1, 1, 28, 28)}


class VaeEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc21, self.fc22 = nn.Linear(784, 400), nn.Linear(400, 20), nn.Linear(400, 20)

    def forward(self, image):
        x = F.relu(self.fc1(image.flatten(1)))
        return {'mu': self.fc21(x), 'logvar': self.fc22(x)}


class Dcgan(nn.Module):
    """An MNIST DCGAN: 7, 14, 28."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.ConvTranspose2d(100, 128, 7, 1, 0, bias=False), nn.BatchNorm2d(128), nn.ReLU(),
            nn.ConvTranspose2d(128, 64, 4, 2, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
            nn.ConvTranspose2d(64, 1, 4, 2, 1, bias=False), nn.Tanh())

    def forward(self, z):
        return {'image': self.net(z)}


class Classifier(nn.Module):
    """Burn's PyTorch import example."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2, self.conv3 = nn.Conv2d(1, 8, 3), nn.Conv2d(8, 16, 3), nn.Conv2d(16, 24, 3)
        self.norm1 = nn.BatchNorm2d(24)
        self.fc1, self.fc2 = nn.Linear(24 * 22 * 22, 32), nn.Linear(32, 10)
        self.norm2 = nn.BatchNorm1d(10)

    def forward(self, input):
        x = self.norm1(F.relu(self.conv3(F.relu(self.conv2(F.relu(self.conv1(input)))))))
        x = self.norm2(self.fc2(F.relu(self.fc1(x.flatten(1)))))
        return {'logits': x, 'probabilities': F.log_softmax(x, 1).exp()}


def read_safetensors(path):
    data = path.read_bytes()
    size, = struct.unpack('<Q', data[:8])
    header = json.loads(data[8:8 + size])
    header.pop('__metadata__', None)
    body = data[8 + size:]
    types = {'F32': numpy.float32, 'I64': numpy.int64}
    return {name: torch.from_numpy(numpy.frombuffer(body[slice(*entry['data_offsets'])], types[entry['dtype']])
                                   .reshape(entry['shape']).copy()) for name, entry in header.items()}


def run(fixtures, out):
    generator = torch.Generator().manual_seed(4)
    noise = lambda *shape: torch.randn(*shape, generator=generator)
    digits = torch.rand(4, 1, 28, 28, generator=generator)
    vae = torch.load(fixtures / 'csinva_vae.pth', map_location='cpu')
    cases = {
        'csinva-vae': (Vae(), vae, 'z', noise(4, 20)),
        'csinva-vae-encoder': (VaeEncoder(), vae, 'image', digits),
        'aamir-dcgan': (Dcgan(), torch.load(fixtures / 'aamir_dcgan_G.pt', map_location='cpu')['state_dict'], 'z', noise(4, 100, 1, 1)),
        'burn-mnist-pt': (Classifier(), torch.load(fixtures / 'burn_mnist.pt', map_location='cpu'), 'input', digits),
        'burn-mnist-safetensors': (Classifier(), read_safetensors(fixtures / 'burn_mnist.safetensors'), 'input', digits),
    }
    for name, (model, state, key, value) in cases.items():
        own = set(model.state_dict())
        model.load_state_dict({each: tensor for each, tensor in state.items() if each in own}, strict=True)
        with torch.no_grad():
            results = model.eval()(value)
        arrays = {f'in.{key}': value.numpy()} | {f'out.{each}': result.numpy() for each, result in results.items()}
        numpy.savez(out / f'{name}.npz', **arrays)


if __name__ == '__main__':
    run(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
