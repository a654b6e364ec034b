"""Reading a model file: its graph and its tensors. The format: docs/model-file.md."""
import json
import pathlib
import struct

import numpy
import torch

TYPES = {"F16": numpy.float16, "F32": numpy.float32}


class ModelFileError(Exception):
    """A model file cannot be read; the message names it, what was found and what was expected."""


def read_model_file(path):
    """(graph, tensors by name, in f32). Tensors of other types than f16 and f32 are refused."""
    try:
        content = pathlib.Path(path).read_bytes()
        length = struct.unpack("<Q", content[:8])[0]
        header = json.loads(content[8:8 + length])
        graph = json.loads(header.pop("__metadata__")["roentgan"])
        return graph, {name: tensor(entry, content[8 + length:]) for name, entry in header.items()}
    except OSError as error:
        raise ModelFileError(f'model "{path}" cannot be read ({error.strerror}), expected a .pt file of the trainer or a .safetensors model file') from error
    except (struct.error, ValueError, KeyError, TypeError) as error:
        raise ModelFileError(f'model "{path}" is no model file ({error!r}), expected one that `roentgan convert` wrote, of f16 or f32') from error


def tensor(entry, data):
    start, end = entry["data_offsets"]
    values = numpy.frombuffer(data[start:end], TYPES[entry["dtype"]]).astype(numpy.float32)
    return torch.from_numpy(values.reshape(entry["shape"]))
