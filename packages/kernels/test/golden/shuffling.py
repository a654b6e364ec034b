"""Channels to pixels and back."""

import torch.nn.functional as F

from golden.record import case, values

x = values(2, 12, 2, 3)
case("pixelShuffle", "by 2", [x], F.pixel_shuffle(x, 2), {"upscaleFactor": 2})
dcr = x.reshape(2, 2, 2, 3, 2, 3).permute(0, 3, 4, 1, 5, 2).reshape(2, 3, 4, 6)
case("pixelShuffle", "pixel by pixel", [x], dcr, {"upscaleFactor": 2, "order": "DCR"})
x = values(2, 2, 6, 3)
case("pixelUnshuffle", "by 3", [x], F.pixel_unshuffle(x, 3), {"downscaleFactor": 3})
dcr = x.reshape(2, 2, 2, 3, 1, 3).permute(0, 3, 5, 1, 2, 4).reshape(2, 18, 2, 1)
case("pixelUnshuffle", "pixel by pixel", [x], dcr, {"downscaleFactor": 3, "order": "DCR"})
