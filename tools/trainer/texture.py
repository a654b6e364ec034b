"""How much of the fine texture stands still from image to image, which in real images is next to nothing.

A generator of convolutions likes to draw one texture, fixed to its pixels, into every image, and with it the grid of its
upsampling. A critic sees one image at a time, shifted, and cannot tell. So it is measured over a batch, and penalised.
"""
import torch.nn.functional as F

WIDTHS = (3, 9, 17)  # texture is what the mean over so many pixels leaves out


def standing_share(images, width):
    """The mean image's share of the power of what is finer than `width` pixels: 1 / N where N images [N,C,H,W] have nothing in common."""
    fine = images - F.avg_pool2d(images, width, 1, width // 2, count_include_pad=False)
    return fine.mean(0).square().mean() / fine.square().mean()


def excess_standing(fake, real):
    """How much larger that share is in generated images than in as many real ones, summed over widths; 0 where it is not."""
    return sum(F.relu(standing_share(fake, width) - standing_share(real, width)) for width in WIDTHS)
