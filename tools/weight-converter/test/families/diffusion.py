"""Small diffusion networks with the names of the checkpoints that people have: diffusers' UNet2DModel, OpenAI's improved-diffusion, a course's CNN.

Written from the papers and the names, in plain PyTorch. Usage: /usr/bin/python3 diffusion.py
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from golden import FOLDER, images, save as save_golden, seeded


def sinusoid(time, count, shift, cosines_first):
    """Vaswani et al. 2017; angles in f32 as both libraries compute them."""
    frequencies = torch.exp(-math.log(10000) * torch.arange(count, dtype=torch.float32) / (count - shift))
    angles = time[:, None].float() * frequencies[None]
    parts = [torch.cos(angles), torch.sin(angles)] if cosines_first else [torch.sin(angles), torch.cos(angles)]
    return torch.cat(parts, dim=1)


def attend(query, key, value, heads):
    """[N, C, L] each; the channels of a head stand together."""
    n, c, length = query.shape
    q, k, v = [part.reshape(n, heads, c // heads, length) for part in (query, key, value)]
    weights = torch.softmax(torch.einsum('nhct,nhcs->nhts', q, k) / math.sqrt(c // heads), dim=-1)
    return torch.einsum('nhts,nhcs->nhct', weights, v).reshape(n, c, length)


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


class UpConv(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode='nearest'))


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


class OpenAiBlock(nn.Module):
    def __init__(self, c_in, c_out, features, groups, scales):
        super().__init__()
        self.scales = scales
        self.in_layers = nn.Sequential(nn.GroupNorm(groups, c_in), nn.SiLU(), nn.Conv2d(c_in, c_out, 3, padding=1))
        self.emb_layers = nn.Sequential(nn.SiLU(), nn.Linear(features, c_out * (2 if scales else 1)))
        self.out_layers = nn.Sequential(nn.GroupNorm(groups, c_out), nn.SiLU(), nn.Dropout(0), nn.Conv2d(c_out, c_out, 3, padding=1))
        self.skip_connection = nn.Identity() if c_in == c_out else nn.Conv2d(c_in, c_out, 1)

    def forward(self, x, emb):
        h, t = self.in_layers(x), self.emb_layers(emb)[:, :, None, None]
        if self.scales:
            scale, shift = t.chunk(2, dim=1)
            h = self.out_layers[1:](self.out_layers[0](h) * (1 + scale) + shift)
        else:
            h = self.out_layers(h + t)
        return self.skip_connection(x) + h


class OpenAiAttention(nn.Module):
    def __init__(self, channels, heads, groups, new_order):
        super().__init__()
        self.heads, self.new_order = heads, new_order
        self.norm = nn.GroupNorm(groups, channels)
        self.qkv = nn.Conv1d(channels, 3 * channels, 1)
        self.proj_out = nn.Conv1d(channels, channels, 1)

    def forward(self, x, _=None):
        n, c, length = x.shape[0], x.shape[1], x[0, 0].numel()
        qkv = self.qkv(self.norm(x).reshape(n, c, length))
        if self.new_order:
            q, k, v = qkv.chunk(3, dim=1)
        else:  # head by head: query, key and value of a head stand together
            q, k, v = [part.reshape(n, c, length) for part in qkv.reshape(n, self.heads, 3, c // self.heads, length).unbind(2)]
        return x + self.proj_out(attend(q, k, v, self.heads)).reshape(x.shape)


class OpenAiDown(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.op = nn.Conv2d(channels, channels, 3, stride=2, padding=1)

    def forward(self, x):
        return self.op(x)


class Steps(nn.Sequential):
    def forward(self, x, emb):
        for module in self:
            x = module(x, emb) if isinstance(module, (OpenAiBlock, OpenAiAttention)) else module(x)
        return x


class OpenAi(nn.Module):
    """improved-diffusion's UNetModel with attention at the lowest level."""

    def __init__(self, channels, widths, layers, groups, heads, classes=0, scales=False, sigma=False, new_order=False):
        super().__init__()
        base, features = widths[0], 2 * widths[0]
        self.base = base
        block = lambda a, b: OpenAiBlock(a, b, features, groups, scales)
        attention = lambda c: OpenAiAttention(c, heads, groups, new_order)
        self.time_embed = nn.Sequential(nn.Linear(base, features), nn.SiLU(), nn.Linear(features, features))
        if classes:
            self.label_emb = nn.Embedding(classes, features)
        self.input_blocks = nn.ModuleList([Steps(nn.Conv2d(channels, base, 3, padding=1))])
        width, skips, last = base, [base], len(widths) - 1
        for level, c in enumerate(widths):
            for _ in range(layers):
                self.input_blocks.append(Steps(block(width, c), *([attention(c)] if level == last else [])))
                width = c
                skips.append(c)
            if level < last:
                self.input_blocks.append(Steps(OpenAiDown(c)))
                skips.append(c)
        self.middle_block = Steps(block(width, width), attention(width), block(width, width))
        self.output_blocks = nn.ModuleList()
        for level, c in reversed(list(enumerate(widths))):
            for at in range(layers + 1):
                steps = [block(width + skips.pop(), c)] + ([attention(c)] if level == last else [])
                width = c
                if level > 0 and at == layers:
                    steps.append(UpConv(c))
                self.output_blocks.append(Steps(*steps))
        self.out = nn.Sequential(nn.GroupNorm(groups, width), nn.SiLU(), nn.Conv2d(width, channels * (2 if sigma else 1), 3, padding=1))

    def forward(self, x, time, label=None):
        emb = self.time_embed(sinusoid(time, self.base // 2, 0, True))
        if label is not None:
            emb = emb + self.label_emb(label)
        skips = []
        for module in self.input_blocks:
            x = module(x, emb)
            skips.append(x)
        x = self.middle_block(x, emb)
        for module in self.output_blocks:
            x = module(torch.cat([x, skips.pop()], dim=1), emb)
        return self.out(x)


class TimeCnn(nn.Module):
    """Convolutions with layer norm over height and width and GELU; the time, in shares of the steps, behind the first."""

    def __init__(self, channels, widths, size, frequencies, features):
        super().__init__()
        ends = [channels, *widths]
        self.blocks = nn.ModuleList()
        for c_in, c_out in zip(ends, widths):
            block = nn.Module()
            block.net = nn.Sequential(nn.Conv2d(c_in, c_out, 5, padding=2), nn.LayerNorm(size), nn.GELU())
            self.blocks.append(block)
        self.blocks.append(nn.Conv2d(widths[-1], channels, 3, padding=1))
        self.time_embed = nn.Sequential(nn.Linear(2 * frequencies, features), nn.GELU(), nn.Linear(features, widths[0]))
        self.register_buffer('frequencies', torch.tensor([0.0] + [2 * math.pi * 1.5**i for i in range(frequencies - 1)]))

    def forward(self, x, time):
        angles = time[:, None] * self.frequencies[None]
        emb = self.time_embed(torch.cat([torch.sin(angles), torch.cos(angles) - 1], dim=1))[:, :, None, None]
        x = self.blocks[0].net(x) + emb
        for block in self.blocks[1:-1]:
            x = block.net(x)
        return self.blocks[-1](x)


def save(name, state, inputs, outputs, options=None):
    """As golden.save, in the format before 1.6: many small tensors take half the space without a zip entry for each."""
    save_golden(name, state, inputs, outputs, options)
    torch.save(state, FOLDER / f'{name}.pt', _use_new_zipfile_serialization=False)


def one_hot(labels, classes):
    return F.one_hot(labels, classes).float()


TIMES = torch.tensor([0.0, 37.0, 512.0, 999.0])
LABELS = torch.tensor([2, 0, 1, 2])

with torch.no_grad():
    net = seeded(Diffusers(3, (4, 8), 1, 4, 1e-5, 8, classes=3), gain=1.2)
    x = images(4, 3, 16, 16)
    save('diffusion-diffusers-16', net.state_dict(), {'sample': x, 'timestep': TIMES[:, None], 'class_labels': one_hot(LABELS, 3)},
         {'prediction': net(x, TIMES, LABELS)}, {'shapes': {'sample': [1, 3, 16, 16]}})

    config = {'_class_name': 'UNet2DModel', 'act_fn': 'silu', 'attention_head_dim': 4, 'flip_sin_to_cos': False, 'freq_shift': 1, 'downsample_padding': 0,
              'norm_eps': 1e-6, 'norm_num_groups': 2, 'sample_size': 12, 'center_input_sample': False,
              'scheduler': {'_class_name': 'DPMSolverMultistepScheduler', 'beta_schedule': 'squaredcos_cap_v2', 'prediction_type': 'v_prediction', 'num_train_timesteps': 1000}}
    net = seeded(Diffusers(1, (4, 8), 1, 2, 1e-6, 4, old=True, scales=True, padding=0, cosines_first=False, shift=1), gain=1.2)
    x = images(4, 1, 12, 12, seed=2)
    save('diffusion-diffusers-old-12', net.state_dict(), {'sample': x, 'timestep': TIMES[:, None]}, {'prediction': net(x, TIMES)}, {'archJson': config})

    net = seeded(OpenAi(1, (4, 8), 1, 4, 4, classes=3), gain=1.2)
    x = images(4, 1, 16, 16, seed=3)
    save('diffusion-openai-16', net.state_dict(), {'x': x, 'timesteps': TIMES[:, None], 'y': one_hot(LABELS, 3)},
         {'prediction': net(x, TIMES, LABELS)}, {'shapes': {'x': [1, 1, 16, 16]}})

    net = seeded(OpenAi(3, (4, 6, 8), 1, 2, 2, scales=True, sigma=True, new_order=True), gain=1.2)
    x = images(4, 3, 12, 20, seed=4)
    save('diffusion-openai-sigma-12x20', net.state_dict(), {'x': x, 'timesteps': TIMES[:, None]}, {'prediction': net(x, TIMES)[:, :3]},
         {'archJson': {'family': 'openai-unet', 'num_heads': 2, 'use_new_attention_order': True}, 'shapes': {'x': [1, 3, 12, 20]}})

    for size, seed in (((16, 16), 5), ((10, 14), 6)):
        net = seeded(TimeCnn(1, (6, 8, 6), size, 6, 12), gain=1.2)
        net.frequencies.copy_(torch.tensor([0.0] + [2 * math.pi * 1.5**i for i in range(5)]))
        steps = 20
        beta = torch.linspace(1e-3, 0.3, steps + 1)
        state = {'beta_t': beta, 'alpha_t': torch.cumprod(1 - beta, 0), **{f'gt.{name}': value for name, value in net.state_dict().items()}}
        x, time = images(4, 1, *size, seed=seed), torch.tensor([1, 7, 13, 20]) / steps
        name = f'diffusion-time-cnn-{size[0]}' + ('' if size[0] == size[1] else f'x{size[1]}')
        save(name, state, {'x': x, 't': time[:, None]}, {'noise': net(x, time)})
