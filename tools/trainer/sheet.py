"""Contact sheets of generated images: one row per class, ten samples each."""
import copy

import torch
import torch.nn.functional as F
from PIL import Image

ROWS = 10  # at most; the first classes where there are more
UNLABELLED_ROWS = 5


def one_hot(labels, classes, device="cpu"):
    """Numbers of classes -> [N,classes]; None without classes."""
    return F.one_hot(labels, classes).float().to(device) if classes else None


def draw(generator, z, labels, rng, size=None, fade=1.0):
    """Latents [N,latent] and class numbers [N] -> images [N,C,s,s] on the CPU, in small batches; noise is drawn from `rng`."""
    device, images = next(generator.parameters()).device, []
    for latent, label in zip(z.split(16), labels.split(16)):
        noise = generator.draw_noise(len(latent), rng, size, device)
        images.append(generator(latent.to(device), one_hot(label, generator.classes, device), noise, size, fade).float().cpu())
    return torch.cat(images)


@torch.no_grad()
def calibrated(average, batches=40, batch=32, size=None, fade=1.0, seed=5):
    """A copy in evaluation mode whose batch-norm statistics are measured for the averaged weights."""
    generator = copy.deepcopy(average).train()
    device = next(generator.parameters()).device
    for module in generator.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.reset_running_stats()
            module.momentum = None  # plain mean over the batches
    rng = torch.Generator().manual_seed(seed)
    for _ in range(batches):
        z = torch.randn(batch, generator.latent, generator=rng)
        label = one_hot(torch.randint(0, max(1, generator.classes), (batch,), generator=rng), generator.classes, device)
        generator(z.to(device), label, generator.draw_noise(batch, rng, size, device), size, fade)
    return generator.eval()


@torch.no_grad()
def samples(generator, columns=10, size=None, fade=1.0, seed=7, truncation=1.0):
    """[rows*columns,C,s,s] in [-1,1], class by class; every image has a latent of its own."""
    rows = min(ROWS, generator.classes) or UNLABELLED_ROWS
    rng = torch.Generator().manual_seed(seed)
    z = torch.randn(rows * columns, generator.latent, generator=rng) * truncation
    labels = torch.arange(rows).repeat_interleave(columns)
    return draw(generator, z, labels, rng, size, fade)


def write_sheet(path, images, columns=10):
    """Images [N,C,s,s] in [-1,1] side by side in rows of `columns`, without gaps."""
    n, colours, height, width = images.shape
    pixels = ((images.float() + 1) * 127.5).round().clamp(0, 255).byte()
    grid = pixels.view(n // columns, columns, colours, height, width).permute(0, 3, 1, 4, 2).reshape(n // columns * height, columns * width, colours)
    Image.fromarray((grid if colours == 3 else grid[:, :, 0]).numpy()).save(path)
