#!/usr/bin/python3
"""Packs data, code and checkpoint into one folder under 60 MB, to train on a machine without network: PACK/run.sh --minutes 30.

Images are encoded as JPEG at the trained size, into 45 MB at most; the loss is printed and written to PACK/pack.json. Options of
train.py may follow; with --checkpoint they are those that its run may change.
"""
import argparse
import bisect
import io
import json
import pathlib
import shlex
import shutil
import sys

import numpy
from PIL import Image

import checkpoint
import train
from choices import ChoiceError, resolve
from data import is_left, list_images, read_folder, read_negatives
from picture import DataError
from run import RunError, check_out, check_same_data, record
from trainer import NETWORKS

HERE = pathlib.Path(__file__).resolve().parent
MOST, DATA_MOST, SPARE = 60_000_000, 45_000_000, 200_000
QUALITIES = range(10, 96)
SAMPLE = 600


class PackError(Exception):
    """The folder cannot be packed; the message says what was found and what was expected."""


def encode(pixels, quality):
    """uint8 [C,s,s] -> JPEG."""
    stream = io.BytesIO()
    Image.fromarray(pixels[0] if len(pixels) == 1 else pixels.transpose(1, 2, 0)).save(stream, "JPEG", quality=quality, optimize=True)
    return stream.getvalue()


def squared_error(pixels, jpeg):
    again = numpy.asarray(Image.open(io.BytesIO(jpeg)), dtype=numpy.float64)
    return ((again - (pixels[0] if len(pixels) == 1 else pixels.transpose(1, 2, 0))) ** 2).mean()


