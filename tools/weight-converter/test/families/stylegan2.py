"""StyleGAN2 from the paper (Karras et al., 2020), with the names of rosinality's and of NVlabs' state dicts, shrunken; run with python3-torch."""

import argparse
import math
import pickle
import sys
import types

import numpy
import torch
import torch.nn.functional as F
from torch import nn

from golden import FOLDER, save


class EqualLinear(nn.Module):
    """Stored divided by `rate` and by 1/sqrt(inputs), used multiplied by both."""

    def __init__(self, inputs, outputs, rate=1.0, start=0.0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / rate)
        self.bias = nn.Parameter((torch.randn(outputs) * 0.3 + start) / rate)
        self.rate = rate

    def forward(self, x):
        return F.linear(x, self.weight * (self.rate / math.sqrt(self.weight.shape[1])), self.bias * self.rate)


def normalise(x):
    return x * torch.rsqrt((x * x).mean(1, keepdim=True) + 1e-8)


def activate(x):
    return F.leaky_relu(x, 0.2) * math.sqrt(2)


def fir(gain, taps=(1, 3, 3, 1)):
    taps = torch.tensor(taps, dtype=torch.float32)
    kernel = taps[:, None] * taps
    return kernel / kernel.sum() * gain


def upfirdn(x, kernel, up, before, after):
    """Zeros between the samples, padding, then a true convolution: the filter is flipped."""
    n, c, h, w = x.shape
    y = x.new_zeros(n, c, h, up, w, up)
    y[:, :, :, 0, :, 0] = x
    y = F.pad(y.reshape(n, c, h * up, w * up), (before, after, before, after))
    return F.conv2d(y, kernel.flip(0, 1).repeat(c, 1, 1, 1), groups=c)


def modulated(x, weight, style, demodulate, kernel=None):
    """One set of weights for each image; `kernel`: upsampling by 2."""
    n, c, h, w = x.shape
    outputs, _, k, _ = weight.shape
    weight = weight[None] * style[:, None, :, None, None]
    if demodulate:
        weight = weight * torch.rsqrt((weight ** 2).sum((2, 3, 4), keepdim=True) + 1e-8)
    x = x.reshape(1, n * c, h, w)
    if kernel is None:
        return F.conv2d(x, weight.reshape(n * outputs, c, k, k), padding=k // 2, groups=n).reshape(n, outputs, h, w)
    weight = weight.transpose(1, 2).reshape(n * c, outputs, k, k)
    y = F.conv_transpose2d(x, weight, stride=2, groups=n)
    return upfirdn(y.reshape(n, outputs, 2 * h + 1, 2 * w + 1), kernel, 1, 1, 1)


def mix(first, second, start, layers):
    """[N, layers, size]: the second style from layer `start` of each image on."""
    number = torch.arange(layers)[None, :, None]
    return torch.where(number >= start[:, :, None], second[:, None], first[:, None])


class Styled(nn.Module):
    """Convolution, noise, bias; rosinality's names: conv.weight, conv.modulation, noise.weight, activate.bias."""

    def __init__(self, inputs, outputs, style, up=False):
        super().__init__()
        self.conv = Modulated(inputs, outputs, 3, style, up)
        self.noise = nn.Module()
        self.noise.weight = nn.Parameter(torch.randn(1) * 0.5)
        self.activate = nn.Module()
        self.activate.bias = nn.Parameter(torch.randn(outputs) * 0.3)

    def forward(self, x, w, noise):
        y = self.conv(x, w, True) + self.noise.weight * noise
        return activate(y + self.activate.bias[:, None, None])


class Modulated(nn.Module):
    def __init__(self, inputs, outputs, kernel, style, up=False):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1, outputs, inputs, kernel, kernel))
        self.modulation = EqualLinear(style, inputs, start=1.0)
        if up:
            self.blur = nn.Module()
            self.blur.register_buffer('kernel', fir(4))

    def forward(self, x, w, demodulate):
        _, _, inputs, k, _ = self.weight.shape
        kernel = self.blur.kernel if hasattr(self, 'blur') else None
        return modulated(x, self.weight[0] / math.sqrt(inputs * k * k), self.modulation(w), demodulate, kernel)


class ToRgb(nn.Module):
    def __init__(self, inputs, outputs, style, up=True):
        super().__init__()
        if up:
            self.upsample = nn.Module()
            self.upsample.register_buffer('kernel', fir(4))
        self.conv = Modulated(inputs, outputs, 1, style)
        self.bias = nn.Parameter(torch.randn(1, outputs, 1, 1) * 0.3)

    def forward(self, x, w, skip=None):
        y = self.conv(x, w, False) + self.bias
        return y if skip is None else y + upfirdn(skip, self.upsample.kernel, 2, 2, 1)


