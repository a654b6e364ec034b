"""The architectures of make-fixtures.py: shrunken ones of kinds that people train, and what exporters make of oddments."""

import torch
import torch.nn.functional as F
from torch import nn


class Dcgan(nn.Module):
    def __init__(self, norm=True):
        super().__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(7, 6, 4, 1, 0, bias=False), nn.BatchNorm2d(6), nn.ReLU(True),
            nn.ConvTranspose2d(6, 5, 4, 2, 1, bias=False), nn.BatchNorm2d(5), nn.ReLU(True),
            nn.ConvTranspose2d(5, 3, 5, 3, 2, output_padding=1), nn.Tanh())

    def forward(self, z):
        return self.main(z)


class ConditionalGan(nn.Module):
    """PyTorch-GAN's cGAN: an embedding of an integer label, joined with the noise."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(4, 3)
        self.model = nn.Sequential(
            nn.Linear(8, 12), nn.LeakyReLU(0.2), nn.Linear(12, 16), nn.BatchNorm1d(16, 0.8), nn.LeakyReLU(0.2),
            nn.Linear(16, 64), nn.Tanh())

    def forward(self, noise, labels):
        x = self.model(torch.cat((self.embedding(labels), noise), -1))
        return x.view(x.size(0), 1, 8, 8)


class OneHotGan(nn.Module):
    """A one-hot label times a table, multiplied into the noise, then upsampling with sizes from shapes."""

    def __init__(self):
        super().__init__()
        self.table = nn.Parameter(torch.randn(5, 6))
        self.first = nn.Linear(6, 4 * 9)
        self.conv1 = nn.Conv2d(4, 5, 3, padding=1)
        self.conv2 = nn.Conv2d(5, 1, 3, padding=1)
        self.norm = nn.BatchNorm2d(4, 0.8)

    def forward(self, z, grade):
        x = self.first(z * (grade @ self.table))
        x = self.norm(x.view(x.shape[0], 4, 3, 3))
        x = F.interpolate(x, scale_factor=2)
        x = F.leaky_relu(self.conv1(x), 0.2)
        x = F.interpolate(x, size=(x.shape[2] * 2, x.shape[3] * 2), mode='nearest')
        return torch.sigmoid(self.conv2(x))


class ResBlock(nn.Module):
    """CycleGAN's."""

    def __init__(self, c):
        super().__init__()
        self.block = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(c, c, 3), nn.InstanceNorm2d(c), nn.ReLU(True),
            nn.ReflectionPad2d(1), nn.Conv2d(c, c, 3), nn.InstanceNorm2d(c, affine=True))

    def forward(self, x):
        return x + self.block(x)


class CycleGan(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = nn.Sequential(
            nn.ReflectionPad2d(3), nn.Conv2d(3, 4, 7), nn.InstanceNorm2d(4), nn.ReLU(True),
            nn.Conv2d(4, 6, 3, 2, 1), nn.InstanceNorm2d(6), nn.ReLU(True), ResBlock(6),
            nn.ConvTranspose2d(6, 4, 3, 2, 1, output_padding=1), nn.InstanceNorm2d(4), nn.ReLU(True),
            nn.ReplicationPad2d((1, 2, 3, 0)), nn.Conv2d(4, 3, (4, 4)), nn.Tanh())

    def forward(self, x):
        return self.model(x)


class UNet(nn.Module):
    """pix2pix: skips joined by concat, dropout gone in eval mode."""

    def __init__(self):
        super().__init__()
        self.down1 = nn.Conv2d(3, 4, 4, 2, 1)
        self.down2 = nn.Sequential(nn.LeakyReLU(0.2), nn.Conv2d(4, 6, 4, 2, 1, bias=False), nn.BatchNorm2d(6))
        self.down3 = nn.Sequential(nn.LeakyReLU(0.2), nn.Conv2d(6, 6, 4, 2, 1))
        self.up3 = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(6, 6, 4, 2, 1), nn.BatchNorm2d(6), nn.Dropout(0.5))
        self.up2 = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(12, 4, 4, 2, 1), nn.InstanceNorm2d(4))
        self.up1 = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(8, 3, 4, 2, 1), nn.Tanh())

    def forward(self, photo):
        d1 = self.down1(photo)
        d2 = self.down2(d1)
        u3 = self.up3(self.down3(d2))
        u2 = self.up2(torch.cat([u3, d2], 1))
        return (self.up1(torch.cat([u2, d1], 1)) + 1) / 2


class SuperResolution(nn.Module):
    """SRGAN: PReLU, residuals, pixel shuffle."""

    def __init__(self):
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(3, 4, 9, padding=4), nn.PReLU())
        self.body = nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4), nn.PReLU(4), nn.Conv2d(4, 4, 3, padding=1))
        self.up = nn.Sequential(nn.Conv2d(4, 16, 3, padding=1), nn.PixelShuffle(2), nn.PReLU())
        self.last = nn.Conv2d(4, 3, 3, padding=1)

    def forward(self, low):
        x = self.first(low)
        return self.last(self.up(x + self.body(x))).clamp(0, 1)


