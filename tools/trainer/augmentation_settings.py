"""What the augmentation experiment trains: every number of both settings, in one place.

The steps of a scale are the same for all its arms, so that no arm learns longer than another; they grow with n, since more images
need more. They were chosen by the time at hand, before any figure on val was seen, and are tuned for no arm.
"""
import dataclasses

ALL = None  # as many as there are
RATIOS = (0.0, 0.5, 1.0, 1.5, 2.0)  # synthetic images added, as a share of the n real ones
RATE, DECAY, DROPOUT = 2e-3, 0.05, 0.4
WARM = 0.05  # of the steps, in which the rate rises; it then falls as a cosine
ROWS = (72 / 224, 184 / 224)  # of an image that are looked at: those around the joint


@dataclasses.dataclass(frozen=True)
class Scale:
    """n real images, the steps of every run on them, and how many seeds."""

    n: int
    steps: int
    seeds: int


@dataclasses.dataclass(frozen=True)
class Setting:
    name: str
    size: int  # images are size x size
    channels: tuple  # of the classifier "plain", see classifier.py
    batch: int
    scales: tuple
    autocast: bool  # bf16 arithmetic
    ratios: tuple = RATIOS

    @property
    def rows(self):
        return tuple(round(share * self.size) for share in ROWS)


SETTINGS = {setting.name: setting for setting in (
    Setting("small", 96, (16, 32, 64, 96), 32, (
        Scale(50, 200, 6), Scale(150, 250, 5), Scale(500, 400, 4), Scale(1500, 600, 3), Scale(ALL, 1000, 3)), False),
    Setting("full", 224, (32, 64, 128, 192), 32, (
        Scale(50, 1000, 20), Scale(100, 1000, 20), Scale(200, 1500, 15), Scale(500, 2000, 10), Scale(1000, 3000, 10),
        Scale(2000, 4000, 10), Scale(ALL, 6000, 10)), True),
)}
