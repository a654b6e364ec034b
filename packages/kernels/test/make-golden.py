"""Writes golden.jsonl beside this file: each operation as PyTorch computes it, in f64, on seeded values; a header, then
a line for each case.

Run by hand where PyTorch is installed (`python3 test/make-golden.py`); tests only read the result.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

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
for name in ["mean", "sum", "amax", "amin"]:
    for dim, keepdim in [((2, 3), False), ((1,), True), ((1,), False), ((-1, 1), False), ((3, 1, 2), True)]:
        x = values(2, 3, 4, 5)
        output = getattr(torch, name)(x, dim, keepdim)
        case(name, f"{dim}, keepdim {keepdim}", [x], output, {"dim": dim, "keepdim": keepdim})
    x = values(1, 3, 2, 4, 2)
    case(name, "rank 5", [x], getattr(torch, name)(x, (2, 4)), {"dim": (2, 4)})

for source, size in [((3, 5), (7, 8)), ((4, 3), (8, 6)), ((9, 8), (4, 3)), ((1, 1), (3, 2)), ((4, 4), (1, 6))]:
    x = values(1, 2, *source)
    name = f"{source} to {size}"
    case("upsample2d", f"nearest {name}", [x], F.interpolate(x, size, mode="nearest"), {"size": size})
    for align in (False, True):
        output = F.interpolate(x, size, mode="bilinear", align_corners=align)
        attributes = {"size": size, "mode": "bilinear", "alignCorners": align}
        case("upsample2d", f"bilinear {name}, corners {align}", [x], output, attributes)

x = values(2, 3, 4, 5)
for mode, torch_mode, padding in [
    ("zero", "constant", (0, 1, 2, 3)),
    ("reflect", "reflect", (3, 4, 1, 2)),
    ("replicate", "replicate", (5, 0, 1, 6)),
]:
    top, left, bottom, right = padding
    output = F.pad(x, (left, right, top, bottom), mode=torch_mode)
    case("pad2d", mode, [x], output, {"padding": padding, "mode": mode})
case("pad2d", "constant", [x], F.pad(x, (1, 2, 0, 1), value=-1.5), {"padding": (0, 1, 1, 2), "value": -1.5})

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

for shapes in [((2, 3, 2, 3),) * 3, ((2, 1, 2, 3), (2, 3, 2, 1), (2, 3, 1, 3))]:
    mask, a, b = (values(*shape).round() for shape in shapes)
    mask[mask < 0] = 0
    case("where", f"{shapes}", [mask, a, b], torch.where(mask != 0, a, b))
other = values(3, 1, 1)
case("where", "and a constant", [mask, a], torch.where(mask != 0, a, other), other=other)


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

x = values(2, 12, 2, 3)
case("pixelShuffle", "by 2", [x], F.pixel_shuffle(x, 2), {"upscaleFactor": 2})
dcr = x.reshape(2, 2, 2, 3, 2, 3).permute(0, 3, 4, 1, 5, 2).reshape(2, 3, 4, 6)
case("pixelShuffle", "pixel by pixel", [x], dcr, {"upscaleFactor": 2, "order": "DCR"})
x = values(2, 2, 6, 3)
case("pixelUnshuffle", "by 3", [x], F.pixel_unshuffle(x, 3), {"downscaleFactor": 3})
dcr = x.reshape(2, 2, 2, 3, 1, 3).permute(0, 3, 5, 1, 2, 4).reshape(2, 18, 2, 1)
case("pixelUnshuffle", "pixel by pixel", [x], dcr, {"downscaleFactor": 3, "order": "DCR"})

weight = values(7, 5)
for indices in [[3, 0, 6, 6], [[1], [5]], [[2, 2, 0, 4, 6], [6, 5, 1, 0, 3]]]:
    indices = torch.tensor(indices)
    case("embedding", f"{list(indices.shape)}", [indices.double()], F.embedding(indices, weight), weight=weight)

x = values(2, 5, 3, 4)
for dim, index in [(1, [4, 0, 0, 2]), (2, [2, 1, 0]), (-1, [3, 3, 0, 1, 2])]:
    case("indexSelect", f"along {dim}", [x], x.index_select(dim, torch.tensor(index)), {"dim": dim, "index": index})

header = {"madeWith": f"PyTorch {torch.__version__}, float64"}
path = pathlib.Path(__file__).with_name("golden.jsonl")
path.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in [header, *cases]))
print(f"{path}: {len(cases)} cases, {path.stat().st_size} bytes")
