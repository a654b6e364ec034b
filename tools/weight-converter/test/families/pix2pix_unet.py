"""pix2pix's U-Net with the module names of junyanz/pytorch-CycleGAN-and-pix2pix and of PyTorch-GAN, shrunken; run with python3-torch."""

import torch
from torch import nn

from golden import images, save, seeded


class Block(nn.Module):
    """One level around the next: x joined with what comes back from below."""

    def __init__(self, outer, inner, inside, channels, norm, outermost=False):
        super().__init__()
        self.outermost = outermost
        bias = norm is nn.InstanceNorm2d
        down = nn.Conv2d(channels, inner, 4, 2, 1, bias=bias)
        up = nn.ConvTranspose2d(inner * (2 if inside else 1), outer, 4, 2, 1, bias=bias or outermost)
        if outermost:
            layers = [down, inside, nn.ReLU(), up, nn.Tanh()]
        elif inside:
            layers = [nn.LeakyReLU(0.2), down, norm(inner), inside, nn.ReLU(), up, norm(outer), nn.Dropout(0.5)]
        else:
            layers = [nn.LeakyReLU(0.2), down, nn.ReLU(), up, norm(outer)]
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        y = self.model(x)
        return y if self.outermost else torch.cat([x, y], 1)


class UNet(nn.Module):
    def __init__(self, source, result, width, levels, norm):
        super().__init__()
        block = Block(width * 2, width * 2, None, width * 2, norm)
        for _ in range(levels - 3):
            block = Block(width * 2, width * 2, block, width * 2, norm)
        block = Block(width, width * 2, block, width, norm)
        self.model = Block(result, width, block, source, norm, outermost=True)

    def forward(self, x):
        return self.model(x)


class Step(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        return self.model(x)


class PyTorchGanUNet(nn.Module):
    """eriklindernoren/PyTorch-GAN: activations before the skips, no norm in the first and the last step down."""

    def __init__(self, source, result, widths):
        super().__init__()
        self.levels = len(widths)
        for index, (taken, given) in enumerate(zip([source, *widths], widths)):
            norm = [nn.InstanceNorm2d(given)] if 0 < index < self.levels - 1 else []
            layers = [nn.Conv2d(taken, given, 4, 2, 1, bias=False), *norm, nn.LeakyReLU(0.2)]
            setattr(self, f'down{index + 1}', Step(*layers))
        taken = widths[-1]
        for index, given in enumerate(widths[-2::-1]):
            layers = [nn.ConvTranspose2d(taken, given, 4, 2, 1, bias=False), nn.InstanceNorm2d(given), nn.ReLU(), nn.Dropout(0.5)]
            setattr(self, f'up{index + 1}', Step(*layers))
            taken = 2 * given
        self.final = nn.Sequential(
            nn.Upsample(scale_factor=2), nn.ZeroPad2d((1, 0, 1, 0)), nn.Conv2d(taken, result, 4, padding=1), nn.Tanh())

    def forward(self, x):
        skips = []
        for index in range(self.levels):
            x = getattr(self, f'down{index + 1}')(x)
            skips.append(x)
        for index in range(self.levels - 1):
            x = torch.cat((getattr(self, f'up{index + 1}')(x), skips[-2 - index]), 1)
        return self.final(x)


def make(name, model, size, gain, **options):
    model = seeded(model, gain=gain)
    source = next(model.parameters()).shape[1]
    x = images(4, source, *size)
    with torch.no_grad():
        y = model(x)
    save(name, model.state_dict(), {'input': x}, {'image': y}, options)


if __name__ == '__main__':
    make('pix2pix-batch-32', UNet(3, 1, 4, 5, nn.BatchNorm2d), (32, 32), 1.2)
    make('pix2pix-instance-48x24', UNet(1, 3, 6, 3, nn.InstanceNorm2d), (48, 24), 1.4, shapes={'input': [1, 1, 48, 24]})
    make('pytorch-gan-unet-32', PyTorchGanUNet(1, 1, [4, 5, 6, 6]), (32, 32), 1.4, shapes={'input': [1, 1, 32, 32]})
    make('pytorch-gan-unet-24x40', PyTorchGanUNet(3, 1, [4, 5, 6]), (24, 40), 1.4, shapes={'input': [1, 3, 24, 40]})
