"""The generator: a latent, noise and maybe a label to an image, grown resolution by resolution."""
import torch
import torch.nn.functional as F
from torch import nn

from upsample import Start, Transposed, UpsampleConv

GRADES = 5
CHANNELS = {7: 192, 14: 192, 28: 160, 56: 96, 112: 48, 224: 16}
LATENT = 96
FIRST_IMAGE = 3  # from this doubling on, each resolution can be drawn; transposed convolutions end here


def image_sizes(sizes):
    """The resolutions that can be drawn, of all that layers have: the fourth and larger ones."""
    return sorted(sizes)[FIRST_IMAGE:]


def noise_sizes(sizes):
    """The resolutions at which noise is added: the drawable ones but the largest, which would cost more than it shows."""
    return image_sizes(sizes)[:-1]


class Block(nn.Module):
    """Doubles the resolution; noise [N,1,s,s], scaled by channel, is added before the norm.

    The exported form (`plain`) adds it behind the norm, scaled as the norm would have: a runtime can then fold the norm into the
    convolution before it, and spreads the noise by a 1x1 convolution."""

    def __init__(self, upsample, outputs, noisy):
        super().__init__()
        self.upsample = upsample
        self.noise = nn.Parameter(torch.full((1, outputs, 1, 1), 0.05)) if noisy else None
        self.norm = nn.BatchNorm2d(outputs)
        self.plain = False

    def forward(self, x, noise=None):
        x = self.upsample(x)
        noisy = self.noise is not None and noise is not None
        if self.plain:
            x = self.norm(x)
            return F.relu(x + F.conv2d(noise, self.spread) if noisy else x)
        if noisy:
            x = x + self.noise * noise
        return F.relu(self.norm(x), inplace=True)

    @torch.no_grad()
    def settle(self):
        """Takes the exported form; the norm's statistics must be final."""
        self.plain = True
        if self.noise is not None:
            scale = self.norm.weight / (self.norm.running_var + self.norm.eps).sqrt()
            self.register_buffer("spread", self.noise.reshape(-1, 1, 1, 1) * scale.reshape(-1, 1, 1, 1), persistent=False)


class Generator(nn.Module):
    """z [N,latent] and noise [N,1,s,s] standard normal, label [N,classes] one-hot -> image [N,colours,size,size] in [-1,1]."""

    def __init__(self, latent=LATENT, classes=GRADES, colours=1, embedding=32, channels=None):
        super().__init__()
        c = self.channels = dict(channels or CHANNELS)
        self.sizes = sorted(c)
        self.latent, self.classes, self.colours, self.size = latent, classes, colours, self.sizes[-1]
        self.image_sizes, self.noise_sizes = image_sizes(c), noise_sizes(c)
        base, first = self.sizes[0], self.image_sizes[0]
        self.embed = nn.Linear(classes, embedding, bias=False) if classes else None
        self.start = Start(latent + (embedding if classes else 0), c[base], base)
        self.start_norm = nn.Sequential(nn.BatchNorm2d(c[base]), nn.ReLU(inplace=True))
        self.blocks, self.to_image = nn.ModuleDict(), nn.ModuleDict()
        for size in self.sizes[1:]:
            inputs, outputs = c[size // 2], c[size]
            up = Transposed(inputs, outputs) if size <= first else UpsampleConv(inputs, outputs)
            self.blocks[str(size)] = Block(up, outputs, size in self.noise_sizes)
            if size == first:
                self.refine = nn.Sequential(nn.Conv2d(outputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))
            if size >= first:
                self.to_image[str(size)] = nn.Conv2d(outputs, colours, 3, padding=1)
        self.initialise()

    def initialise(self):
        for module in self.modules():
            if isinstance(module, (nn.Conv2d, Start, Transposed, UpsampleConv)):
                nn.init.normal_(module.weight, 0.0, 0.03)
                if getattr(module, "bias", None) is not None:
                    nn.init.zeros_(module.bias)
        if self.embed is not None:
            nn.init.normal_(self.embed.weight, 0.0, 0.5)

    def draw_noise(self, count, rng, size=None, device="cpu"):
        """A noise map for each resolution up to `size` that takes one, drawn on the CPU: the same on every device."""
        used = [s for s in self.noise_sizes if s <= (size or self.size)]
        return [torch.randn(count, 1, s, s, generator=rng).to(device) for s in used]

    def forward(self, z, label=None, noise=(), size=None, fade=1.0):
        """`noise` in the order of `noise_sizes`, none where left out. `size` stops at a lower resolution; `fade` in [0,1)
        blends in the newest block while it is young."""
        return torch.tanh(self.before_tanh(z, label, noise, size, fade))

    def before_tanh(self, z, label=None, noise=(), size=None, fade=1.0):
        """The image before tanh holds it within [-1,1]."""
        maps = dict(zip(self.noise_sizes, noise))
        return self.drawn(self.features(z, label, maps), maps, size, fade)

    def features(self, z, label, maps):
        """[N,C,s,s] at the first resolution that can be drawn, before it is refined. `maps` is noise by resolution."""
        if self.embed is not None:
            z = torch.cat([z, self.embed(label)], 1)
        x = self.start_norm(self.start(z[:, :, None, None]))
        for width in self.sizes[1:FIRST_IMAGE + 1]:
            x = self.blocks[str(width)](x, maps.get(width))
        return x

    def drawn(self, features, maps, size=None, fade=1.0):
        """The image of features, before tanh. They and the noise may be those of a part of it."""
        size = size or self.size
        x, image = self.refine(features), None
        for width in self.image_sizes[1:]:
            if width > size:
                break
            if width == size and fade < 1.0:
                image = F.interpolate(self.to_image[str(size // 2)](x), scale_factor=2, mode="nearest")
            x = self.blocks[str(width)](x, maps.get(width))
        fresh = self.to_image[str(size)](x)
        return fresh if image is None else image + (fresh - image) * fade


def plain(generator):
    """Switches every layer to the operations that are exported. Not for training: norms keep their statistics."""
    generator.eval()
    for module in generator.modules():
        if isinstance(module, Block):
            module.settle()
        elif hasattr(module, "plain"):
            module.plain = True
    return generator
