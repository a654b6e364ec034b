"""Choice by a condition."""

import torch

from golden.record import case, values

for shapes in [((2, 3, 2, 3),) * 3, ((2, 1, 2, 3), (2, 3, 2, 1), (2, 3, 1, 3))]:
    mask, a, b = (values(*shape).round() for shape in shapes)
    mask[mask < 0] = 0
    case("where", f"{shapes}", [mask, a, b], torch.where(mask != 0, a, b))
other = values(3, 1, 1)
case("where", "and a constant", [mask, a], torch.where(mask != 0, a, other), other=other)
