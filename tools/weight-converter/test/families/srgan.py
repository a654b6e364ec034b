"""SRGAN's generator with the module names of three implementations, shrunken; run with python3-torch."""

import torch
from torch import nn

from golden import images, save, seeded


class Residual(nn.Module):
    """eriklindernoren's block is a Sequential conv_block, Lornatang's rcb. The former's batch norms have an eps of 0.8."""

    def __init__(self, name, c, eps=1e-5, activation=nn.PReLU):
        super().__init__()
        self.name = name
        setattr(self, name, nn.Sequential(
            nn.Conv2d(c, c, 3, 1, 1), nn.BatchNorm2d(c, eps), activation(), nn.Conv2d(c, c, 3, 1, 1), nn.BatchNorm2d(c, eps)))

    def forward(self, x):
        return x + getattr(self, self.name)(x)


class Erik(nn.Module):
    """eriklindernoren/PyTorch-GAN: batch norm before each pixel shuffle; ReLU and the usual eps at first."""

    def __init__(self, c=6, blocks=2, ups=2, eps=0.8, activation=nn.PReLU):
        super().__init__()
        self.conv1 = nn.Sequential(nn.Conv2d(3, c, 9, 1, 4), activation())
        self.res_blocks = nn.Sequential(*[Residual('conv_block', c, eps, activation) for _ in range(blocks)])
        self.conv2 = nn.Sequential(nn.Conv2d(c, c, 3, 1, 1), nn.BatchNorm2d(c, eps))
        self.upsampling = nn.Sequential(*[layer for _ in range(ups) for layer in (
            nn.Conv2d(c, c * 4, 3, 1, 1), nn.BatchNorm2d(c * 4), nn.PixelShuffle(2), activation())])
        self.conv3 = nn.Sequential(nn.Conv2d(c, 3, 9, 1, 4), nn.Tanh())

    def forward(self, x):
        first = self.conv1(x)
        return self.conv3(self.upsampling(first + self.conv2(self.res_blocks(first))))


class LeftResidual(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv1, self.bn1, self.prelu = nn.Conv2d(c, c, 3, padding=1), nn.BatchNorm2d(c), nn.PReLU()
        self.conv2, self.bn2 = nn.Conv2d(c, c, 3, padding=1), nn.BatchNorm2d(c)

    def forward(self, x):
        return x + self.bn2(self.conv2(self.prelu(self.bn1(self.conv1(x)))))


class LeftUpsample(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv, self.shuffle, self.prelu = nn.Conv2d(c, c * 4, 3, padding=1), nn.PixelShuffle(2), nn.PReLU()

    def forward(self, x):
        return self.prelu(self.shuffle(self.conv(x)))


class Left(nn.Module):
    """leftthomas/SRGAN: block1 to block8, an image from 0 to 1."""

    def __init__(self, c=5):
        super().__init__()
        self.block1 = nn.Sequential(nn.Conv2d(3, c, 9, padding=4), nn.PReLU())
        self.block2, self.block3 = LeftResidual(c), LeftResidual(c)
        self.block4 = nn.Sequential(nn.Conv2d(c, c, 3, padding=1), nn.BatchNorm2d(c))
        self.block5 = nn.Sequential(LeftUpsample(c), nn.Conv2d(c, 3, 9, padding=4))

    def forward(self, x):
        first = self.block1(x)
        return (torch.tanh(self.block5(first + self.block4(self.block3(self.block2(first))))) + 1) / 2


class LornaUpsample(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.upsample_block = nn.Sequential(nn.Conv2d(c, c * 4, 3, 1, 1), nn.PixelShuffle(2), nn.PReLU())

    def forward(self, x):
        return self.upsample_block(x)


class Lorna(nn.Module):
    """Lornatang/SRGAN-PyTorch: clamped to [0, 1]."""

    def __init__(self, c=4):
        super().__init__()
        self.conv1 = nn.Sequential(nn.Conv2d(1, c, 9, 1, 4), nn.PReLU())
        self.trunk = nn.Sequential(Residual('rcb', c), Residual('rcb', c), Residual('rcb', c))
        self.conv2 = nn.Sequential(nn.Conv2d(c, c, 3, 1, 1, bias=False), nn.BatchNorm2d(c))
        self.upsampling = nn.Sequential(LornaUpsample(c))
        self.conv3 = nn.Conv2d(c, 1, 9, 1, 4)

    def forward(self, x):
        first = self.conv1(x)
        return self.conv3(self.upsampling(first + self.conv2(self.trunk(first)))).clamp(0, 1)


def make(name, model, height, width, gain, low=0.0):
    model = seeded(model, gain=gain)
    for module in model.modules():
        # The default slope, moved: 1 would leave no bend.
        if isinstance(module, nn.PReLU):
            module.weight.data.mul_(0.25)
    channels = next(model.parameters()).shape[1]
    x = images(4, channels, height, width, low=low)
    with torch.no_grad():
        y = model(x)
    options = {'shapes': {'input': [1, channels, height, width]}}
    save(name, model.state_dict(), {'input': x}, {'image': y}, options)


if __name__ == '__main__':
    make('srgan-erik-8', Erik(), 8, 8, 0.5, low=-1.0)
    make('srgan-erik-relu-9x6', Erik(4, 3, 1, 1e-5, nn.ReLU), 9, 6, 0.5, low=-1.0)
    make('srgan-left-7x10', Left(), 7, 10, 0.6)
    make('srgan-lorna-16x12', Lorna(), 16, 12, 0.5)
