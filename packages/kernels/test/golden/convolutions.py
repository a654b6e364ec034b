"""Convolutions and fully connected layers."""

import torch.nn.functional as F

from golden.record import case, values


def conv2d(name, x, weight, bias=None, stride=(1, 1), padding=(0, 0, 0, 0), dilation=(1, 1), groups=1):
    top, left, bottom, right = padding
    padded = F.pad(x, (left, right, top, bottom))
    output = F.conv2d(padded, weight, bias, stride, 0, dilation, groups)
    attributes = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    case("conv2d", name, [x], output, attributes, weight=weight, bias=bias)


conv2d("plain", values(2, 3, 5, 6), values(4, 3, 3, 3), values(4))
conv2d("1x1", values(1, 1, 1, 1), values(1, 1, 1, 1))
conv2d("stride above the kernel", values(1, 3, 9, 11), values(5, 3, 2, 2), stride=(3, 4))
conv2d("asymmetric padding", values(1, 2, 5, 4), values(3, 2, 4, 3), values(3), padding=(2, 0, 1, 3))
conv2d("dilation", values(1, 2, 8, 9), values(2, 2, 3, 3), dilation=(2, 3), stride=(2, 1), padding=(2, 3, 2, 3))
conv2d("groups", values(2, 6, 5, 5), values(9, 2, 3, 3), values(9), groups=3, padding=(1, 1, 1, 1))
conv2d("depthwise", values(1, 5, 6, 5), values(5, 1, 3, 3), values(5), groups=5, stride=(2, 2))


def conv_transpose2d(
    name, x, weight, bias=None, stride=(1, 1), padding=(0, 0, 0, 0), output_padding=(0, 0), dilation=(1, 1), groups=1
):
    top, left, bottom, right = padding
    if top == bottom and left == right:
        output = F.conv_transpose2d(x, weight, bias, stride, (top, left), output_padding, groups, dilation)
    else:
        full = F.conv_transpose2d(x, weight, bias, stride, 0, output_padding, groups, dilation)
        output = full[:, :, top : full.shape[2] - bottom, left : full.shape[3] - right]
    attributes = {
        "stride": stride,
        "padding": padding,
        "outputPadding": output_padding,
        "dilation": dilation,
        "groups": groups,
    }
    case("convTranspose2d", name, [x], output, attributes, weight=weight, bias=bias)


conv_transpose2d("head", values(2, 6, 1, 1), values(6, 3, 4, 4))
conv_transpose2d("DCGAN block", values(1, 4, 4, 5), values(4, 3, 4, 4), values(3), stride=(2, 2), padding=(1, 1, 1, 1))
conv_transpose2d("stride above the kernel", values(1, 2, 3, 4), values(2, 3, 2, 2), values(3), stride=(3, 4))
conv_transpose2d(
    "output padding", values(1, 3, 4, 5), values(3, 2, 3, 3), stride=(2, 2), padding=(1, 1, 1, 1), output_padding=(1, 1)
)
conv_transpose2d(
    "output padding by dilation", values(1, 2, 3, 3), values(2, 2, 2, 3), stride=(1, 2), dilation=(2, 3), output_padding=(1, 2)
)
conv_transpose2d("asymmetric padding", values(1, 2, 5, 4), values(2, 3, 5, 4), stride=(2, 3), padding=(0, 3, 2, 1))
conv_transpose2d(
    "dilation", values(1, 2, 4, 4), values(2, 2, 3, 3), values(2), stride=(4, 2), dilation=(2, 2), padding=(1, 2, 1, 2)
)
conv_transpose2d(
    "groups", values(2, 6, 3, 3), values(6, 2, 3, 3), values(6), stride=(2, 2), groups=3, output_padding=(1, 0)
)

x, weight, bias = values(3, 7), values(5, 7), values(5)
case("linear", "with bias", [x], F.linear(x, weight, bias), weight=weight, bias=bias)
case("linear", "without bias", [x], F.linear(x, weight), weight=weight)
