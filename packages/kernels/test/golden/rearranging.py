"""Joining, reshaping, permuting and slicing."""

import torch

from golden.record import case, values

for axis, shapes in [(1, [(2, 3, 2, 3), (2, 1, 2, 3), (2, 6, 2, 3)]), (2, [(1, 2, 3, 2), (1, 2, 1, 2)]), (-1, [(2, 3), (2, 4)])]:
    tensors = [values(*shape) for shape in shapes]
    case("concat", f"{len(shapes)} along {axis}", tensors, torch.cat(tensors, axis), {"axis": axis})

x = values(2, 12, 2, 3)
case("reshape", "flatten", [x], x.reshape(2, -1), {"shape": ["N", -1]})
case("reshape", "split channels", [x], x.reshape(2, 3, 2, 2, 2, 3), {"shape": ["N", 3, 2, 2, 2, 3]})
x = values(2, 3, 2, 4)
case("permute", "channels last", [x], x.permute(0, 2, 3, 1), {"dims": [0, 2, 3, 1]})
x = values(1, 3, 2, 2, 2, 3)
case("permute", "pixel shuffle", [x], x.permute(0, 1, 4, 2, 5, 3), {"dims": [0, 1, 4, 2, 5, 3]})
x = values(2, 6, 5, 7)
case("slice", "channels", [x], x[:, 1:4], {"starts": [1], "ends": [4], "axes": [1]})
attributes = {"starts": [-4, 1], "ends": [2**53, -1], "axes": [2, -1], "steps": [1, 2]}
case("slice", "crop and steps", [x], x[:, :, -4:, 1:-1:2], attributes)
