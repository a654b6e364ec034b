"""Stable Diffusion's autoencoder with diffusers' and CompVis's module names, shrunken; run with python3-torch.

Weights are saved as 16-bit floats and computed with in 32 bits, so that the file stays small. The same state dict is a decoder, and an
encoder under `--arch sd-vae-encoder`.
"""

import torch
import torch.nn.functional as F
from torch import nn

from golden import images, latents, save, seeded

GROUPS = 4


def norm(channels):
    return nn.GroupNorm(GROUPS, channels, eps=1e-6)


class Residual(nn.Module):
    def __init__(self, taken, given):
        super().__init__()
        self.norm1, self.conv1 = norm(taken), nn.Conv2d(taken, given, 3, padding=1)
        self.norm2, self.conv2 = norm(given), nn.Conv2d(given, given, 3, padding=1)
        self.shortcut = nn.Conv2d(taken, given, 1) if taken != given else nn.Identity()

    def forward(self, x):
        return self.conv2(F.silu(self.norm2(self.conv1(F.silu(self.norm1(x)))))) + self.shortcut(x)


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm = norm(channels)
        self.q, self.k, self.v, self.out = (nn.Conv2d(channels, channels, 1) for _ in range(4))

    def forward(self, x):
        n, c, h, w = x.shape
        y = self.norm(x)
        q, k, v = (layer(y).view(n, c, h * w).transpose(1, 2) for layer in (self.q, self.k, self.v))
        y = torch.softmax(q @ k.transpose(1, 2) / c ** 0.5, -1) @ v
        return x + self.out(y.transpose(1, 2).reshape(n, c, h, w))


