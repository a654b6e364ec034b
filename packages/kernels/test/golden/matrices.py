"""Products of matrices and attention."""

import torch

from golden.record import case, values

for one, other, first, second in [
    ((2, 5, 3), (2, 3, 4), False, False),
    ((2, 3, 5), (2, 4, 3), True, True),
    ((2, 3, 4, 2), (2, 3, 5, 2), False, True),
    ((2, 3, 1, 4, 2), (2, 1, 5, 2, 3), False, False),
]:
    a, b = values(*one), values(*other)
    output = (a.transpose(-1, -2) if first else a) @ (b.transpose(-1, -2) if second else b)
    case("matmul", f"{one} and {other}", [a, b], output, {"transposeA": first, "transposeB": second})
for query, key, value, attributes in [
    ((2, 5, 4), (2, 6, 4), (2, 6, 3), {}),
    ((2, 3, 4, 2), (2, 3, 5, 2), (2, 3, 5, 2), {"scale": 0.25}),
    ((1, 2, 5, 3), (1, 2, 5, 3), (1, 2, 5, 3), {"causal": True}),
]:
    q, k, v = values(*query), values(*key), values(*value)
    scores = q @ k.transpose(-1, -2) * attributes.get("scale", query[-1] ** -0.5)
    if attributes.get("causal"):
        scores = scores.masked_fill(~torch.ones(scores.shape[-2:]).tril().bool(), -torch.inf)
    output = torch.softmax(scores, -1) @ v
    case("scaledDotProductAttention", f"{query} {attributes}", [q, k, v], output, attributes)
