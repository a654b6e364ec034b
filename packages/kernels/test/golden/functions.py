"""Activations and other functions of single values."""

import torch
import torch.nn.functional as F

from golden.record import case, values

x = torch.cat([values(1, 3, 3, 5), torch.tensor([0.0, 100.0, -100.0, 20.0, -20.0]).double().expand(1, 3, 1, 5)], 2)
slope = values(3)
case("relu", "values", [x], F.relu(x))
case("leakyRelu", "default", [x], F.leaky_relu(x))
case("leakyRelu", "0.2", [x], F.leaky_relu(x, 0.2), {"negativeSlope": 0.2})
case("prelu", "for each channel", [x], F.prelu(x, slope), slope=slope)
case("prelu", "one for all", [x], F.prelu(x, slope[:1]), slope=slope[:1])
case("elu", "default", [x], F.elu(x))
case("elu", "0.5", [x], F.elu(x, 0.5), {"alpha": 0.5})
case("sigmoid", "values", [x], torch.sigmoid(x))
case("tanh", "values", [x], torch.tanh(x))
case("silu", "values", [x], F.silu(x))
case("gelu", "exact", [x], F.gelu(x))
case("gelu", "tanh", [x], F.gelu(x, approximate="tanh"), {"approximate": "tanh"})
case("clamp", "both", [x], torch.clamp(x, -1, 2.5), {"min": -1, "max": 2.5})
case("clamp", "minimum", [x], torch.clamp(x, min=0.5), {"min": 0.5})
case("clamp", "maximum below minimum", [x], torch.clamp(x, 2, 1), {"min": 2, "max": 1})

positive = values(1, 2, 3, 5).abs() + 0.0625
for name in ["log", "sqrt", "rsqrt", "reciprocal"]:
    case(name, "values", [positive], getattr(torch, name)(positive))
near = torch.cat([values(1, 2, 3, 5), torch.tensor([0.0, 0.5, 1.5, 2.5, -0.5]).double().expand(1, 2, 1, 5)], 2)
for name in "exp abs neg sign floor ceil round sin cos tan erf square".split():
    case(name, "values", [near], getattr(torch, name)(near))
for name in "softplus softsign mish hardsigmoid hardswish selu celu logsigmoid".split():
    case(name, "values", [x], getattr(F, name)(x))
case("softplus", "beta and threshold", [x], F.softplus(x, 1.5, 2), {"beta": 1.5, "threshold": 2})
case("celu", "alpha", [x], F.celu(x, 0.5), {"alpha": 0.5})
