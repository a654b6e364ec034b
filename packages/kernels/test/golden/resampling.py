"""Resampling and borders."""

import torch.nn.functional as F

from golden.record import case, values

for source, size in [((3, 5), (7, 8)), ((4, 3), (8, 6)), ((9, 8), (4, 3)), ((1, 1), (3, 2)), ((4, 4), (1, 6))]:
    x = values(1, 2, *source)
    name = f"{source} to {size}"
    case("upsample2d", f"nearest {name}", [x], F.interpolate(x, size, mode="nearest"), {"size": size})
    for align in (False, True):
        output = F.interpolate(x, size, mode="bilinear", align_corners=align)
        attributes = {"size": size, "mode": "bilinear", "alignCorners": align}
        case("upsample2d", f"bilinear {name}, corners {align}", [x], output, attributes)

x = values(2, 3, 4, 5)
for mode, torch_mode, padding in [
    ("zero", "constant", (0, 1, 2, 3)),
    ("reflect", "reflect", (3, 4, 1, 2)),
    ("replicate", "replicate", (5, 0, 1, 6)),
]:
    top, left, bottom, right = padding
    output = F.pad(x, (left, right, top, bottom), mode=torch_mode)
    case("pad2d", mode, [x], output, {"padding": padding, "mode": mode})
case("pad2d", "constant", [x], F.pad(x, (1, 2, 0, 1), value=-1.5), {"padding": (0, 1, 1, 2), "value": -1.5})