class Rosinality(nn.Module):
    def __init__(self, style, mapping, height, width, channels, colours, averaged=False):
        super().__init__()
        self.style = nn.Sequential(nn.Identity(), *[EqualLinear(style, style, 0.01) for _ in range(mapping)])
        self.input = nn.Module()
        self.input.input = nn.Parameter(torch.randn(1, channels[0], height, width))
        self.conv1 = Styled(channels[0], channels[0], style)
        self.to_rgb1 = ToRgb(channels[0], colours, style, up=False)
        self.convs, self.to_rgbs, self.noises = nn.ModuleList(), nn.ModuleList(), nn.Module()
        self.noises.register_buffer('noise_0', torch.randn(1, 1, height, width))
        for index, (fewer, more) in enumerate(zip(channels[1:], channels)):
            self.convs.extend([Styled(more, fewer, style, up=True), Styled(fewer, fewer, style)])
            self.to_rgbs.append(ToRgb(fewer, colours, style))
            for number in (2 * index + 1, 2 * index + 2):
                self.noises.register_buffer(f'noise_{number}', torch.randn(1, 1, height << (index + 1), width << (index + 1)))
        if averaged:
            self.register_buffer('latent_avg', torch.randn(style) * 0.3)
            for name, value in self.named_buffers():  # no usual filter, but it shows which way round it is used
                if name.endswith('kernel'):
                    value.copy_(fir(4, (1, 2, 4, 1)))

    def map(self, z):
        x = normalise(z)
        for layer in self.style[1:]:
            x = activate(layer(x))
        return x

    def forward(self, z, second, start, factor, noise):
        w = mix(self.map(z), self.map(second), start, 2 * len(self.to_rgbs) + 2)
        if hasattr(self, 'latent_avg'):
            w = self.latent_avg + factor[:, :, None] * (w - self.latent_avg)
        x = self.conv1(self.input.input.repeat(z.shape[0], 1, 1, 1), w[:, 0], noise[0])
        rgb = self.to_rgb1(x, w[:, 1])
        for at, to_rgb in enumerate(self.to_rgbs):
            x = self.convs[2 * at](x, w[:, 2 * at + 1], noise[2 * at + 1])
            x = self.convs[2 * at + 1](x, w[:, 2 * at + 2], noise[2 * at + 2])
            rgb = to_rgb(x, w[:, 2 * at + 3], rgb)
        return rgb


class Layer(nn.Module):
    """NVlabs' SynthesisLayer and ToRGBLayer: affine, weight, noise_strength, noise_const, bias."""

    def __init__(self, inputs, outputs, kernel, style, size=None):
        super().__init__()
        self.affine = EqualLinear(style, inputs, start=1.0)
        self.weight = nn.Parameter(torch.randn(outputs, inputs, kernel, kernel))
        self.bias = nn.Parameter(torch.randn(outputs) * 0.3)
        if size:
            self.noise_strength = nn.Parameter(torch.randn([]) * 0.5)
            self.register_buffer('noise_const', torch.randn(size, size))
            self.register_buffer('resample_filter', fir(1))

    def forward(self, x, w, noise=None, up=False):
        style = self.affine(w)
        if noise is None:
            return modulated(x, self.weight, style / math.sqrt(self.weight.shape[1]), False) + self.bias[:, None, None]
        y = modulated(x, self.weight, style, True, self.resample_filter * 4 if up else None)
        return activate(y + noise * self.noise_strength + self.bias[:, None, None])


class Nvlabs(nn.Module):
    def __init__(self, latent, style, mapping, classes, channels, colours):
        super().__init__()
        self.mapping, self.synthesis = nn.Module(), nn.Module()
        if classes:
            self.mapping.embed = EqualLinear(classes, style)
        for index in range(mapping):
            inputs = style if index else latent + (style if classes else 0)
            setattr(self.mapping, f'fc{index}', EqualLinear(inputs, style, 0.01))
        self.mapping.register_buffer('w_avg', torch.randn(style) * 0.3)
        self.layers, self.sizes = mapping, [4 << index for index in range(len(channels))]
        for index, size in enumerate(self.sizes):
            block = nn.Module()
            setattr(self.synthesis, f'b{size}', block)
            block.register_buffer('resample_filter', fir(1))
            if index == 0:
                block.const = nn.Parameter(torch.randn(channels[0], size, size))
            else:
                block.conv0 = Layer(channels[index - 1], channels[index], 3, style, size)
            block.conv1 = Layer(channels[index], channels[index], 3, style, size)
            block.torgb = Layer(channels[index], colours, 1, style)

    def map(self, z, label):
        x = normalise(z)
        if label is not None:
            x = torch.cat([x, normalise(self.mapping.embed(label))], 1)
        for index in range(self.layers):
            x = activate(getattr(self.mapping, f'fc{index}')(x))
        return x

    def forward(self, z, second, start, factor, noise, label=None):
        w = mix(self.map(z, label), self.map(second, label), start, 2 * len(self.sizes))
        w = self.mapping.w_avg + factor[:, :, None] * (w - self.mapping.w_avg)
        noise, at, image = iter(noise), 0, None
        for size in self.sizes:
            block = getattr(self.synthesis, f'b{size}')
            if size == 4:
                x = block.const.repeat(z.shape[0], 1, 1, 1)
            else:
                x = block.conv0(x, w[:, at], next(noise), up=True)
                at += 1
            x = block.conv1(x, w[:, at], next(noise))
            at += 1
            y = block.torgb(x, w[:, at])
            image = y if image is None else y + upfirdn(image, block.resample_filter * 4, 2, 2, 1)
        return image


