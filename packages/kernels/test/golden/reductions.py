"""Means, sums and extremes over axes."""

import torch

from golden.record import case, values

for name in ["mean", "sum", "amax", "amin"]:
    for dim, keepdim in [((2, 3), False), ((1,), True), ((1,), False), ((-1, 1), False), ((3, 1, 2), True)]:
        x = values(2, 3, 4, 5)
        output = getattr(torch, name)(x, dim, keepdim)
        case(name, f"{dim}, keepdim {keepdim}", [x], output, {"dim": dim, "keepdim": keepdim})
    x = values(1, 3, 2, 4, 2)
    case(name, "rank 5", [x], getattr(torch, name)(x, (2, 4)), {"dim": (2, 4)})
