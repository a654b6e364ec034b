"""Sampling at places that a grid names."""

import torch.nn.functional as F

from golden.record import case, values

x = values(2, 2, 3, 5)
# Multiples of 1/32 from -1.5 to 1.5: beyond the edges too, and half-way between samples as often as on them.
grid = values(2, 4, 3, 2) / 2
one = values(2, 2, 1, 1)
for mode in ("bilinear", "nearest", "bicubic"):
    for padding in ("zeros", "border", "reflection"):
        for align in (False, True):
            attributes = {"mode": mode, "paddingMode": padding, "alignCorners": align}
            for name, image, places in [("", x, grid), (", far outside", x, grid * 5), (" of one sample", one, grid)]:
                output = F.grid_sample(image, places, mode, padding, align)
                case("gridSample", f"{mode}, {padding}, corners {align}{name}", [image, places], output, attributes)
