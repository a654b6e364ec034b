"""ResNet generators of WGAN-GP, SNGAN, cGAN-PD and SAGAN from the papers, with the names of mimicry's and of christiancosgrove's state dicts, shrunken; run with python3-torch."""

import torch
import torch.nn.functional as F
from torch import nn

from golden import latents, save, seeded


class ConditionalNorm(nn.Module):
    """The first half of a class's row is the scale, the second the shift."""

    def __init__(self, channels, classes):
        super().__init__()
        self.bn = nn.BatchNorm2d(channels, affine=False)
        self.embed = nn.Embedding(classes, channels * 2)

    def forward(self, x, label):
        gamma, beta = self.embed(label)[:, :, None, None].chunk(2, 1)
        return gamma * self.bn(x) + beta


class Block(nn.Module):
    def __init__(self, inputs, outputs, classes):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(inputs, outputs, 3, padding=1), nn.Conv2d(outputs, outputs, 3, padding=1)
        self.b1, self.b2 = [ConditionalNorm(c, classes) if classes else nn.BatchNorm2d(c) for c in (inputs, outputs)]
        self.c_sc = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x, *label):
        up = lambda value: F.interpolate(value, scale_factor=2, mode='bilinear', align_corners=False)
        y = self.c1(up(F.relu(self.b1(x, *label))))
        return self.c2(F.relu(self.b2(y, *label))) + self.c_sc(up(x))


class Mimicry(nn.Module):
    def __init__(self, latent, side, channels, colours, classes=0):
        super().__init__()
        self.side, self.blocks = side, len(channels) - 1
        self.l1 = nn.Linear(latent, side * side * channels[0])
        for index, (more, fewer) in enumerate(zip(channels, channels[1:])):
            setattr(self, f'block{index + 2}', Block(more, fewer, classes))
        setattr(self, f'b{self.blocks + 2}', nn.BatchNorm2d(channels[-1]))
        setattr(self, f'c{self.blocks + 2}', nn.Conv2d(channels[-1], colours, 3, padding=1))

    def forward(self, z, *label):
        x = self.l1(z).view(z.shape[0], -1, self.side, self.side)
        for index in range(self.blocks):
            x = getattr(self, f'block{index + 2}')(x, *label)
        x = F.relu(getattr(self, f'b{self.blocks + 2}')(x))
        return torch.tanh(getattr(self, f'c{self.blocks + 2}')(x))


class SelfAttention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        conv = lambda inputs, outputs: nn.Conv2d(inputs, outputs, 1, bias=False)
        self.theta, self.phi = conv(channels, channels // 8), conv(channels, channels // 8)
        self.g, self.o = conv(channels, channels // 2), conv(channels // 2, channels)
        self.gamma = nn.Parameter(torch.tensor(0.7))

    def forward(self, x):
        n, _, h, w = x.shape
        query = self.theta(x).flatten(2)
        key, value = [F.max_pool2d(layer(x), 2).flatten(2) for layer in (self.phi, self.g)]
        weights = torch.softmax(query.transpose(1, 2) @ key, -1)
        return x + self.gamma * self.o((value @ weights.transpose(1, 2)).view(n, -1, h, w))


class Sagan(Mimicry):
    """Attention before the last block, spectral norm everywhere."""

    def __init__(self, latent, side, channels, colours, classes):
        super().__init__(latent, side, channels, colours, classes)
        self.attn_block = SelfAttention(channels[-2])
        block = getattr(self, f'block{self.blocks}')
        self.hooks = block.register_forward_hook(lambda module, args, output: self.attn_block(output))

    def spectral(self):
        torch.manual_seed(4)
        for module in list(self.modules()):
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                nn.utils.spectral_norm(module, n_power_iterations=5)
                [hook(module.train(), None) for hook in module._forward_pre_hooks.values()]
        return self


class PlainBlock(nn.Module):
    """Each convolution has two names."""

    def __init__(self, channels):
        super().__init__()
        self.conv1, self.conv2 = [nn.Conv2d(channels, channels, 3, padding=1) for _ in range(2)]
        self.model = nn.Sequential(
            nn.BatchNorm2d(channels), nn.ReLU(), nn.Upsample(scale_factor=2), self.conv1, nn.BatchNorm2d(channels), nn.ReLU(), self.conv2)
        self.bypass = nn.Upsample(scale_factor=2)

    def forward(self, x):
        return self.model(x) + self.bypass(x)


class Christiancosgrove(nn.Module):
    def __init__(self, latent, side, channels, blocks, colours):
        super().__init__()
        self.shape = (-1, channels, side, side)
        self.dense = nn.Linear(latent, side * side * channels)
        self.final = nn.Conv2d(channels, colours, 3, padding=1)
        self.model = nn.Sequential(
            *[PlainBlock(channels) for _ in range(blocks)], nn.BatchNorm2d(channels), nn.ReLU(), self.final, nn.Tanh())

    def forward(self, z):
        return self.model(self.dense(z).view(self.shape))


def make(name, model, label=None):
    model = seeded(model)
    model = model.spectral().eval() if hasattr(model, 'spectral') else model
    z = latents(4, 6)
    if label is None:
        inputs, arguments = {'z': z}, [z]
    else:
        inputs, arguments = {'z': z, 'class': torch.eye(5)[label]}, [z, label]
    with torch.no_grad():
        image = model(*arguments)
    save(name, {'model_state_dict': model.state_dict(), 'global_step': 100}, inputs, {'image': image})


if __name__ == '__main__':
    make('resnet-gan-mimicry-16', Mimicry(6, 4, [8, 7, 5], 3))
    make('resnet-gan-mimicry-conditional-12', Mimicry(6, 3, [6, 5, 5], 3, classes=5), torch.tensor([4, 0, 2, 3]))
    make('resnet-gan-sagan-24', Sagan(6, 3, [8, 8, 8, 8], 1, classes=5), torch.tensor([4, 0, 2, 3]))
    make('resnet-gan-christiancosgrove-12', Christiancosgrove(6, 3, 6, 2, 1))
