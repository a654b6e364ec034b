"""Rows of a table, entries of an axis."""

import torch
import torch.nn.functional as F

from golden.record import case, values

weight = values(7, 5)
for indices in [[3, 0, 6, 6], [[1], [5]], [[2, 2, 0, 4, 6], [6, 5, 1, 0, 3]]]:
    indices = torch.tensor(indices)
    case("embedding", f"{list(indices.shape)}", [indices.double()], F.embedding(indices, weight), weight=weight)

x = values(2, 5, 3, 4)
for dim, index in [(1, [4, 0, 0, 2]), (2, [2, 1, 0]), (-1, [3, 3, 0, 1, 2])]:
    case("indexSelect", f"along {dim}", [x], x.index_select(dim, torch.tensor(index)), {"dim": dim, "index": index})
