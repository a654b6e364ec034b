"""The generator: a latent and a one-hot grade to a grey radiograph, grown from 32 to 128 pixels."""
import torch
import torch.nn.functional as F
from torch import nn

from upsample import Start, Transposed, UpsampleConv

GRADES = 5
CHANNELS = {4: 192, 8: 192, 16: 160, 32: 96, 64: 48, 128: 32}


def block(upsample, outputs):
    return nn.Sequential(upsample, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Generator(nn.Module):
    """z [N,latent] standard normal, grade [N,5] one-hot -> image [N,1,size,size] in [-1,1]."""

    def __init__(self, latent=96, embedding=32, channels=None):
        super().__init__()
        c = self.channels = dict(channels or CHANNELS)
        self.latent = latent
        self.size = max(c)
        self.embed = nn.Linear(GRADES, embedding, bias=False)
        self.start = Start(latent + embedding, c[4])
        self.start_norm = nn.Sequential(nn.BatchNorm2d(c[4]), nn.ReLU(inplace=True))
        self.blocks = nn.ModuleDict()
        self.to_grey = nn.ModuleDict()
        for size in sorted(c)[1:]:
            half = c[size // 2]
            up = Transposed(half, c[size]) if size <= 32 else UpsampleConv(half, c[size])
            self.blocks[str(size)] = block(up, c[size])
            if size == 32:
                self.refine = block(nn.Conv2d(c[32], c[32], 3, padding=1, bias=False), c[32])
            if size >= 32:
                self.to_grey[str(size)] = nn.Conv2d(c[size], 1, 3, padding=1)
        self.initialise()

    def initialise(self):
        for module in self.modules():
            if isinstance(module, (nn.Conv2d, Start, Transposed, UpsampleConv)):
                nn.init.normal_(module.weight, 0.0, 0.03)
                if getattr(module, "bias", None) is not None:
                    nn.init.zeros_(module.bias)
        nn.init.normal_(self.embed.weight, 0.0, 0.5)

    def features(self, z, grade):
        x = torch.cat([z, self.embed(grade)], 1)[:, :, None, None]
        return self.start_norm(self.start(x))

    def forward(self, z, grade, size=None, fade=1.0):
        """`size` stops at a lower resolution; `fade` in [0,1) blends in the newest block while it is young."""
        size = size or self.size
        x = self.features(z, grade)
        image = None
        for key, layer in self.blocks.items():
            if int(key) > size:
                break
            if int(key) == size and fade < 1.0 and size > 32:
                image = F.interpolate(self.to_grey[str(size // 2)](x), scale_factor=2, mode="nearest")
            x = layer(x)
            if key == "32":
                x = self.refine(x)
        fresh = self.to_grey[str(size)](x)
        return torch.tanh(fresh if image is None else image + (fresh - image) * fade)


def plain(generator):
    """Switches every layer to the operations that are exported."""
    for module in generator.modules():
        if hasattr(module, "plain"):
            module.plain = True
    return generator