def make(name, model, latent, layers, sizes, factor, label=None):
    generator = torch.Generator().manual_seed(11)
    normal = lambda *shape: torch.randn(*shape, generator=generator)
    start = torch.tensor([[float(layers)], [0.0], [1.0], [layers - 2.0]])
    inputs = {'z': normal(4, latent), 'z.mix': normal(4, latent), 'mix.from': start, 'truncation': factor}
    noise = [normal(4, 1, height, width) for height, width in sizes]
    inputs |= {f'noise.{index}': value for index, value in enumerate(noise)}
    if label is not None:
        inputs['class'] = label
    with torch.no_grad():
        arguments = [inputs['z'], inputs['z.mix'], start, factor, noise]
        image = model.eval()(*arguments) if label is None else model.eval()(*arguments, label)
    state = model.state_dict()
    # What rosinality's training script saves.
    others = {'g_optim': {'state': {0: {'exp_avg': torch.zeros(2, 2)}}, 'param_groups': []}, 'args': argparse.Namespace(size=16, n_mlp=3),
              'score': numpy.float64(3.5)}
    save(name, {**others, 'g_ema': state}, inputs, {'image': image})


def _reconstruct_persistent_obj(meta):
    raise NotImplementedError('only written here')


class Persistent:
    """Pickles a module as NVlabs' persistence.py does: source code, class name and state."""

    def __init__(self, module):
        self.module = module

    def __reduce__(self):
        state = dict(self.module.__dict__)
        state['_modules'] = type(state['_modules'])((name, Persistent(child)) for name, child in state['_modules'].items())
        meta = dict(type='class', version=6, module_src='raise SystemExit', class_name=type(self.module).__name__, state=state)
        return _reconstruct_persistent_obj, (meta,)


def save_pickle(name, model):
    """The same model as NVlabs' training writes it, over the file of its state dict."""
    package, module = types.ModuleType('torch_utils'), types.ModuleType('torch_utils.persistence')
    module._reconstruct_persistent_obj = _reconstruct_persistent_obj
    _reconstruct_persistent_obj.__module__ = module.__name__
    sys.modules |= {'torch_utils': package, module.__name__: module}
    (FOLDER / f'{name}.pt').unlink()
    with open(FOLDER / f'{name}.pkl', 'wb') as file:
        pickle.dump({'G': None, 'D': None, 'training_set_kwargs': {'path': 'x'}, 'G_ema': Persistent(model)}, file)


def noise_sizes(height, width, blocks):
    """One at the first resolution, two at each after it."""
    return [(height << ((at + 1) // 2), width << ((at + 1) // 2)) for at in range(2 * blocks - 1)]


if __name__ == '__main__':
    factors = torch.tensor([[1.0], [0.7], [0.0], [0.5]])
    torch.manual_seed(5)
    make('stylegan2-rosinality-16', Rosinality(10, 3, 4, 4, [9, 8, 5], 3), 10, 6, noise_sizes(4, 4, 3), torch.ones(4, 1))
    make('stylegan2-rosinality-12x20', Rosinality(7, 2, 3, 5, [6, 5, 3], 1, averaged=True), 7, 6, noise_sizes(3, 5, 3), factors)
    make('stylegan2-nvlabs-16', Nvlabs(8, 8, 2, 0, [8, 7, 5], 3), 8, 6, noise_sizes(4, 4, 3), factors)
    conditional = Nvlabs(6, 7, 2, 3, [6, 4], 3)
    make('stylegan2-nvlabs-conditional-8', conditional, 6, 4, noise_sizes(4, 4, 2), factors, torch.eye(3)[[0, 2, 1, 2]])
    save_pickle('stylegan2-nvlabs-conditional-8', conditional)