class Middle(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first, self.attention, self.second = Residual(channels, channels), Attention(channels), Residual(channels, channels)

    def forward(self, x):
        return self.second(self.attention(self.first(x)))


class Half(nn.Module):
    """Either half: stages of residual blocks, each but the last with a change of size behind it."""

    def __init__(self, taken, widths, blocks, given, grows, attends=()):
        super().__init__()
        self.grows = grows
        self.conv_in = nn.Conv2d(taken, widths[0], 3, padding=1)
        self.stages, self.changes, self.attentions = nn.ModuleList(), nn.ModuleList(), nn.ModuleDict()
        width = widths[0]
        for stage, next_width in enumerate(widths):
            self.stages.append(nn.ModuleList([Residual(width if block == 0 else next_width, next_width) for block in range(blocks)]))
            if stage in attends:
                self.attentions[str(stage)] = nn.ModuleList([Attention(next_width) for _ in range(blocks)])
            width = next_width
            if stage < len(widths) - 1:
                self.changes.append(nn.Conv2d(width, width, 3, padding=1) if grows else nn.Conv2d(width, width, 3, 2))
        self.middle = Middle(widths[0] if grows else width)
        self.norm_out, self.conv_out = norm(width), nn.Conv2d(width, given, 3, padding=1)

    def forward(self, x):
        x = self.conv_in(x)
        if self.grows:
            x = self.middle(x)
        for stage, blocks in enumerate(self.stages):
            for index, block in enumerate(blocks):
                x = block(x)
                if str(stage) in self.attentions:
                    x = self.attentions[str(stage)][index](x)
            if stage < len(self.changes):
                x = self.changes[stage](F.interpolate(x, scale_factor=2.0) if self.grows else F.pad(x, (0, 1, 0, 1)))
        if not self.grows:
            x = self.middle(x)
        return self.conv_out(F.silu(self.norm_out(x)))


class Autoencoder(nn.Module):
    def __init__(self, widths, blocks, latent, attends=()):
        super().__init__()
        deepest = len(widths) - 1
        self.encoder = Half(3, widths, blocks, 2 * latent, False, attends)
        self.decoder = Half(latent, widths[::-1], blocks + 1, 3, True, [deepest - stage for stage in attends])
        self.quant_conv = nn.Conv2d(2 * latent, 2 * latent, 1)
        self.post_quant_conv = nn.Conv2d(latent, latent, 1)

    def encode(self, x):
        mu, logvar = self.quant_conv(self.encoder(x)).chunk(2, 1)
        return {'mu': mu, 'logvar': logvar.clamp(-30, 20)}

    def decode(self, z):
        return self.decoder(self.post_quant_conv(z))


def renamed(key, value, stages, style):
    """A tensor under diffusers' name, its older one for attention, or CompVis's."""
    half, *parts = key.split('.')
    if half not in ('encoder', 'decoder'):
        return key, value
    grows = half == 'decoder'
    attention = {'diffusers': {'norm': 'group_norm', 'q': 'to_q', 'k': 'to_k', 'v': 'to_v', 'out': 'to_out.0'},
                 'older': {'norm': 'group_norm', 'q': 'query', 'k': 'key', 'v': 'value', 'out': 'proj_attn'},
                 'compvis': {'norm': 'norm', 'q': 'q', 'k': 'k', 'v': 'v', 'out': 'proj_out'}}[style]
    shortcut = 'nin_shortcut' if style == 'compvis' else 'conv_shortcut'
    is_attention = 'attention' in parts or 'attentions' in parts
    rest = [attention[part] if is_attention and part in attention else shortcut if part == 'shortcut' else part for part in parts]
    place = {'first': 0, 'second': 1}
    side = 'up' if grows else 'down'
    if style == 'compvis':
        number = lambda stage: stages - 1 - int(stage) if grows else int(stage)
        if rest[0] == 'middle':
            rest[:2] = ['mid', 'attn_1' if rest[1] == 'attention' else f'block_{place[rest[1]] + 1}']
        elif rest[0] == 'stages':
            rest[:3] = [side, str(number(rest[1])), 'block', rest[2]]
        elif rest[0] == 'attentions':
            rest[:3] = [side, str(number(rest[1])), 'attn', rest[2]]
        elif rest[0] == 'changes':
            rest[:2] = [side, str(number(rest[1])), f'{side}sample', 'conv']
    else:
        if rest[0] == 'middle':
            rest[:2] = ['mid_block', 'attentions.0' if rest[1] == 'attention' else f'resnets.{place[rest[1]]}']
        elif rest[0] == 'stages':
            rest[:3] = [f'{side}_blocks', rest[1], 'resnets', rest[2]]
        elif rest[0] == 'attentions':
            rest[:3] = [f'{side}_blocks', rest[1], 'attentions', rest[2]]
        elif rest[0] == 'changes':
            rest[:2] = [f'{side}_blocks', rest[1], f'{side}samplers.0', 'conv']
        elif rest[0] == 'norm_out':
            rest[0] = 'conv_norm_out'
        if is_attention and value.dim() == 4:
            value = value[:, :, 0, 0]
    return '.'.join([half, *rest]), value


def make(name, model, style, stages, latent, z_size, image_size, prefix=''):
    model = seeded(model, gain=1.2).half().float()
    state = {prefix + key: value.half() for key, value in
             (renamed(key, value, stages, style) for key, value in model.state_dict().items())}
    only = lambda half, quant: {key: value for key, value in state.items() if f'{half}.' in key or key.startswith(prefix + quant)}
    z = latents(4, latent, *z_size)
    x = images(4, 3, *image_size)
    with torch.no_grad():
        save(f'sd-vae-decoder-{name}', only('decoder', 'post_quant_conv'), {'z': z}, {'image': model.decode(z)},
             {'shapes': {'z': [1, latent, *z_size]}})
        save(f'sd-vae-encoder-{name}', only('encoder', 'quant_conv'), {'image': x}, model.encode(x),
             {'shapes': {'image': [1, 3, *image_size]}})


if __name__ == '__main__':
    make('diffusers-8', Autoencoder([8, 12], 1, 4), 'diffusers', 2, 4, (8, 8), (16, 16))
    make('older-3x5', Autoencoder([4, 8, 12], 1, 3), 'older', 3, 3, (3, 5), (24, 20))
    make('compvis-5x6', Autoencoder([4, 12], 1, 4, attends=[1]), 'compvis', 2, 4, (5, 6), (12, 20), 'first_stage_model.')
