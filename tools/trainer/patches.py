"""Parts of images at one place, drawn without the rest, and the critic that sees nothing of them but their texture."""
import torch
import torch.nn.functional as F
from torch import nn

MARGIN = 2  # features around a part, so that the zeros of their padding reach none of its pixels
CHANNELS = (16, 32, 64, 128)
COARSE = 15  # pixels: what their mean shows is no texture


def fine(images, width=COARSE):
    """What is finer than the mean over `width` pixels, of images [N,C,H,W]; edges repeat."""
    half = width // 2
    return images - F.avg_pool2d(F.pad(images, (half,) * 4, mode="replicate"), width, 1)


class Place:
    """A part of an image, `side` features wide at (y, x) of the generator's first resolution that can be drawn."""

    def __init__(self, generator, side, rng):
        first = generator.image_sizes[0]
        self.scale, self.first = generator.size // first, first
        self.y, self.x = torch.randint(MARGIN, first - MARGIN - side + 1, (2,), generator=rng).tolist()
        self.side = side

    def around(self, maps):
        """The part of features or noise, of any resolution, with the margin around it."""
        by = maps.shape[-1] // self.first
        rows, columns = (slice((at - MARGIN) * by, (at + self.side + MARGIN) * by) for at in (self.y, self.x))
        return maps[:, :, rows, columns]

    def of(self, images):
        """The part of whole images."""
        rows, columns = (slice(at * self.scale, (at + self.side) * self.scale) for at in (self.y, self.x))
        return images[:, :, rows, columns]

    def draw(self, generator, features, maps):
        """The part of the images of these features, `Place.of` what the generator would draw."""
        drawn = generator.drawn(self.around(features), {size: self.around(noise) for size, noise in maps.items()})
        edge = MARGIN * self.scale
        return torch.tanh(drawn)[:, :, edge:-edge, edge:-edge]


class TextureCritic(nn.Module):
    """fine parts [N,C,s,s] -> scores [N,1,s/8,s/8], each of some 40 pixels: whether their texture looks real."""

    def __init__(self, colours=1):
        super().__init__()
        layers, before = [nn.Conv2d(colours, CHANNELS[0], 3, padding=1)], CHANNELS[0]
        for channels in CHANNELS[1:]:
            layers += [nn.LeakyReLU(0.2, inplace=True), nn.Conv2d(before, channels, 4, stride=2, padding=1)]
            before = channels
        layers += [nn.LeakyReLU(0.2, inplace=True), nn.Conv2d(before, before, 3, padding=1), nn.LeakyReLU(0.2, inplace=True), nn.Conv2d(before, 1, 1)]
        self.layers = nn.Sequential(*layers)
        for module in layers:
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, 0.2)
                nn.init.zeros_(module.bias)

    def forward(self, parts):
        return self.layers(parts)
