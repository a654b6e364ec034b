#!/usr/bin/python3
"""Writes a classifier as ONNX: image [N,1,224,224] in [-1,1] to probabilities [N,5] and the features [N,F] that they come from."""
import argparse
import os
import pathlib
import sys

import onnx
import torch
import torch.nn.functional as F

from classifier import SIZE, ClassifierError, load_classifier


class Stated(torch.nn.Module):
    def __init__(self, classifier):
        super().__init__()
        self.classifier = classifier

    def forward(self, image):
        features = self.classifier.features(image)
        return F.softmax(self.classifier.grade(features), 1), features


def export(classifier, path):
    """Opset 13, dynamic N; written to a temporary name first."""
    path = pathlib.Path(path)
    partial = path.with_name(path.name + ".partial")
    names = ["image"], ["probabilities", "features"]
    torch.onnx.export(Stated(classifier).eval(), torch.zeros(2, 1, SIZE, SIZE), str(partial), input_names=names[0], output_names=names[1],
                      opset_version=13, do_constant_folding=True, dynamic_axes={name: {0: "N"} for name in names[0] + names[1]})
    onnx.checker.check_model(onnx.load(str(partial)))
    os.replace(partial, path)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("classifier", help="classifier.pt, as classify.py writes it")
    parser.add_argument("--out", required=True, help="the ONNX file")
    options = parser.parse_args(arguments)
    try:
        export(load_classifier(options.classifier), options.out)
    except ClassifierError as error:
        sys.exit(f"classifier_onnx: {error}")
    print(options.out)


if __name__ == "__main__":
    main()
