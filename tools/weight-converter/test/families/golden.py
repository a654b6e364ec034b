"""What the scripts of this folder share: seeded weights, inputs of 8-bit grey levels, and the files they write."""

import json
import pathlib

import numpy
import torch

FOLDER = pathlib.Path(__file__).parent


def seeded(model, seed=5, gain=1.0):
    """Weights that keep values moving through many layers, and batch statistics that are not 0 and 1."""
    generator = torch.Generator().manual_seed(seed)
    for name, value in [*model.named_parameters(), *model.named_buffers()]:
        if value.dtype != torch.float32:
            continue
        noise = torch.randn(value.shape, generator=generator)
        with torch.no_grad():
            if value.dim() > 1:
                value.copy_(noise * gain / value[0].numel() ** 0.5)
            elif 'var' in name:
                value.copy_(noise.abs() * 0.5 + 0.5)
            elif name.endswith('weight'):
                value.copy_(1 + noise * 0.2)
            else:
                value.copy_(noise * 0.2)
    return model.eval()


def images(batch, channels, height, width, seed=1, low=-1.0):
    """Smooth noise in 256 levels from `low` to 1: as images are, and it packs well."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.randn(batch, channels, max(2, height // 4), max(2, width // 4), generator=generator)
    smooth = torch.nn.functional.interpolate(coarse, size=(height, width), mode='bicubic', align_corners=False)
    levels = (torch.sigmoid(smooth * 1.5) * 255).round() / 255
    return levels * (1 - low) + low


def latents(batch, *shape, seed=1):
    return torch.randn(batch, *shape, generator=torch.Generator().manual_seed(seed))


def save(name, state, inputs, outputs, options=None, ending='pt'):
    """`<name>.pt` (or what `ending` says), its golden `<name>.npz`, and what only options say as `<name>.convert.json`."""
    path = FOLDER / f'{name}.{ending}'
    torch.save(state, path)
    arrays = {f'in.{key}': value.numpy() for key, value in inputs.items()}
    arrays |= {f'out.{key}': value.detach().numpy() for key, value in outputs.items()}
    numpy.savez_compressed(path.with_suffix('.npz'), **arrays)
    if options:
        (FOLDER / f'{name}.convert.json').write_text(json.dumps(options) + '\n')
    sizes = [file.stat().st_size for file in (path, path.with_suffix('.npz'))]
    spread = ', '.join(f'{key} {value.std().item():.3f}' for key, value in outputs.items())
    print(f'{name}: {sizes[0]} + {sizes[1]} bytes, standard deviation {spread}')
