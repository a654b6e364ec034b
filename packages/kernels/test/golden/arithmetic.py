"""Functions of two activations, or of one and a constant."""

import torch

from golden.record import case, values

for one, other in [((2, 3, 4, 5), (2, 3, 4, 5)), ((2, 5, 1, 4), (2, 1, 3, 1)), ((3, 5), (3, 1)), ((1, 2, 1, 3, 2), (1, 2, 2, 1, 2))]:
    a, b = values(*one), values(*other)
    case("add", f"{one} and {other}", [a, b], a + b)
    case("multiply", f"{one} and {other}", [a, b], a * b)
for one, other in [((2, 3, 2, 4), (3, 1, 1)), ((2, 3, 2, 4), (4,)), ((2, 3, 2, 4), ()), ((2, 1, 3), (1, 4, 1))]:
    a, b = values(*one), values(*other)
    case("add", f"{one} and constant {other}", [a], a + b, other=b)
    case("multiply", f"{one} and constant {other}", [a], a * b, other=b)

binary = {
    "sub": torch.sub,
    "div": torch.div,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "greater": torch.greater,
    "greaterEqual": torch.greater_equal,
    "less": torch.less,
    "lessEqual": torch.less_equal,
    "equal": torch.eq,
}
for name, function in binary.items():
    for one, other in [((1, 3, 2, 3), (1, 3, 2, 3)), ((2, 5, 1, 2), (2, 1, 2, 1))]:
        a, b = values(*one).round(), values(*other).round()
        b[b == 0] = 1
        case(name, f"{one} and {other}", [a, b], function(a, b).double())
    a, b = values(2, 3, 2, 4), torch.tensor([-0.5, 1, 2]).double().reshape(3, 1, 1)
    case(name, "and a constant", [a], function(a, b).double(), other=b)
a, b = values(2, 3, 2, 4), torch.tensor([-0.5, 1, 2]).double().reshape(3, 1, 1)
case("sub", "constant first", [a], b - a, {"reversed": True}, other=b)
a[a == 0] = 0.75
case("div", "constant first", [a], b / a, {"reversed": True}, other=b)
a, b = torch.tensor([[-2, -1.5, 0, 0.5, 3], [-2, -1.5, 0, 1, 2]]).double(), torch.tensor([[3, 2, 2, -1.5, 4], [-2, -3, 0, 7, 0.5]]).double()
case("pow", "two inputs", [a, b], torch.pow(a, b))
case("pow", "constant exponent", [a], torch.pow(a, 3), other=torch.tensor(3).double())
case("pow", "constant base", [a], torch.pow(torch.tensor(2).double(), a), {"reversed": True}, other=torch.tensor(2).double())
