"""The two ways to double the resolution, each with a fast form for training on a CPU.

Both are transposed convolutions with a 4x4 kernel, stride 2, padding 1 (nearest upsampling + 3x3 convolution is one
whose kernel is the 3x3 kernel summed over the 2x2 pixels that upsampling repeats). PyTorch has no fast transposed
convolution on a CPU, so training computes the four output phases as one 2x2 convolution and interleaves them: the
same numbers, many times sooner. With `plain` set, a layer computes the form that is exported.
"""
import torch.nn.functional as F
from torch import nn
import torch


class Interleave(torch.autograd.Function):
    """[N,4D,H+1,W+1], four phases by channel -> [N,D,2H,2W]. Written out because a gradient of slices is slow."""

    @staticmethod
    def views(phases, image):
        d, h, w = image.shape[1], image.shape[2] // 2, image.shape[3] // 2
        for a in (0, 1):
            for b in (0, 1):
                first = (2 * a + b) * d
                yield phases[:, first:first + d, a:a + h, b:b + w], image[:, :, a::2, b::2]

    @staticmethod
    def forward(context, phases):
        n, channels, h, w = phases.shape
        image = torch.empty((n, channels // 4, 2 * h - 2, 2 * w - 2), dtype=phases.dtype, device=phases.device,
                            memory_format=torch.channels_last)
        for phase, pixels in Interleave.views(phases, image):
            pixels.copy_(phase)
        return image

    @staticmethod
    def backward(context, gradient):
        n, d, h, w = gradient.shape
        phases = torch.empty((n, 4 * d, h // 2 + 1, w // 2 + 1), dtype=gradient.dtype, device=gradient.device,
                             memory_format=torch.channels_last)
        for edge in (phases[:, :, 0], phases[:, :, -1], phases[:, :, :, 0], phases[:, :, :, -1]):
            edge.zero_()  # each phase leaves out one row and one column of the frame
        for phase, pixels in Interleave.views(phases, gradient):
            phase.copy_(pixels)
        return phases


def double(x, kernel):
    """conv_transpose2d(x, kernel, stride=2, padding=1) for a kernel [C,D,4,4]: [N,C,H,W] -> [N,D,2H,2W]."""
    taps = {0: [3, 1], 1: [2, 0]}  # kernel rows that meet input rows i-1,i (even output rows) and i,i+1 (odd ones)
    phases = [kernel[:, :, taps[a]][:, :, :, taps[b]] for a in (0, 1) for b in (0, 1)]
    weight = torch.cat(phases, 1).transpose(0, 1)  # [4D,C,2,2]
    y = F.conv2d(x, weight.contiguous(memory_format=torch.channels_last), padding=1)  # [N,4D,H+1,W+1]
    return Interleave.apply(y)


class UpsampleConv(nn.Module):
    """Nearest upsampling by 2, then a 3x3 convolution, padding 1."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, inputs, 3, 3))
        self.plain = False

    def forward(self, x):
        if self.plain:
            return F.conv2d(F.interpolate(x, scale_factor=2, mode="nearest"), self.weight, padding=1)
        flipped = F.pad(self.weight.flip(2, 3), (1, 1, 1, 1))  # [D,C,5,5]
        kernel = flipped[:, :, :4, :4] + flipped[:, :, 1:, :4] + flipped[:, :, :4, 1:] + flipped[:, :, 1:, 1:]
        return double(x, kernel.transpose(0, 1))


class Transposed(nn.Module):
    """Transposed 4x4 convolution, stride 2, padding 1."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(inputs, outputs, 4, 4))
        self.plain = False

    def forward(self, x):
        if self.plain:
            return F.conv_transpose2d(x, self.weight, stride=2, padding=1)
        return double(x, self.weight)


class Start(nn.Module):
    """Transposed convolution of a 1x1 input with a kernel of the size of its output: [N,C,1,1] -> [N,D,size,size]."""

    def __init__(self, inputs, outputs, size):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(inputs, outputs, size, size))
        self.plain = False

    def forward(self, x):
        if self.plain:
            return F.conv_transpose2d(x, self.weight)
        return (x.flatten(1) @ self.weight.flatten(1)).view(len(x), *self.weight.shape[1:])
