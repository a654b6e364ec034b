#!/bin/sh
# Trains on the packed data: ./run.sh --minutes 30 [options of code/train.py, such as --batch 64 --rate 4e-4]
# Leaves result/checkpoint.pt, sample sheets, log.jsonl and generator.onnx; the same command again goes on from there.
# Needs Python 3.9 with PyTorch 1.13 or later, NumPy and Pillow; no network. CUDA is used where PyTorch finds it.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}
"$python" -c 'import torch, numpy, PIL' || { echo "run.sh: $python lacks PyTorch, NumPy or Pillow (set PYTHON to one that has them)" >&2; exit 1; }
mkdir -p result
if [ -f checkpoint.pt ] && [ ! -f result/checkpoint.pt ]; then
  cp checkpoint.pt result/checkpoint.partial
  mv result/checkpoint.partial result/checkpoint.pt
fi
exec "$python" code/train.py data --out result --steps 100000000 @OPTIONS@ "$@"
