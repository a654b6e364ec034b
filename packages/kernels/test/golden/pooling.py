"""Pooling."""

import torch
import torch.nn.functional as F

from golden.record import case, values


def pool2d(name, x, kernel, stride=None, padding=(0, 0, 0, 0), dilation=(1, 1), ceil=False):
    """PyTorch pads both sides alike; sides that differ are padded before, by -infinity for the maximum, 0 for the mean."""
    top, left, bottom, right = padding
    alike = top == bottom and left == right
    outer, inner = ((0, 0, 0, 0), (top, left)) if alike else ((left, right, top, bottom), 0)
    shared = {"kernelSize": kernel, "stride": stride or kernel, "padding": padding, "ceilMode": ceil}
    output = F.max_pool2d(F.pad(x, outer, value=-torch.inf), kernel, stride, inner, dilation, ceil)
    case("maxPool2d", name, [x], output, {**shared, "dilation": dilation})
    if dilation == (1, 1):
        output = F.avg_pool2d(F.pad(x, outer), kernel, stride, inner, ceil)
        case("avgPool2d", name, [x], output, shared)
        if alike:
            output = F.avg_pool2d(x, kernel, stride, inner, ceil, count_include_pad=False)
            case("avgPool2d", f"{name}, padding does not count", [x], output, {**shared, "countIncludePad": False})


pool2d("2x2", values(2, 3, 5, 6), (2, 2))
pool2d("padding", values(1, 2, 7, 6), (3, 4), (2, 1), (1, 2, 1, 2))
pool2d("asymmetric padding", values(1, 2, 5, 5), (3, 3), (2, 2), (0, 1, 2, 0))
pool2d("ceil mode", values(1, 2, 6, 8), (3, 2), (2, 3), (1, 1, 1, 1), ceil=True)
pool2d("ceil mode, no window behind the input", values(1, 2, 5, 4), (2, 2), (3, 5), (1, 1, 1, 1), ceil=True)
pool2d("dilation", values(1, 2, 8, 9), (3, 2), (1, 2), (1, 1, 1, 1), dilation=(2, 3))
