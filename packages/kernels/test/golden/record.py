"""Seeded values, and what is recorded of each case."""

import torch

torch.manual_seed(20240607)
cases = []


def values(*shape):
    """Multiples of 1/16, which f32 and JSON hold exactly."""
    return torch.randint(-48, 49, shape).double() / 16


def entry(tensor):
    return {"shape": list(tensor.shape), "data": [round(v, 6) for v in tensor.flatten().tolist()]}


def case(operation, name, inputs, output, attributes=None, **weights):
    cases.append(
        {
            "operation": operation,
            "name": name,
            "inputs": [entry(tensor) for tensor in inputs],
            "weights": {key: entry(tensor) for key, tensor in weights.items() if tensor is not None},
            "attributes": attributes or {},
            "output": entry(output),
        }
    )
