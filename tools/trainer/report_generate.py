"""Generated images for a report, made by the project's own command from the model file that ships."""
import hashlib
import json
import pathlib
import shutil
import struct
import subprocess
import tempfile
from typing import NamedTuple

import numpy
from PIL import Image

from report_images import REPOSITORY, SIZE, ReportError

COMMAND = REPOSITORY / "tools" / "cli" / "bin" / "roentgan.js"
SEED_STEP = 1_000_000  # between grades, so that no two images share a seed


class ModelFile(NamedTuple):
    path: pathlib.Path
    sha256: str
    bytes: int
    label: str
    size: int
    parameters: int
    inputs: list  # in words
    edits: list  # (name, unit, low, high)
    provenance: dict


def read_model(path, classes=5):
    """What a report needs to know of a model file: its label of five classes and the size of what it draws."""
    path = pathlib.Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReportError(f'model "{path}" cannot be read ({error.strerror}), expected a .safetensors model file') from error
    try:
        header = json.loads(content[8:8 + struct.unpack("<Q", content[:8])[0]])
        graph = json.loads(header["__metadata__"]["roentgan"])
        labels = [i for i in graph["inputs"] if i["kind"] == "label" and i.get("encoding") == "one-hot"]
        size = graph["outputs"][0]["shape"][-1]
        tensors = {name: entry for name, entry in header.items() if name != "__metadata__"}
        inputs = [f'`{i["name"]}` [{",".join(map(str, i["shape"]))}] {i.get("distribution") or i.get("encoding") or i["kind"]}' for i in graph["inputs"]]
        edits = [(e["name"], e["unit"], *e["range"]) for e in graph.get("edits", [])]
        parameters = sum(int(numpy.prod(tensors[t]["shape"])) for node in graph["nodes"] for t in node["weights"].values())
    except (struct.error, ValueError, KeyError, TypeError, IndexError) as error:
        raise ReportError(f'model "{path}" is no model file ({error!r}), expected one that `roentgan convert` wrote') from error
    if len(labels) != 1 or labels[0]["shape"][-1] != classes:
        found = ", ".join(f'{i["name"]} {i["shape"]}' for i in labels) or "none"
        raise ReportError(f'model "{path}" has the one-hot labels {found}, expected one of {classes} grades')
    return ModelFile(path, hashlib.sha256(content).hexdigest(), len(content), labels[0]["name"], size, parameters, inputs, edits, graph.get("provenance", {}))


def version():
    """What draws: `roentgan 0.1.0 (commit 1234567)`."""
    number = json.loads((COMMAND.parents[1] / "package.json").read_text())["version"]
    commit = subprocess.run(["git", "-C", str(REPOSITORY), "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return f"roentgan {number}" + (f" (commit {commit.stdout.strip()})" if commit.returncode == 0 else "")


def command_line(model, grade, count, seed, folder, threads=None):
    """`threads` of the WebAssembly backend: as many as it takes by itself if not stated."""
    return ["node", str(COMMAND), "generate", "--model", str(model.path), "--label", f"{model.label}={grade}", "--count", str(count),
            "--seed", str(seed + grade * SEED_STEP), "--backend", "cpu", *(["--threads", str(threads)] if threads else []), "--out", str(folder), "--json"]


def read_png(path):
    """uint8 [SIZE,SIZE]; an image of another size is scaled as the real ones are (Lanczos)."""
    with Image.open(path) as image:
        image = image.convert("L")
        return numpy.asarray(image if image.size == (SIZE, SIZE) else image.resize((SIZE, SIZE), Image.LANCZOS))


def generate_grade(model, grade, count, seed, folder, threads=None):
    """uint8 [count,SIZE,SIZE] of one grade and the adapter that drew them; PNGs are read and dropped."""
    target = folder / f"generated-{model.sha256[:12]}-grade{grade}-count{count}-seed{seed}.npz"
    if target.exists():
        with numpy.load(target) as kept:
            return kept["images"], str(kept["adapter"])
    work = pathlib.Path(tempfile.mkdtemp(prefix="png-", dir=folder))
    try:
        line = command_line(model, grade, count, seed, work, threads)
        try:
            done = subprocess.run(line, capture_output=True, text=True)
        except FileNotFoundError as error:
            raise ReportError("node was not found, expected Node 20.19 or newer, which runs the roentgan command") from error
        if done.returncode:
            raise ReportError(f'"{" ".join(line)}" ended with {done.returncode}: {done.stderr.strip()[-300:]}')
        made = json.loads(done.stdout)["images"]
        if len(made) != count:
            raise ReportError(f'"{" ".join(line)}" made {len(made)} images, expected {count}')
        images = numpy.stack([read_png(work / entry["file"]) for entry in made])
        adapter = f'{version()}, {made[0]["backend"]}: {made[0]["adapter"]}'
        partial = target.with_suffix(".partial.npz")
        numpy.savez(partial, images=images, adapter=adapter)
        partial.replace(target)
    finally:
        shutil.rmtree(work)
    return images, adapter


def generate(model, counts, seed, folder, say=lambda text: None):
    """`counts[g]` images of every grade g: uint8 [N,SIZE,SIZE], grades [N] and what drew them. Image k of grade g has seed
    `seed + g * SEED_STEP + k`."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    parts, adapter = [], ""
    for grade, count in enumerate(counts):
        if count == 0:
            continue
        say(f"drawing {count} images of grade {grade}")
        images, adapter = generate_grade(model, grade, count, seed, folder)
        parts.append((images, numpy.full(count, grade)))
    return numpy.concatenate([p[0] for p in parts]), numpy.concatenate([p[1] for p in parts]), adapter
