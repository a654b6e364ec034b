"""The U-Net of OpenAI's guided diffusion, by its names and the papers. `diffusion.py` writes its golden files."""

import torch
from torch import nn

from diffusion_parts import UpConv, attend, sinusoid


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
