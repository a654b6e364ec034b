"""Writes the small ONNX and PyTorch files of test/models, seeded, with inputs and PyTorch's outputs as .npz.

Needs Debian's python3-torch and python3-onnx; run it as `/usr/bin/python3 test/make-fixtures.py` from the package's folder.
Every architecture is a shrunken one of a kind people train: DCGAN, cGAN, SNGAN, pix2pix, CycleGAN, SRGAN, VAE.
"""

import pathlib
import sys

import numpy
import torch
from torch import nn

from fixture_models import (ConditionalGan, CycleGan, Dcgan, Decoder, Oddments, OneHotGan, PlainOddments, SpatialTransformer, SpectralGan, SuperResolution, UNet)

FOLDER = pathlib.Path(__file__).parent / 'models'


def seeded(model, gain=0.4):
    """Weights of a size that keeps values moving, batch statistics that are not 0 and 1."""
    generator = torch.Generator().manual_seed(5)
    for name, value in list(model.named_parameters()) + list(model.named_buffers()):
        if value.dtype != torch.float32 or name.endswith(('_u', '_v')):
            continue
        with torch.no_grad():
            noise = torch.randn(value.shape, generator=generator)
            value.copy_(noise.abs() + 0.5 if 'var' in name else noise * gain)
    return model.eval()


def save(name, model, inputs, opset, dynamic=True, outputs=('image',), fold=True, gain=0.4):
    torch.manual_seed(3)
    model = seeded(model, gain)
    names = list(inputs)
    axes = {key: {0: 'batch'} for key in [*names, *outputs]} if dynamic else None
    arguments = tuple(inputs.values())
    torch.onnx.export(model, arguments if dynamic else tuple(a[:1] for a in arguments), str(FOLDER / f'{name}.onnx'),
                      opset_version=opset, input_names=names, output_names=list(outputs), dynamic_axes=axes,
                      do_constant_folding=fold)
    with torch.no_grad():
        results = model(*arguments)
    results = results if isinstance(results, tuple) else (results,)
    arrays = {f'in.{key}': value.numpy() for key, value in inputs.items()}
    arrays |= {f'out.{key}': value.numpy() for key, value in zip(outputs, results)}
    numpy.savez_compressed(FOLDER / f'{name}.npz', **arrays)


def save_onnx():
    torch.manual_seed(1)
    z = torch.randn(2, 6)
    photo = torch.rand(2, 3, 8, 8) * 2 - 1
    one_hot = torch.eye(5)[[1, 4]]
    for opset in (9, 11, 16):
        save(f'dcgan-{opset}', Dcgan(), {'z': torch.randn(2, 7, 1, 1)}, opset)
        suffix = '-fixed' if opset == 9 else ''
        save(f'one-hot-{opset}{suffix}', OneHotGan(), {'z': z, 'grade': one_hot}, opset, dynamic=not suffix)
        save(f'sngan-{opset}', SpectralGan(), {'z': z}, opset, fold=opset != 11)
    save('cgan-11', ConditionalGan(), {'noise': torch.randn(2, 5), 'labels': torch.tensor([3, 0])}, 11)
    save('cgan-14-fixed', ConditionalGan(), {'noise': torch.randn(2, 5), 'labels': torch.tensor([3, 0])}, 14, dynamic=False)
    save('cyclegan-10', CycleGan(), {'photo': photo}, 10)
    save('cyclegan-13', CycleGan(), {'photo': photo}, 13)
    save('unet-12-fixed', UNet(), {'photo': photo}, 12, dynamic=False)
    save('unet-17', UNet(), {'photo': photo}, 17)
    for opset in (9, 13):
        # Larger weights pass the clamp by far, and 16-bit floats lose what it leaves.
        save(f'srgan-{opset}', SuperResolution(), {'low': photo[:, :, :5, :7].contiguous()}, opset, gain=0.1)
        save(f'vae-{opset}', Decoder(), {'z': torch.randn(2, 5)}, opset, outputs=('mean', 'mask'))
    save('vae-17-fixed', Decoder(), {'z': torch.randn(2, 5)}, 17, outputs=('mean', 'mask'), dynamic=False)
    save('oddments-9', PlainOddments(), {'w': z}, 9)
    for opset in (13, 17):
        save(f'oddments-{opset}', Oddments(), {'w': z}, opset)
    save('spatial-transformer-16', SpatialTransformer(), {'z': z}, 16, gain=0.2)


def save_checkpoints():
    """The same DCGAN and MLP weights in the forms that people save them in."""
    dcgan, mlp = seeded(Dcgan()), seeded(nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 16), nn.Tanh()))
    dcgan.main[6] = nn.ConvTranspose2d(5, 3, 4, 2, 1)
    z = torch.randn(2, 7, 1, 1, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        numpy.savez_compressed(FOLDER / 'dcgan-pt.npz', **{'in.z': z.numpy(), 'out.image': dcgan(z).numpy()})
        latent = torch.randn(2, 5, generator=torch.Generator().manual_seed(2))
        numpy.savez_compressed(FOLDER / 'mlp-pt.npz', **{'in.z': latent.numpy(), 'out.image': mlp(latent).view(2, 1, 4, 4).numpy()})
    state = dcgan.state_dict()
    wrapped = {f'module._orig_mod.{key}': value for key, value in state.items()}
    torch.save({'epoch': 3, 'netG': wrapped, 'netD': {'main.0.weight': torch.zeros(2, 3, 4, 4)}, 'loss': [0.5, 1.0]},
               FOLDER / 'dcgan-nested.pt')
    torch.save(state, FOLDER / 'dcgan-legacy.pth', _use_new_zipfile_serialization=False)
    strided = {key: value.transpose(0, 1).contiguous().transpose(0, 1) if value.dim() > 1 else value
               for key, value in mlp.state_dict().items()}
    torch.save(strided, FOLDER / 'mlp-strided.pt')
    torch.save({'state_dict': mlp.half().state_dict()}, FOLDER / 'mlp-half.pt')
    torch.save({key: value.bfloat16() for key, value in mlp.state_dict().items()}, FOLDER / 'mlp-bfloat16.pt')


if __name__ == '__main__':
    FOLDER.mkdir(exist_ok=True)
    save_onnx()
    save_checkpoints()
    print(sum(path.stat().st_size for path in FOLDER.iterdir()), 'bytes', file=sys.stderr)
