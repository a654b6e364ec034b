"""A trained generator to add edits to: of a checkpoint of train.py, or of a model file in the form that export_onnx.py and `roentgan convert` give it."""
import pathlib

import torch

import checkpoint
from export_onnx import label_name, rebuild
from generator import Generator, image_sizes
from model_file import ModelFileError, read_model_file
from warp_layers import EDITS, empty_parts

OPERATIONS = {"linear", "concat", "reshape", "convTranspose2d", "conv2d", "batchNorm2d", "relu", "multiply", "add", "upsample2d", "tanh"}

TEMPLATE_NODES = {"start": "templates/start/Gemm", **{f"grow.{i}": f"templates/grow/grow.{i}/ConvTranspose" for i in (0, 2, 4)}, "last": "templates/last/Conv"}


class WarpError(Exception):
    """Edits cannot be added; the message says where, what was found and what was expected."""


def load_generator(path):
    """(generator in evaluation mode, name of its label) of a checkpoint, or of a model file where the name ends in .safetensors."""
    path = pathlib.Path(path)
    if path.suffix == ".safetensors":
        return ModelFile(path).generator()
    state = checkpoint.read(path)
    return rebuild(state), label_name(state)


def load_templates(path):
    """The small network of a model file whose image is moved already, in evaluation mode."""
    return ModelFile(path).templates()


