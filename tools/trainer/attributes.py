"""What a measurer says of an image, as a network: differentiable, so that a generator can be told to change it.

`learn_attributes.py` trains it on images that the measurer measured. Exposure is no guess but computed; the grade, where there is
a classifier in the file, is its expectation. `load_attributes(path)` gives one back in evaluation mode.
"""
import os
import pathlib

import torch
import torch.nn.functional as F
from torch import nn

from classifier import ARCHITECTURES

FORMAT = "roentgan attributes 1"
EXPOSURE, SEVERITY = "exposure", "severity"
UNITS = {EXPOSURE: "% of full scale", SEVERITY: "KL grades"}


class AttributesError(Exception):
    """A file of attributes cannot be used; the message names it, what was found and what was expected."""


def layer(inputs, outputs):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Regressor(nn.Module):
    """images [N,1,224,224] in [-1,1] -> [N,count] in standard deviations from the mean.

    Averages where other networks take maxima or strides: what it says moves smoothly with the image.
    """

    def __init__(self, count, channels=(24, 48, 80, 112), hidden=128, size=224):
        super().__init__()
        a, b, c, d = channels
        pool = nn.AvgPool2d(2)
        self.layers = nn.Sequential(nn.PixelUnshuffle(2), layer(4, a), pool, layer(a, b), layer(b, b), pool, layer(b, c), layer(c, c), pool,
                                    layer(c, d), pool, layer(d, d))
        self.head = nn.Sequential(nn.Linear(d * (size // 32) ** 2, hidden), nn.ReLU(inplace=True), nn.Dropout(0.2), nn.Linear(hidden, count))

    def forward(self, images):
        return self.head(self.layers(images).flatten(1))


class Attributes(nn.Module):
    """images [N,1,224,224] in [-1,1] -> [N,K], each attribute in its standard deviations over real images.

    `names`, `units` and `deviations` of all K: what the regressor was taught, then exposure, then severity where there is a classifier.
    """

    def __init__(self, learned, means, deviations, exposure, classifier=None, grade_deviation=1.0, units=None):
        """`learned` names of the regressor's outputs with `means` and `deviations`; `exposure` is the deviation of exposure."""
        super().__init__()
        self.learned, self.regressor, self.classifier = list(learned), Regressor(len(learned)), classifier
        self.names = [*learned, EXPOSURE, *([SEVERITY] if classifier else [])]
        self.units = [{**UNITS, **(units or {})}.get(name, "") for name in self.names]
        self.register_buffer("means", torch.tensor(means, dtype=torch.float32))
        self.register_buffer("deviations", torch.tensor([*deviations, exposure, *([grade_deviation] if classifier else [])], dtype=torch.float32))

    def forward(self, images):
        exposure = 50 * (images.mean([1, 2, 3]) + 1) / self.deviations[len(self.learned)]
        parts = [self.regressor(images).float(), exposure[:, None].float()]
        if self.classifier is not None:
            grades = self.classifier(images).float().softmax(1)
            parts.append((grades @ torch.arange(grades.shape[1], device=grades.device).float())[:, None] / self.deviations[-1])
        return torch.cat(parts, 1)


def save_attributes(path, attributes, classifier_arch=None, about=None):
    """Weights and `about`, what to know of them; written to a temporary name first."""
    path = pathlib.Path(path)
    partial = path.with_name(path.name + ".partial")
    torch.save({"format": FORMAT, "learned": attributes.learned, "units": dict(zip(attributes.names, attributes.units)), "classifier": classifier_arch,
                "weights": attributes.state_dict(), "about": about or {}}, partial)
    os.replace(partial, path)


def load_attributes(path):
    """Attributes in evaluation mode, of a file that learn_attributes.py wrote."""
    try:
        saved = torch.load(path, map_location="cpu")
    except FileNotFoundError as error:
        raise AttributesError(f'attributes "{path}" do not exist') from error
    except Exception as error:  # torch.load has no one error for a damaged file
        raise AttributesError(f'attributes "{path}" cannot be read ({error}), expected a file that learn_attributes.py wrote') from error
    found = saved.get("format") if isinstance(saved, dict) else type(saved).__name__
    if found != FORMAT:
        raise AttributesError(f'attributes "{path}" have format {found}, expected {FORMAT}')
    learned, weights = saved["learned"], saved["weights"]
    try:
        classifier = ARCHITECTURES[saved["classifier"]]() if saved["classifier"] else None
        count = len(learned)
        attributes = Attributes(learned, [0] * count, [1] * count, 1, classifier, units=saved["units"])
        attributes.load_state_dict(weights)
    except (KeyError, RuntimeError) as error:
        reason = str(error).split("\n", 1)[0]
        raise AttributesError(f'attributes "{path}" are of another architecture ({reason}), expected what learn_attributes.py writes') from error
    return attributes.eval().requires_grad_(False)
