"""Contact sheets of generated radiographs: one row per grade, ten samples each."""
import copy

import torch
from PIL import Image

from generator import GRADES


@torch.no_grad()
def calibrated(average, batches=40, batch=32, size=None, fade=1.0, seed=5):
    """A copy in evaluation mode whose batch-norm statistics are measured for the averaged weights."""
    generator = copy.deepcopy(average).train()
    for module in generator.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.reset_running_stats()
            module.momentum = None  # plain mean over the batches
    rng = torch.Generator().manual_seed(seed)
    for _ in range(batches):
        z = torch.randn(batch, generator.latent, generator=rng)
        grade = torch.eye(GRADES)[torch.randint(0, GRADES, (batch,), generator=rng)]
        generator(z, grade, size, fade)
    return generator.eval()


@torch.no_grad()
def samples(generator, columns=10, size=None, fade=1.0, seed=7, truncation=1.0):
    """[5*columns,1,s,s] in [-1,1], grade by grade; every column has its own latent, every row too."""
    rng = torch.Generator().manual_seed(seed)
    z = torch.randn(GRADES * columns, generator.latent, generator=rng) * truncation
    grade = torch.eye(GRADES).repeat_interleave(columns, 0)
    return torch.cat([generator(a, b, size, fade) for a, b in zip(z.split(10), grade.split(10))])


def write_sheet(path, images, columns=10):
    """Images [N,1,s,s] in [-1,1] side by side in rows of `columns`, without gaps."""
    n, _, height, width = images.shape
    pixels = ((images.float() + 1) * 127.5).round().clamp(0, 255).byte()
    grid = pixels.view(n // columns, columns, height, width).permute(0, 2, 1, 3).reshape(n // columns * height, -1)
    Image.fromarray(grid.numpy()).save(path)
