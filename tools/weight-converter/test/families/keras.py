"""Makes .h5 files as Keras 2 writes them and .keras files as Keras 3 does, of the models that keras.mjs wrote.

    node keras.mjs FOLDER && /usr/bin/python3 keras.py FOLDER

A `keras-<name>` of FOLDER becomes <name>.h5 or <name>.keras here, a `tfjs-layers-<name>` is copied. Keras itself is not
needed: its layouts are written with h5py and zipfile. The arrays to compare with are those of TensorFlow.js.
"""
import io
import json
import re
import shutil
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np

HERE = Path(__file__).parent
KERAS_3 = {"keras-dcgan-12", "keras-conditional-12", "keras-unet-16", "keras-classifier-13"}
MODELS = {"Sequential", "Functional", "Model"}


def read_weights(folder, manifest):
    """Tensors of a model.json by name."""
    tensors = {}
    for group in manifest:
        data = b"".join((folder / path).read_bytes() for path in group["paths"])
        for weight in group["weights"]:
            count = int(np.prod(weight["shape"]))
            array = np.frombuffer(data[: 4 * count], "<f4").reshape(weight["shape"])
            data = data[4 * count :]
            tensors[weight["name"]] = array
    return tensors


def layers_of(model):
    """The layers of a model, without inputs."""
    config = model["config"]
    return config if isinstance(config, list) else config["layers"]


def name_of(layer):
    return layer.get("name") or layer["config"]["name"]


def leaf_names(layer):
    if layer["class_name"] in MODELS:
        return [name for inner in layers_of(layer) for name in leaf_names(inner)]
    return [name_of(layer)]


def weights_of(layer, tensors):
    """Trainable weights first, as Keras lists those of a model."""
    names = [n for leaf in leaf_names(layer) for n in tensors if n.rsplit("/", 1)[0] == leaf]
    return sorted(names, key=lambda name: "moving_" in name)


def write_h5(path, topology, tensors):
    with h5py.File(path, "w") as file:
        file.attrs["backend"] = "tensorflow"
        file.attrs["keras_version"] = "2.10.0"
        file.attrs["model_config"] = json.dumps(topology).encode()
        root = file.create_group("model_weights")
        layers = layers_of(topology)
        root.attrs["layer_names"] = [name_of(layer).encode() for layer in layers]
        for layer in layers:
            group = root.create_group(name_of(layer))
            names = weights_of(layer, tensors)
            group.attrs["weight_names"] = np.array([f"{name}:0".encode() for name in names] or [], dtype="S")
            for name in names:
                group[f"{name}:0"] = tensors[name]


def snake_case(name):
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def keras_3_layer(layer):
    """A layer as Keras 3 describes it."""
    config = dict(layer["config"]) if isinstance(layer["config"], dict) else {"layers": layer["config"]}
    for old, new in (("batch_input_shape", "batch_shape"), ("alpha", "negative_slope")):
        if old in config and (old != "alpha" or layer["class_name"] == "LeakyReLU"):
            config[new] = config.pop(old)
    if "layers" in config:
        config = keras_3_config(config)
    changed = {"module": "keras.layers", "class_name": layer["class_name"], "config": config, "registered_name": None}
    if "name" in layer or "name" in config:
        changed["name"] = name_of({**layer, "config": config})
    if "inbound_nodes" in layer:
        changed["inbound_nodes"] = [keras_3_node(node) for node in layer["inbound_nodes"]]
    if layer["class_name"] == "Model":
        changed["class_name"] = "Functional"
    return changed


def keras_3_node(node):
    tensors = [
        {"class_name": "__keras_tensor__", "config": {"shape": [None], "dtype": "float32", "keras_history": ref[:3]}}
        for ref in node
    ]
    return {"args": tensors if len(tensors) == 1 else [tensors], "kwargs": {}}


def keras_3_config(config):
    changed = {**config, "layers": [keras_3_layer(layer) for layer in config["layers"]]}
    for key in ("input_layers", "output_layers"):
        if len(changed.get(key, [])) == 1:
            changed[key] = changed[key][0]
    return changed


def store(file, layer_list, tensors, path):
    """Weights in `layers/<class>/vars/<number>`."""
    taken = {}
    for layer in layer_list:
        name = snake_case("Functional" if layer["class_name"] == "Model" else layer["class_name"])
        taken[name] = taken.get(name, -1) + 1
        inner = f"{path}layers/{name}" + (f"_{taken[name]}" if taken[name] else "")
        if layer["class_name"] in MODELS:
            store(file, layers_of(layer), tensors, inner + "/")
            continue
        group = file.create_group(inner + "/vars")
        for at, weight in enumerate(weights_of(layer, tensors)):
            group[str(at)] = tensors[weight]


def write_keras(path, topology, tensors):
    weights = io.BytesIO()
    with h5py.File(weights, "w") as file:
        store(file, layers_of(topology), tensors, "")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (
            ("metadata.json", json.dumps({"keras_version": "3.4.1", "date_saved": "2024-07-01@00:00:00"})),
            ("config.json", json.dumps(keras_3_layer(topology))),
            ("model.weights.h5", weights.getvalue()),
        ):
            archive.writestr(zipfile.ZipInfo(name, (2024, 7, 1, 0, 0, 0)), data)


def write_weights_only(path, topology, tensors):
    """What save_weights writes: no model_config."""
    with h5py.File(path, "w") as file:
        store(file, layers_of(topology), tensors, "")


def main(folder):
    for source in sorted(path.parent for path in folder.glob("*/model.json")):
        shutil.copy(folder / f"{source.name}.npz", HERE)
        if source.name.startswith("tfjs-layers-"):
            shutil.copytree(source, HERE / source.name, dirs_exist_ok=True)
            continue
        model = json.loads((source / "model.json").read_text())
        tensors = read_weights(source, model["weightsManifest"])
        topology = {key: model["modelTopology"][key] for key in ("class_name", "config")}
        if source.name == "keras-classifier-13":
            write_weights_only(HERE / "keras-weights-only.weights.h5", topology, tensors)
        write = write_keras if source.name in KERAS_3 else write_h5
        write(HERE / (source.name + (".keras" if source.name in KERAS_3 else ".h5")), topology, tensors)


main(Path(sys.argv[1]))
