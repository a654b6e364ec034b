"""Writes golden.jsonl beside this file: each operation as PyTorch computes it, in f64, on seeded values; a header, then
a line for each case.

Run by hand where PyTorch is installed (`python3 test/make-golden.py`); tests only read the result. Importing a module of
`golden` records its cases, with values drawn one after another: a new module goes last, or all values behind it change.
"""

import importlib
import json
import pathlib

import torch

from golden.record import cases

for name in [
    "convolutions",
    "normalizations",
    "matrices",
    "reductions",
    "resampling",
    "arithmetic",
    "rearranging",
    "functions",
    "choosing",
    "pooling",
    "shuffling",
    "selecting",
    "sampling",
]:
    importlib.import_module(f"golden.{name}")

header = {"madeWith": f"PyTorch {torch.__version__}, float64"}
path = pathlib.Path(__file__).with_name("golden.jsonl")
path.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in [header, *cases]))
print(f"{path}: {len(cases)} cases, {path.stat().st_size} bytes")
