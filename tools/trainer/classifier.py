"""Two classifiers of Kellgren-Lawrence grades, made to differ: `plain` is small and ships, `paired` judges.

Both take whole images [N,1,224,224] in [-1,1] and look only at the rows around the joint: the crop is part of the network.
`load_classifier(path)` gives one back in evaluation mode.
"""
import os
import pathlib

import torch
import torch.nn.functional as F
from torch import nn

from model_file import ModelFileError, read_model_file

GRADES = 5
SIZE = 224
FORMAT = "roentgan classifier 1"


class ClassifierError(Exception):
    """A classifier's file cannot be used; the message names it, what was found and what was expected."""


def convolution(inputs, outputs, kernel=3, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
                         nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Classifier(nn.Module):
    """`features` [N,width] of whole images and, from them, logits [N,5]. `rows` (first, last) are what is looked at."""

    resolution = 1.0  # at which it is looked at

    def __init__(self, rows, width, dropout):
        super().__init__()
        self.rows, self.width = tuple(rows), width
        self.dropout, self.grade = nn.Dropout(dropout), nn.Linear(width, GRADES)

    def features(self, images):
        joint = images[:, :, self.rows[0]:self.rows[1]]
        if self.resolution < 1:
            size = [round(side * self.resolution) for side in joint.shape[2:]]
            joint = F.interpolate(joint, size=size, mode="bilinear", align_corners=False)
        return self.look(joint)

    def forward(self, images):
        return self.grade(self.dropout(self.features(images)))

    def look(self, joint):
        """Features of images that are cropped and scaled already."""
        raise NotImplementedError


class Plain(Classifier):
    """Convolutions one after another over the whole joint, then the mean and the maximum of each channel.

    Sizes are halved by pooling, since a strided convolution's backward pass takes ten times as long in PyTorch 1.13 on a CPU.
    """

    def __init__(self, channels=(32, 64, 128, 192), dropout=0.4, rows=(72, 184)):
        super().__init__(rows, 2 * channels[-1], dropout)
        first, second, third, fourth = channels
        self.exposure = nn.InstanceNorm2d(1)  # how bright and contrasty an image is says nothing about its grade
        self.layers = nn.Sequential(
            convolution(1, first, 5, 2), nn.MaxPool2d(2), convolution(first, second), convolution(second, second),
            nn.MaxPool2d(2), convolution(second, third), convolution(third, third),
            nn.MaxPool2d(2), convolution(third, fourth), convolution(fourth, fourth))

    def look(self, joint):
        x = self.layers(self.exposure(joint))
        return torch.cat([F.adaptive_avg_pool2d(x, 1), F.adaptive_max_pool2d(x, 1)], 1).flatten(1)


class Residual(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.body = nn.Sequential(convolution(inputs, outputs), nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
                                  nn.BatchNorm2d(outputs))
        self.skip = nn.Identity() if inputs == outputs else nn.Conv2d(inputs, outputs, 1, bias=False)

    def forward(self, x):
        return F.relu(self.body(x) + self.skip(x), inplace=True)


class Paired(Classifier):
    """Residual blocks over each side of the knee on its own, mirrored onto each other (after Tiulpin et al. 2018); more rows, coarser."""

    resolution = 0.625

    def __init__(self, channels=(32, 48, 96, 192), dropout=0.4, rows=(56, 200), side=80):
        super().__init__(rows, 2 * channels[-1], dropout)
        self.side = side  # columns after scaling: the two sides overlap in the middle
        first, second, third, fourth = channels
        self.exposure = nn.InstanceNorm2d(1)
        self.layers = nn.Sequential(
            convolution(1, first, 7, 2), nn.AvgPool2d(2), Residual(first, second),
            nn.AvgPool2d(2), Residual(second, third), Residual(third, third), nn.AvgPool2d(2), Residual(third, fourth))

    def look(self, joint):
        joint = self.exposure(joint)
        sides = torch.cat([joint[..., :self.side], joint[..., -self.side:].flip(-1)])
        pooled = F.adaptive_avg_pool2d(self.layers(sides), 1).flatten(1)
        one, other = pooled.chunk(2)
        return torch.cat([torch.maximum(one, other), one + other], 1)


ARCHITECTURES = {"plain": Plain, "paired": Paired}


def save_classifier(path, classifier, arch, about):
    """Weights and `about`, a dict of what to know of them; written to a temporary name first."""
    path = pathlib.Path(path)
    partial = path.with_name(path.name + ".partial")
    torch.save({"format": FORMAT, "arch": arch, "weights": classifier.state_dict(), "about": about}, partial)
    os.replace(partial, path)


def read_classifier(path):
    """The dict that save_classifier wrote; of a .safetensors model file, the same of what it holds."""
    if pathlib.Path(path).suffix == ".safetensors":
        return {"format": FORMAT, "arch": "plain", "weights": plain_weights(path), "about": {}}
    try:
        saved = torch.load(path, map_location="cpu")
    except FileNotFoundError as error:
        raise ClassifierError(f'classifier "{path}" does not exist') from error
    except Exception as error:  # torch.load has no one error for a damaged file
        raise ClassifierError(f'classifier "{path}" cannot be read ({error}), expected a file that classify.py wrote') from error
    found = saved.get("format") if isinstance(saved, dict) else type(saved).__name__
    if found != FORMAT:
        raise ClassifierError(f'classifier "{path}" has format {found}, expected {FORMAT}')
    return saved


def plain_weights(path):
    """State of Plain from the model file that `roentgan convert` made of it, its norms folded into the convolutions before them."""
    try:
        graph, tensors = read_model_file(path)
        nodes = {node["name"]: {role: tensors[name] for role, name in node["weights"].items()} for node in graph["nodes"]}
        weights = {f"grade.{role}": value for role, value in nodes["grade/Gemm"].items()}
        for name, held in nodes.items():
            if not (name.startswith("layers/") and name.endswith("/Conv")):
                continue
            layer, bias = name.split("/")[-2], held["bias"]  # layers.2.0
            norm, one = layer[:-1] + "1", torch.ones_like(bias)
            weights.update({f"{layer}.weight": held["weight"], f"{norm}.weight": one, f"{norm}.bias": bias, f"{norm}.running_mean": 0 * bias,
                            f"{norm}.running_var": one - nn.BatchNorm2d(1).eps, f"{norm}.num_batches_tracked": torch.tensor(0)})
    except ModelFileError as error:
        raise ClassifierError(str(error)) from error
    except (KeyError, TypeError) as error:
        raise ClassifierError(f'model "{path}" is no classifier of classifier_onnx.py ({error!r} is missing), expected one like knee-grade.safetensors') from error
    return weights


def load_classifier(path):
    """A classifier in evaluation mode: forward(images [N,1,224,224] in [-1,1]) -> logits [N,5], features(images) -> [N,F]."""
    saved = read_classifier(path)
    try:
        classifier = ARCHITECTURES[saved["arch"]]()
        classifier.load_state_dict(saved["weights"])
    except (KeyError, RuntimeError) as error:
        reason = str(error).split("\n", 1)[0]
        raise ClassifierError(f'classifier "{path}" is of another architecture ({reason}), expected {" or ".join(ARCHITECTURES)}') from error
    return classifier.eval().requires_grad_(False)
