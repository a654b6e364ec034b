"""Normalisations."""

import torch
import torch.nn.functional as F

from golden.record import case, values

for shape in [(2, 3, 4, 5), (3, 5), (2, 3, 6), (1, 2, 2, 3, 2)]:
    x, c = values(*shape), shape[1]
    mean, var, weight, bias = values(c), values(c).abs() + 0.25, values(c), values(c)
    output = F.batch_norm(x, mean, var, weight, bias, eps=1e-3)
    stored = {"runningMean": mean, "runningVar": var, "weight": weight, "bias": bias}
    case("batchNorm2d", f"rank {len(shape)}", [x], output, {"eps": 1e-3}, **stored)
x, mean, var = values(2, 3, 2, 2), values(3), values(3).abs() + 0.25
case("batchNorm2d", "statistics alone", [x], F.batch_norm(x, mean, var), runningMean=mean, runningVar=var)

for shape in [(2, 3, 4, 5), (2, 3, 7), (1, 2, 2, 3, 2)]:
    x, weight, bias = values(*shape), values(shape[1]), values(shape[1])
    output = F.instance_norm(x, weight=weight, bias=bias, eps=1e-4)
    case("instanceNorm2d", f"rank {len(shape)}", [x], output, {"eps": 1e-4}, weight=weight, bias=bias)
x = values(1, 3, 3, 4)
case("instanceNorm2d", "no weights", [x], F.instance_norm(x))

for shape, groups in [((2, 6, 4, 5), 2), ((2, 6, 3, 3), 3), ((2, 8), 2), ((1, 6, 2, 3, 2), 1)]:
    x, weight, bias = values(*shape), values(shape[1]), values(shape[1])
    output = F.group_norm(x, groups, weight, bias, eps=1e-4)
    case("groupNorm", f"{groups} groups of {shape}", [x], output, {"groups": groups, "eps": 1e-4}, weight=weight, bias=bias)
x = values(1, 4, 3, 3)
case("groupNorm", "no weights", [x], F.group_norm(x, 2), {"groups": 2})
for shape, last in [((2, 5, 6), (6,)), ((2, 3, 4, 5), (3, 4, 5)), ((2, 3, 4, 5), (4, 5)), ((3, 7), (7,))]:
    x, weight, bias = values(*shape), values(*last), values(*last)
    attributes = {"normalizedShape": last, "eps": 1e-3}
    case("layerNorm", f"{last} of {shape}", [x], F.layer_norm(x, last, weight, bias, 1e-3), attributes, weight=weight, bias=bias)
x = values(1, 5, 6)
case("layerNorm", "no weights", [x], F.layer_norm(x, (6,)), {"normalizedShape": (6,)})
for shape, dim in [((2, 7), 1), ((2, 3, 4, 5), 1), ((2, 3, 4, 5), 2), ((1, 5, 9), -1), ((1, 2, 3, 2, 4), 3)]:
    x = values(*shape)
    case("softmax", f"{dim} of {shape}", [x], torch.softmax(x, dim), {"dim": dim})
