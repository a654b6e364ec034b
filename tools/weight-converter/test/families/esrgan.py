"""ESRGAN's and Real-ESRGAN's upscalers under their old and new names, shrunken; run with python3-torch."""

import torch
import torch.nn.functional as F
from torch import nn

from golden import images, save, seeded


class Dense(nn.Module):
    def __init__(self, wide, grow):
        super().__init__()
        for index in range(5):
            setattr(self, f'conv{index + 1}', nn.Conv2d(wide + index * grow, wide if index == 4 else grow, 3, 1, 1))

    def forward(self, x):
        made = [x]
        for index in range(5):
            y = getattr(self, f'conv{index + 1}')(torch.cat(made, 1))
            made.append(F.leaky_relu(y, 0.2) if index < 4 else y)
        return made[-1] * 0.2 + x


class Rrdb(nn.Module):
    """BasicSR says rdb1, ESRGAN RDB1."""

    def __init__(self, wide, grow, name):
        super().__init__()
        self.names = [f'{name}{index}' for index in (1, 2, 3)]
        for each in self.names:
            setattr(self, each, Dense(wide, grow))

    def forward(self, x):
        y = x
        for each in self.names:
            y = getattr(self, each)(y)
        return y * 0.2 + x


class RrdbNet(nn.Module):
    def __init__(self, channels, wide, grow, blocks, fold=1):
        super().__init__()
        self.fold = fold
        self.conv_first = nn.Conv2d(channels * fold ** 2, wide, 3, 1, 1)
        self.body = nn.Sequential(*[Rrdb(wide, grow, 'rdb') for _ in range(blocks)])
        self.conv_body = nn.Conv2d(wide, wide, 3, 1, 1)
        self.conv_up1 = nn.Conv2d(wide, wide, 3, 1, 1)
        self.conv_up2 = nn.Conv2d(wide, wide, 3, 1, 1)
        self.conv_hr = nn.Conv2d(wide, wide, 3, 1, 1)
        self.conv_last = nn.Conv2d(wide, channels, 3, 1, 1)

    def forward(self, x):
        x = self.conv_first(F.pixel_unshuffle(x, self.fold) if self.fold > 1 else x)
        x = x + self.conv_body(self.body(x))
        for up in (self.conv_up1, self.conv_up2):
            x = F.leaky_relu(up(F.interpolate(x, scale_factor=2, mode='nearest')), 0.2)
        return self.conv_last(F.leaky_relu(self.conv_hr(x), 0.2))


class Compact(nn.Module):
    """SRVGGNetCompact."""

    def __init__(self, channels, wide, convolutions, scale):
        super().__init__()
        self.scale = scale
        layers = [nn.Conv2d(channels, wide, 3, 1, 1), nn.PReLU(wide)]
        for _ in range(convolutions):
            layers += [nn.Conv2d(wide, wide, 3, 1, 1), nn.PReLU(wide)]
        self.body = nn.ModuleList([*layers, nn.Conv2d(wide, channels * scale ** 2, 3, 1, 1)])

    def forward(self, x):
        y = x
        for layer in self.body:
            y = layer(y)
        return F.pixel_shuffle(y, self.scale) + F.interpolate(x, scale_factor=self.scale, mode='nearest')


def old_names(state, blocks):
    """As ESRGAN saved it first: one Sequential, with a block's convolutions in Sequentials of their own."""
    renamed = {'conv_first': 'model.0', 'conv_body': f'model.1.sub.{blocks}', 'conv_up1': 'model.3', 'conv_up2': 'model.6',
               'conv_hr': 'model.8', 'conv_last': 'model.10'}
    result = {}
    for key, value in state.items():
        parts = key.split('.')
        if parts[0] == 'body':
            _, block, rdb, conv, kind = parts
            result[f'model.1.sub.{block}.{rdb.upper()}.{conv}.0.{kind}'] = value
        else:
            result[f'{renamed[parts[0]]}.{parts[1]}'] = value
    return result


def esrgan_names(state):
    """As ESRGAN's RRDBNet_arch.py has it."""
    renamed = {'conv_body': 'trunk_conv', 'conv_up1': 'upconv1', 'conv_up2': 'upconv2', 'conv_hr': 'HRconv'}
    return {key.replace('body.', 'RRDB_trunk.', 1).replace('.rdb', '.RDB') if key.startswith('body.')
            else '.'.join([renamed.get(key.split('.')[0], key.split('.')[0]), key.split('.')[1]]): value
            for key, value in state.items()}


def make(name, model, height, width, gain, rename=lambda state: state):
    model = seeded(model, gain=gain)
    for module in model.modules():
        if isinstance(module, nn.PReLU):
            module.weight.data.mul_(0.25)
    channels = 3
    x = images(4, channels, height, width, low=0.0)
    with torch.no_grad():
        y = model(x)
    options = {'shapes': {'input': [1, channels, height, width]}}
    save(name, rename(model.state_dict()), {'input': x}, {'image': y}, options)


if __name__ == '__main__':
    make('esrgan-new-x2-12x20', RrdbNet(3, 5, 2, 2, fold=2), 12, 20, 1.2, lambda state: {'params_ema': state})
    make('esrgan-old-x4-8', RrdbNet(3, 5, 2, 2), 8, 8, 1.2, lambda state: old_names(state, 2))
    make('esrgan-trunk-x4-6x5', RrdbNet(3, 6, 3, 1), 6, 5, 1.2, esrgan_names)
    make('srvgg-x4-8', Compact(3, 8, 3, 4), 8, 8, 1.0)
    make('srvgg-x3-7x11', Compact(3, 6, 2, 3), 7, 11, 1.0)
