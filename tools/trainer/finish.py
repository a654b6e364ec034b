"""After training: the ONNX file with its check file and sheet, what it was trained on, and the model file."""
import json
import pathlib
import shutil
import subprocess

import checkpoint
import export_edits
import export_onnx
from run import images_shown

COMMAND = pathlib.Path(__file__).resolve().parents[1] / "cli" / "bin" / "roentgan.js"
FIELDS = ("name", "licence", "attribution", "trainingData")


class FinishError(Exception):
    """The model file cannot be written; the message says what is missing and where the ONNX file lies."""


def converter():
    """How the roentgan command is started: from this checkout if it is built, else as installed."""
    node, installed = shutil.which("node"), shutil.which("roentgan")
    if node and (COMMAND.parents[1] / "dist" / "main.js").exists():
        return [node, str(COMMAND)]
    if installed:
        return [installed]
    raise FinishError(f"--model needs the roentgan command, but {COMMAND} is not built or Node.js is missing; "
                      "expected one of them, or leave --model out and convert the ONNX file elsewhere")


def read_provenance(path):
    """What the user states about the model, checked before hours of training."""
    if path is None:
        return {}
    try:
        stated = json.loads(pathlib.Path(path).read_text())
    except (OSError, ValueError) as error:
        raise FinishError(f'--provenance "{path}" cannot be read ({error}), expected a JSON object') from error
    if not isinstance(stated, dict) or not all(isinstance(v, str) for k, v in stated.items() if k != "synthetic"):
        raise FinishError(f'--provenance "{path}" holds no object of texts, expected one with some of {", ".join(FIELDS)}')
    if stated.get("synthetic", True) is not True or not set(stated) <= {*FIELDS, "synthetic"}:
        raise FinishError(f'--provenance "{path}" has {", ".join(stated)}, expected some of {", ".join(FIELDS)}; synthetic is true')
    return stated


def training_data(state):
    """One sentence for the model file: which images, how prepared, how long."""
    run = state.get("run")
    if run is None:
        return f"not recorded; {state['step']:,} steps"
    data, choices = run["data"], run["choices"]
    classes = ", ".join(f"{name}: {count:,}" for name, count in zip(data["classes"], data["counts"]))
    colour = "colour" if data["colours"] == 3 else "grey"
    text = f'{data["images"]:,} {colour} images of the folder "{data["folder"]}"' + (f" ({classes})" if classes else ", without classes")
    text += f', at {choices["size"]}x{choices["size"]}'
    text += f', {data["mirrored"]:,} left ones (file name ends in L) mirrored to the right side' if choices["mirror_left"] else ", not mirrored"
    text += f'; about {images_shown(run["history"], state["step"]):,} images shown in {state["step"]:,} steps ({choices["objective"]})'
    if run["init"]:
        text += f', begun from a checkpoint at {run["init"]["size"]} px, step {run["init"]["step"]:,} (SHA-256 {run["init"]["sha256"]})'
    if "packed" in run:
        packed = run["packed"]
        text += f', from step {packed["step"]:,} on re-encoded as JPEG (PSNR {packed["psnr"]} dB)'
    return text


def export(out, model, convert, stated):
    """generator.onnx and provenance.json in `out`; with `model`, that file too."""
    state, onnx = checkpoint.read(out / "checkpoint.pt"), out / "generator.onnx"
    export_onnx.write_all(state, onnx)
    name = pathlib.Path(model).stem if model else out.name
    provenance = {"name": name, "trainingData": training_data(state), **stated, "synthetic": True}
    (out / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")
    print(f"exported: {onnx}", flush=True)
    if export_edits.write(state, out / "generator-edits.json"):
        print(f"exported: {out / 'generator-edits.json'}, for roentgan edits find --learned", flush=True)
    if model:
        command = [*convert, "convert", str(onnx), "-o", str(model), "--dtype", "f16", "--provenance", str(out / "provenance.json"), "--verify"]
        if subprocess.run(command).returncode:
            raise FinishError(f"the roentgan command could not write {model} (see above); the ONNX file is {onnx}")