class ModelFile:
    """Tensors and nodes of a model file; layers are found by the names of their nodes, `generator/blocks.56/norm/BatchNormalization`."""

    def __init__(self, path):
        self.path = path
        try:
            self.graph, self.tensors = read_model_file(path)
            self.nodes = {node["name"].removeprefix("generator/"): node for node in self.graph["nodes"]}
            self.inputs = {kind: [i for i in self.graph["inputs"] if i["kind"] == kind] for kind in ("latent", "label")}
        except ModelFileError as error:
            raise WarpError(str(error)) from error
        except (KeyError, TypeError) as error:
            raise WarpError(f'model "{path}" has a graph without {error!r}, expected one that `roentgan convert` wrote') from error
        self.warped = "templates/start/Gemm" in self.nodes
        if self.warped:
            self.moving = {name: node for name, node in self.nodes.items() if is_warp(name)}
            self.nodes = {name: node for name, node in self.nodes.items() if name not in self.moving}
        self.used = set()

    def weights(self, *names, needed=True):
        """Weights of the node that has one of these names: tensors by role; nothing where it need not be there."""
        for name in names:
            if name in self.nodes:
                wanted = self.nodes[name]["weights"]
                missing = [tensor for tensor in wanted.values() if tensor not in self.tensors]
                if missing:
                    raise WarpError(f'model "{self.path}" has no tensor "{missing[0]}" for its node "{name}", expected one')
                self.used.add(name)
                return {role: self.tensors[tensor] for role, tensor in wanted.items()}
        if needed:
            raise WarpError(f'model "{self.path}" has no node "{names[0]}", expected the layers of generator.py under their names, as export_onnx.py writes them')
        return {}

    def templates(self):
        """The network in front of what moves the image."""
        if not self.warped:
            raise WarpError(f'model "{self.path}" has no edits by warping, expected a file of warp_edits.py')
        state = {f"{layer}.{role}": self.tensors[tensor] for layer, node in TEMPLATE_NODES.items() for role, tensor in self.moving[node]["weights"].items()}
        net = empty_parts(state["start.weight"].shape[1])
        net.load_state_dict(state)
        return net.eval()

    def generator(self):
        """(generator, name of its label)."""
        strange = sorted({node["op"] for node in self.nodes.values()} - OPERATIONS)
        if strange:
            raise WarpError(f'model "{self.path}" computes {", ".join(strange)}, expected a generator as train.py makes it, without edits by warping')
        start = self.weights("start/ConvTranspose")["weight"]
        if self.warped:
            end = self.inputs["latent"][0]["shape"][1]
            start = torch.cat([start[:end - len(EDITS)], start[end:]])
        channels = {start.shape[2]: start.shape[1]}
        state = {"start.weight": start, **norm_state("start_norm.0", self.weights("start_norm/start_norm.0/BatchNormalization"))}
        size = start.shape[2]
        while any(name.startswith(f"blocks.{2 * size}/") for name in self.nodes):
            size *= 2
            state.update(self.block(size))
            channels[size] = len(state[f"blocks.{size}.norm.bias"])
        if not image_sizes(channels):
            raise WarpError(f'model "{self.path}" draws at {size} pixels, expected three doublings of {start.shape[2]} or more')
        refine = self.weights("refine/refine.0/Conv")
        state.update({"refine.0.weight": refine["weight"], **norm_state("refine.1", self.weights("refine/refine.1/BatchNormalization", needed=False) or refine)})
        last = self.weights(f"to_image.{size}/Conv")
        state.update({f"to_image.{size}.{role}": tensor for role, tensor in last.items()})
        labels = self.inputs["label"]
        if labels:
            state["embed.weight"] = self.weights("embed/MatMul", "embed/Gemm")["weight"]
        unused = sorted(name for name, node in self.nodes.items() if node["weights"] and name not in self.used)
        if unused:
            raise WarpError(f'model "{self.path}" has the node "{unused[0]}", expected only the layers of generator.py')
        return self.build(state, channels, last), labels[0]["name"] if labels else "label"

    def build(self, state, channels, last):
        embed = state.get("embed.weight")
        embedding, classes = (0, 0) if embed is None else embed.shape
        generator = Generator(len(state["start.weight"]) - embedding, classes, len(last["bias"]), embedding, channels)
        whole = generator.state_dict()
        unknown = [name for name, value in state.items() if name not in whole or whole[name].shape != value.shape]
        if unknown:
            expected = whole.get(unknown[0])
            raise WarpError(f'model "{self.path}": {unknown[0]} is {list(state[unknown[0]].shape)}, expected {"none" if expected is None else list(expected.shape)}')
        whole.update(state)
        generator.load_state_dict(whole)
        return generator.eval()

    def block(self, size):
        """State of the block that doubles to `size`. A norm that was folded into the convolution before it becomes one that adds its bias."""
        name = f"blocks.{size}"
        upsample = self.weights(f"{name}/upsample/ConvTranspose", f"{name}/upsample/Conv")
        norm = norm_state(f"{name}.norm", self.weights(f"{name}/norm/BatchNormalization", needed=False) or upsample)
        state = {f"{name}.upsample.weight": upsample["weight"], **norm}
        before = self.weights(f"{name}/Mul", needed=False)  # noise before the norm, as files of 2026-11 and earlier have it
        if before:
            state[f"{name}.noise"] = before["other"].reshape(1, -1, 1, 1)
        behind = self.weights(f"{name}/Conv", needed=False)
        if behind:
            scale = norm[f"{name}.norm.weight"] / (norm[f"{name}.norm.running_var"] + torch.nn.BatchNorm2d(1).eps).sqrt()
            state[f"{name}.noise"] = behind["weight"].reshape(1, -1, 1, 1) / scale.reshape(1, -1, 1, 1)
        return state


def is_warp(name):
    """Whether a node is of the layers that warp_layers.py puts behind a generator; those that no module holds have no name of one."""
    return "/" not in name or name.split("/")[0] in ("templates", "amounts", "rigid", "gain", "offset")


def norm_state(name, found):
    """State of a batch norm from its weights, or from the bias of a convolution that it was folded into."""
    bias = found.get("bias")
    if bias is None:
        raise WarpError(f"{name}: the layer has neither a norm nor a bias, expected one of them")
    one = torch.ones_like(bias)
    return {f"{name}.weight": found["weight"] if "runningVar" in found else one, f"{name}.bias": bias,
            f"{name}.running_mean": found.get("runningMean", 0 * bias), f"{name}.running_var": found.get("runningVar", one - torch.nn.BatchNorm2d(1).eps)}
