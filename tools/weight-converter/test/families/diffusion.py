"""Small diffusion networks with the names of the checkpoints that people have: diffusers' UNet2DModel, OpenAI's improved-diffusion, a course's CNN.

Written from the papers and the names, in plain PyTorch. Usage: /usr/bin/python3 diffusion.py
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from diffusers_unet import Diffusers
from golden import FOLDER, images, save as save_golden, seeded
from openai_unet import OpenAi


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
