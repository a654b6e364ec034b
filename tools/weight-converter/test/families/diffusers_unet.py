"""The U-Net of diffusers, by its names and the papers. `diffusion.py` writes its golden files."""

import torch
import torch.nn.functional as F
from torch import nn

from diffusion_parts import UpConv, attend, sinusoid


class DiffusersResnet(nn.Module):
    def __init__(self, c_in, c_out, features, groups, eps, scales):
        super().__init__()
        self.scales = scales
        self.norm1 = nn.GroupNorm(groups, c_in, eps=eps)
        self.conv1 = nn.Conv2d(c_in, c_out, 3, padding=1)
        self.time_emb_proj = nn.Linear(features, c_out * (2 if scales else 1))
        self.norm2 = nn.GroupNorm(groups, c_out, eps=eps)
        self.conv2 = nn.Conv2d(c_out, c_out, 3, padding=1)
        if c_in != c_out:
            self.conv_shortcut = nn.Conv2d(c_in, c_out, 1)

    def forward(self, x, emb):
        h = self.conv1(F.silu(self.norm1(x)))
        t = self.time_emb_proj(F.silu(emb))[:, :, None, None]
        if self.scales:
            scale, shift = t.chunk(2, dim=1)
            h = self.norm2(h) * (1 + scale) + shift
        else:
            h = self.norm2(h + t)
        h = self.conv2(F.silu(h))
        return h + (self.conv_shortcut(x) if hasattr(self, 'conv_shortcut') else x)


class DiffusersAttention(nn.Module):
    def __init__(self, channels, head, groups, eps, old):
        super().__init__()
        self.heads, self.names = channels // head, ('query', 'key', 'value') if old else ('to_q', 'to_k', 'to_v')
        self.group_norm = nn.GroupNorm(groups, channels, eps=eps)
        for name in self.names:
            setattr(self, name, nn.Linear(channels, channels))
        if old:
            self.proj_attn = nn.Linear(channels, channels)
        else:
            self.to_out = nn.ModuleList([nn.Linear(channels, channels), nn.Dropout(0)])

    def forward(self, x):
        n, c, height, width = x.shape
        tokens = self.group_norm(x).reshape(n, c, -1).transpose(1, 2)
        parts = [getattr(self, name)(tokens).transpose(1, 2) for name in self.names]
        mixed = attend(*parts, self.heads).transpose(1, 2)
        out = self.proj_attn(mixed) if hasattr(self, 'proj_attn') else self.to_out[0](mixed)
        return x + out.transpose(1, 2).reshape(x.shape)


class DownConv(nn.Module):
    def __init__(self, channels, padding):
        super().__init__()
        self.conv, self.padding = nn.Conv2d(channels, channels, 3, stride=2, padding=padding), padding

    def forward(self, x):
        return self.conv(x if self.padding else F.pad(x, (0, 1, 0, 1)))


class Level(nn.Module):
    def __init__(self, resnets, attentions, **resample):
        super().__init__()
        self.resnets = nn.ModuleList(resnets)
        if attentions:
            self.attentions = nn.ModuleList(attentions)
        for name, module in resample.items():
            if module is not None:
                setattr(self, name, nn.ModuleList([module]))


class Embedding(nn.Module):
    def __init__(self, waves, features):
        super().__init__()
        self.linear_1, self.linear_2 = nn.Linear(waves, features), nn.Linear(features, features)

    def forward(self, x):
        return self.linear_2(F.silu(self.linear_1(x)))


class Diffusers(nn.Module):
    """UNet2DModel: attention at the lower level, at both ends of which and in the middle there is one."""

    def __init__(self, channels, widths, layers, groups, eps, head, classes=0, old=False, scales=False, padding=1, cosines_first=True, shift=0):
        super().__init__()
        self.cosines_first, self.shift, features = cosines_first, shift, 2 * widths[0]
        self.waves = widths[0]
        block = lambda a, b: DiffusersResnet(a, b, features, groups, eps, scales)
        attention = lambda c: DiffusersAttention(c, head, groups, eps, old)
        last = len(widths) - 1
        self.conv_in = nn.Conv2d(channels, widths[0], 3, padding=1)
        self.time_embedding = Embedding(self.waves, features)
        if classes:
            self.class_embedding = nn.Embedding(classes, features)
        self.down_blocks, width, skips = nn.ModuleList(), widths[0], [widths[0]]
        for level, c in enumerate(widths):
            resnets = [block(width if at == 0 else c, c) for at in range(layers)]
            attentions = [attention(c) for _ in range(layers)] if level == last else []
            down = DownConv(c, padding) if level < last else None
            self.down_blocks.append(Level(resnets, attentions, downsamplers=down))
            skips += [c] * (layers + (level < last))
            width = c
        self.mid_block = Level([block(width, width), block(width, width)], [attention(width)])
        self.up_blocks = nn.ModuleList()
        for level, c in reversed(list(enumerate(widths))):
            resnets = []
            for _ in range(layers + 1):
                resnets.append(block(width + skips.pop(), c))
                width = c
            attentions = [attention(c) for _ in range(layers + 1)] if level == last else []
            self.up_blocks.append(Level(resnets, attentions, upsamplers=UpConv(c) if level > 0 else None))
        self.conv_norm_out = nn.GroupNorm(groups, widths[0], eps=eps)
        self.conv_out = nn.Conv2d(widths[0], channels, 3, padding=1)

    def forward(self, x, time, label=None):
        emb = self.time_embedding(sinusoid(time, self.waves // 2, self.shift, self.cosines_first))
        if label is not None:
            emb = emb + self.class_embedding(label)
        x = self.conv_in(x)
        skips = [x]
        layer = lambda level, at, x: (
            level.attentions[at](level.resnets[at](x, emb)) if hasattr(level, 'attentions') and at < len(level.attentions) else level.resnets[at](x, emb))
        for level in self.down_blocks:
            for at in range(len(level.resnets)):
                x = layer(level, at, x)
                skips.append(x)
            if hasattr(level, 'downsamplers'):
                x = level.downsamplers[0](x)
                skips.append(x)
        for at in range(2):
            x = layer(self.mid_block, at, x)
        for level in self.up_blocks:
            for at in range(len(level.resnets)):
                x = layer(level, at, torch.cat([x, skips.pop()], dim=1))
            if hasattr(level, 'upsamplers'):
                x = level.upsamplers[0](x)
        return self.conv_out(F.silu(self.conv_norm_out(x)))
