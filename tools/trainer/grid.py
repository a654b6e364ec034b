"""The grid that upsampling leaves in images: where it stands out of their spectrum, images without it, and the spectrum as such."""
import torch
import torch.nn.functional as F

PERIODS = (2, 4, 8, 16)  # pixels
NEAR = 3  # the spectrum around a frequency of the grid that belongs to it, in steps of one cycle an image
AROUND = 6  # and what it is compared with
STANDS_OUT = 3.0  # dB
PERIODS_DEEP = (*PERIODS, 32)  # with that of the first layers' pixels
FEWEST = 20  # batches
SPREAD = 1  # a line of the grid under a Hann window, in steps of one cycle an image


def mean_power(images):
    """Mean power spectrum [s,s] of images [N,1,s,s] under a Hann window, frequency 0 in the corner."""
    size = images.shape[-1]
    window = torch.hann_window(size, periodic=False)
    level = images - images.mean((2, 3), keepdim=True)
    return torch.fft.fft2(level * window[:, None] * window).abs().square().mean((0, 1))


def background(power):
    """Median of the spectrum around each frequency, without the nearest ones."""
    side = 2 * AROUND + 1
    padded = F.pad(power[None, None], (AROUND,) * 4, mode="circular")
    patches = F.unfold(padded, side).reshape(side, side, *power.shape)
    far = torch.ones(side, side, dtype=torch.bool)
    far[AROUND - 2:AROUND + 3, AROUND - 2:AROUND + 3] = False
    return patches[far].median(0).values


def frequencies(size, period):
    """Rows and columns of the frequencies of a grid that repeats every `period` pixels, without those of half the period."""
    return [(i * size // period, j * size // period) for i in range(period) for j in range(period) if i % 2 or j % 2]


def radial_db(images):
    """Mean power by whole cycles an image from 1 to below half the size, dB."""
    return rings_db(mean_power(images))


def rings_db(power):
    """The same of a mean power spectrum [s,s]."""
    size = len(power)
    cycles = torch.fft.fftfreq(size) * size
    ring = torch.hypot(cycles[:, None], cycles).round().long()
    found = torch.zeros(int(ring.max()) + 1).index_add(0, ring.flatten(), power.flatten())
    return 10 * torch.log10(found / ring.flatten().bincount())[1:size // 2]


def decibels(power):
    return 10 * torch.log10(power / background(power))


def excess(images):
    """By period, how far the highest of its frequencies stands out, dB."""
    level = decibels(mean_power(images))
    return {period: round(float(max(level[at] for at in frequencies(images.shape[-1], period))), 1) for period in PERIODS}


class GridWatch:
    """Where the grid of images that are being taught stands out more than in real ones, followed over batches."""

    def __init__(self, size, memory=100, tolerance=1.0):
        """A batch counts 1 / `memory`; what stands out by no more than `tolerance` dB is let be."""
        self.made, self.real, self.seen, self.memory, self.tolerance = torch.zeros(size, size), torch.zeros(size, size), 0, memory, tolerance
        near = torch.zeros(size, size, dtype=torch.bool)
        for period in (period for period in PERIODS_DEEP if size % period == 0):
            for y, x in frequencies(size, period):
                rows, columns = ((torch.arange(at - SPREAD, at + SPREAD + 1)) % size for at in (y, x))
                near[rows[:, None], columns] = True
        self.near = near
        self.weight = torch.zeros(size, size)

    def follow(self, made, real):
        """Takes in mean power spectra [s,s] of a batch of each."""
        self.seen += 1
        share = 1 / min(self.seen, self.memory)
        self.made.lerp_(made.detach(), share)
        self.real.lerp_(real, share)

    def weigh(self):
        """Looks anew at which frequencies stand out, once enough was seen to tell. Too slow for each step."""
        if self.seen < FEWEST:
            return
        above = decibels(self.made) - decibels(self.real).clamp(min=0)
        stands = self.near & (above > self.tolerance)
        self.weight = torch.where(stands, above.square(), torch.zeros_like(above)) / background(self.made) / max(1, int(stands.sum()))

    def state(self):
        return {"made": self.made, "real": self.real, "weight": self.weight, "seen": self.seen}

    def restore(self, state):
        self.made, self.real, self.weight, self.seen = (state[name] for name in ("made", "real", "weight", "seen"))

    def power(self, made):
        """What spectrum [s,s] has at those frequencies, as a share of the spectrum around them, weighted by the square of decibels above."""
        return (made * self.weight).sum()


class Lattice:
    """What lowers the grid of images like those given to the level of the spectrum around it; `count` frequencies of it, 0 without a grid."""

    def __init__(self, images):
        power = mean_power(images)
        size = len(power)
        near = torch.zeros(size, size, dtype=torch.bool)
        for period in PERIODS:
            for y, x in frequencies(size, period):
                rows, columns = ((torch.arange(at - NEAR, at + NEAR + 1)) % size for at in (y, x))
                near[rows[:, None], columns] = True
        level = decibels(power)
        stands = near & (level > STANDS_OUT)
        self.gain = torch.where(stands, 10 ** (-level / 20), torch.ones_like(level))
        self.weight = stands / background(power)
        self.count = int(stands.sum())

    def mended(self, images):
        return torch.fft.ifft2(torch.fft.fft2(images) * self.gain).real

    def power(self, images):
        """What images have at the frequencies of the grid, as a share of the spectrum around them, mean over those frequencies."""
        share = mean_power(images) * self.weight
        return share.sum() / self.count