class SpectralBlock(nn.Module):
    """SNGAN's generator block; the spectral norm is exported as arithmetic on weights where it is not folded."""

    def __init__(self, c, out):
        super().__init__()
        self.norm1, self.norm2 = nn.BatchNorm2d(c), nn.BatchNorm2d(out)
        self.conv1 = nn.utils.spectral_norm(nn.Conv2d(c, out, 3, padding=1))
        self.conv2 = nn.utils.parametrizations.spectral_norm(nn.Conv2d(out, out, 3, padding=1))
        self.skip = nn.utils.weight_norm(nn.Conv2d(c, out, 1))

    def forward(self, x):
        h = self.conv1(F.interpolate(F.relu(self.norm1(x)), scale_factor=2))
        return self.conv2(F.relu(self.norm2(h))) + self.skip(F.interpolate(x, scale_factor=2))


class SpectralGan(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.utils.spectral_norm(nn.Linear(6, 4 * 4 * 5))
        self.block = SpectralBlock(5, 4)
        self.last = nn.Conv2d(4, 3, 3, padding=1)

    def forward(self, z):
        x = self.first(z).view(-1, 5, 4, 4)
        return torch.tanh(self.last(F.relu(self.block(x))))


class Decoder(nn.Module):
    """A VAE decoder: a fully connected stem, transposed convolutions, two outputs."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Linear(5, 24), nn.ELU(0.7))
        self.conv = nn.Sequential(nn.ConvTranspose2d(6, 4, 3, 2, 1, output_padding=1), nn.GELU(), nn.Conv2d(4, 4, 3, 1, 1), nn.SiLU())
        self.mean = nn.ConvTranspose2d(4, 1, 2, 2)
        self.mask = nn.Conv2d(4, 2, 1)

    def forward(self, z):
        x = self.conv(self.stem(z).view(-1, 6, 2, 2))
        return torch.sigmoid(self.mean(x)), self.mask(x)


class Oddments(nn.Module):
    """Operations of newer generators: group norm, bilinear, chunk, squeeze-and-excite, conditional norm, softer activations."""

    def __init__(self):
        super().__init__()
        self.map = nn.Sequential(nn.Linear(6, 8), nn.LayerNorm(8), nn.Hardswish(), nn.Linear(8, 8))
        self.constant = nn.Parameter(torch.randn(1, 4, 4, 4))
        self.conv = nn.Conv2d(4, 4, 3, padding=1, groups=2)
        self.group = nn.GroupNorm(2, 4)
        self.squeeze = nn.Conv2d(4, 4, 1)
        self.last = nn.Conv2d(4, 3, 3, padding=1)

    def forward(self, w):
        gamma, beta = self.map(w).chunk(2, 1)
        x = self.constant.expand(w.shape[0], -1, -1, -1)
        x = F.instance_norm(self.squeeze(x)) * (1 + gamma[:, :, None, None]) + beta[:, :, None, None]
        x = F.interpolate(x, scale_factor=2, mode='bilinear', align_corners=False)
        x = F.selu(self.group(self.conv(x)))
        x = x * torch.sigmoid(self.squeeze(F.adaptive_avg_pool2d(x, 1)))
        x = F.interpolate(x, size=(11, 13), mode='bilinear', align_corners=True)
        x = F.pad(x, (1, -1, 2, 0)) - x.mean((2, 3), keepdim=True)
        x = torch.maximum(x, -x * 0.3) / 1.5
        return torch.tanh(self.last(x.transpose(2, 3)[:, :, 1:-1:2, :]))


class PlainOddments(Oddments):
    """Without what opset 9 cannot say."""

    def __init__(self):
        super().__init__()
        self.map[1] = nn.Identity()
        self.map[2] = nn.PReLU()

    def forward(self, w):
        gamma, beta = self.map(w).split(4, 1)
        gamma = gamma * torch.rsqrt((gamma ** 2).mean(1, keepdim=True) + 1e-3)
        x = self.constant * (1 + gamma[:, :, None, None]) + beta[:, :, None, None]
        x = x / torch.sqrt(torch.mean(x * x, dim=1, keepdim=True) + 1e-8)
        x = F.interpolate(x, scale_factor=3, mode='bilinear', align_corners=False)
        x = F.pad(F.selu(self.conv(x)), (1, 2, 0, 1), value=0.5)
        return torch.tanh(self.last(F.avg_pool2d(x, 2)))


class SpatialTransformer(nn.Module):
    """Features that a field of displacements, computed from them, pulls about; then as many places between them."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 10 * 7 * 9)
        self.field = nn.Conv2d(10, 2, 3, padding=1)
        self.last = nn.Conv2d(10, 1, 3, padding=1)
        rows, columns = ((torch.arange(n) + 0.5) / n * 2 - 1 for n in (7, 9))
        self.still = torch.stack((columns.expand(7, 9), rows[:, None].expand(7, 9)), -1)[None]

    def forward(self, z):
        x = F.leaky_relu(self.first(z).view(-1, 10, 7, 9), 0.2)
        grid = (torch.tanh(self.field(x)) * 0.4).permute(0, 2, 3, 1) + self.still
        x = F.grid_sample(x, grid, 'bilinear', 'border', align_corners=False)
        between = (grid[:, 1:, :-1] + grid[:, :-1, 1:]) * 0.8
        x = F.grid_sample(x, between, 'bilinear', 'zeros', align_corners=True)
        return torch.tanh(self.last(x))