def best_quality(images, budget):
    """The highest quality at which all images probably fit, judged by a sample."""
    sample = images[:: max(1, len(images) // SAMPLE)]
    taken = lambda quality: sum(len(encode(pixels, quality)) for pixels in sample) * len(images) / len(sample)
    fitting = bisect.bisect_right(QUALITIES, budget, key=taken)
    if fitting:
        return QUALITIES[fitting - 1]
    raise PackError(f"{len(images)} images do not fit into {budget / 1e6:.0f} MB, expected fewer, or a smaller --size")


def write_images(dataset, paths, mirrored, folder, budget):
    """Images as JPEG under names that keep order, class and side, as they are before mirroring. Returns quality, bytes, PSNR."""
    quality = best_quality(dataset.images, budget)
    while True:
        total, error = 0, 0.0
        for index, (path, label) in enumerate(zip(paths, dataset.labels)):
            left = mirrored and is_left(path)
            pixels = numpy.ascontiguousarray(dataset.images[index][:, :, ::-1] if left else dataset.images[index])
            jpeg = encode(pixels, quality)
            target = folder / (dataset.classes[label] if dataset.classes else "") / f"{index:07d}{'L' if left else ''}.jpg"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(jpeg)
            total, error = total + len(jpeg), error + squared_error(pixels, jpeg)
        if total <= budget or quality <= QUALITIES[0]:
            mean = error / len(paths)
            return {"quality": quality, "bytes": total, "psnr": round(float(10 * numpy.log10(255 ** 2 / max(mean, 1e-9))), 2)}
        quality -= 1  # the sample was a little too kind


def forms(state):
    """The checkpoint from whole to smallest: [(what is kept, state)]."""
    lean = {key: value for key, value in state.items() if key not in ("optimizers", "scaler")}
    half = lambda weights: {key: value.half() if value.is_floating_point() else value for key, value in weights.items()}
    small = {**lean, **{name: half(lean[name]) for name in NETWORKS}}
    return [("all, with both optimizers", state), ("weights in f32, no optimizers", lean), ("weights in f16, no optimizers", small)]


def write_checkpoint(state, path, most, data_bytes):
    """The fullest form that leaves room for the data, else the smallest one. Returns what is kept."""
    for kept, form in forms(state):
        checkpoint.write(path, form)
        if path.stat().st_size + data_bytes <= most:
            break
    return kept


def sampled_bytes(images):
    """About how much the images take at the best quality, at most what they may take."""
    sample = images[:: max(1, len(images) // SAMPLE)]
    return min(DATA_MOST, sum(len(encode(pixels, QUALITIES[-1])) for pixels in sample) * len(images) // len(sample))


def copy_code(pack, more):
    code = pack / "code"
    code.mkdir()
    for source in sorted(HERE.glob("*.py")):
        if not source.name.startswith("test_"):
            shutil.copy(source, code)
    script = (HERE / "pack_run.sh").read_text().replace("@OPTIONS@", shlex.join(more))
    (pack / "run.sh").write_text(script)
    (pack / "run.sh").chmod(0o755)


def self_contained(choices, pack):
    """Choices that name no file outside the pack: negatives lie inverted in it, guide and attributes of edits come along."""
    inside = {}
    for name in ("guide", "edits"):
        inside[name] = choices[name] and f"{name}.pt"
        if choices[name]:
            pack.mkdir(parents=True, exist_ok=True)
            shutil.copy(choices[name], pack / inside[name])
    return {**choices, "negatives": None, **inside}


def pack(options, more):
    target = pathlib.Path(options.out).resolve()
    if target.exists():
        raise PackError(f'"{target}" exists, expected a new folder')
    partial = check_out(target.with_name(target.name + ".partial"))
    try:
        told = write(options, more, partial)
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    print(f"{target}: {told['megabytes']} MB; {told['images']} images as JPEG of quality {told['quality']}, PSNR {told['psnr']} dB; "
          f"checkpoint: {told['checkpoint']}")


def write(options, more, folder):
    state = checkpoint.read(options.checkpoint) if options.checkpoint else None
    choices = resolve(vars(train.parse([options.data, "--out", options.cache, *more])), state)
    for name in ("init", "negatives", "guide", "edits"):
        if choices[name] and not state:
            raise PackError(f"--{name} is not packed for a new run, expected a run that has begun here: --checkpoint")
    dataset = read_folder(options.data, choices["size"], check_out(options.cache), choices["colour"], choices["mirror_left"],
                          read_negatives(choices["negatives"]))
    choices = self_contained(choices, folder)
    facts = {"folder": pathlib.Path(options.data).resolve().name, **dataset.facts()}
    copy_code(folder, [] if state else more)
    size = lambda: sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    left, kept = MOST - SPARE - size(), "none: training begins anew"
    if state:
        check_same_data(facts, state)
        state = {**state, "run": {**record(facts, choices, state), "packed": {"step": state["step"], "psnr": 99.99}}}
        kept = write_checkpoint(state, folder / "checkpoint.pt", left, sampled_bytes(dataset.images))
    budget = min(DATA_MOST, MOST - SPARE - size())
    encoded = write_images(dataset, [path for path, _ in list_images(options.data)[0]], choices["mirror_left"], folder / "data", budget)
    if state:
        packed = {"step": state["step"], "psnr": encoded["psnr"], "quality": encoded["quality"]}
        form = checkpoint.read(folder / "checkpoint.pt")
        checkpoint.write(folder / "checkpoint.pt", {**form, "run": {**form["run"], "packed": packed}})
    told = {"images": len(dataset.images), **encoded, "checkpoint": kept, "megabytes": round(size() / 1e6, 1)}
    if size() > MOST:
        raise PackError(f"the folder takes {size() / 1e6:.1f} MB, expected at most {MOST / 1e6:.0f}")
    (folder / "pack.json").write_text(json.dumps(told, indent=2) + "\n")
    return told


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", help="folder of images, as for train.py")
    parser.add_argument("--out", required=True, help="the folder to make; outside the repository")
    parser.add_argument("--cache", required=True, help="where decoded images are kept, such as the run's --out")
    parser.add_argument("--checkpoint", help="the run that goes on; without it, training begins anew")
    options, more = parser.parse_known_args(arguments)
    try:
        pack(options, more)
    except (PackError, DataError, ChoiceError, RunError, checkpoint.CheckpointError, OSError) as error:
        sys.exit(f"pack: {error}")


if __name__ == "__main__":
    main()
