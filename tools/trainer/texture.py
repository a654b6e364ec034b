"""How much of the fine texture stands still from image to image, or repeats within one: in real images next to nothing.

A generator of convolutions likes to draw one texture, fixed to its pixels, into every image, and with it the grid of its
upsampling. A critic sees one image at a time, shifted, and cannot tell. So it is measured over a batch, and penalised.
"""
import torch.nn.functional as F

GRID = 30
PERIOD = 8  # pixels: four upsamplings leave traces of 2, 4 and 8
WIDTHS = (3, 9, 17)  # texture is what the mean over so many pixels leaves out


def standing_share(images, width):
    """The mean image's share of the power of what is finer than `width` pixels: 1 / N where N images [N,C,H,W] have nothing in common."""
    fine = images - F.avg_pool2d(images, width, 1, width // 2, count_include_pad=False)
    return fine.mean(0).square().mean() / fine.square().mean()


def grid_share(images, period=PERIOD):
    """The share of the power of fine texture that repeats every `period` pixels, mean over images [N,C,H,W]."""
    fine = images - F.avg_pool2d(images, period + 1, 1, period // 2, count_include_pad=False)
    n, c, height, width = fine.shape
    fine = fine[:, :, :height // period * period, :width // period * period]
    tile = fine.reshape(n, c, height // period, period, width // period, period).mean((2, 4))
    return (tile.square().mean((1, 2, 3)) / fine.square().mean((1, 2, 3))).mean()


def excess_texture(fake, real):
    """What generated images have more of than real ones: standing texture, and, on a scale like its, a grid."""
    return excess_standing(fake, real) + GRID * F.relu(grid_share(fake) - grid_share(real))


def excess_standing(fake, real):
    """How much larger that share is in generated images than in as many real ones, summed over widths; 0 where it is not."""
    return sum(F.relu(standing_share(fake, width) - standing_share(real, width)) for width in WIDTHS)
