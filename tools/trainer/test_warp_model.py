"""Tests of reading a generator from a model file, to add edits to it."""
import json
import pathlib
import struct
import subprocess
import tempfile
import unittest

import torch

import export_onnx
import finish
from generator import plain
from test_warp import tiny_generator
from warp_model import ModelFile, WarpError, load_generator

SHIPPED = pathlib.Path(__file__).resolve().parents[2] / "models" / "knee.safetensors"


class ReadingModels(unittest.TestCase):
    def changed(self, folder, change):
        """The shipped model file with another graph."""
        content = SHIPPED.read_bytes()
        length = struct.unpack("<Q", content[:8])[0]
        header = json.loads(content[8:8 + length])
        graph = json.loads(header["__metadata__"]["roentgan"])
        change(graph, header)
        header["__metadata__"]["roentgan"] = json.dumps(graph)
        text = json.dumps(header).encode()
        path = pathlib.Path(folder, "changed.safetensors")
        path.write_bytes(struct.pack("<Q", len(text)) + text + content[8 + length:])
        return path

    def test_names_that_are_missing_and_layers_that_are_strange_are_refused(self):
        def rename(graph, header):
            next(node for node in graph["nodes"] if node["name"].endswith("refine.0/Conv"))["name"] = "generator/other/Conv"
        def sampled(graph, header):
            graph["nodes"].append({"op": "gridSample", "name": "x", "weights": {}})
        def dropped(graph, header):
            del header["generator.start.weight"]
        cases = ((rename, 'no node "refine/refine.0/Conv", expected the layers of generator.py'), (sampled, "computes gridSample, expected a generator as"),
                 (dropped, 'no tensor "generator.start.weight" for its node "start/ConvTranspose"'))
        with tempfile.TemporaryDirectory() as folder:
            for change, message in cases:
                with self.assertRaisesRegex(WarpError, message):
                    load_generator(self.changed(folder, change))

    def test_the_shipped_model_is_read_whole(self):
        generator, label = load_generator(SHIPPED)
        self.assertEqual((label, generator.latent, generator.classes, generator.size), ("grade", 96, 5, 224))
        self.assertEqual(len(ModelFile(SHIPPED).tensors["generator.start.weight"]), 96 + 32)

    @unittest.skipUnless((finish.COMMAND.parents[1] / "dist" / "main.js").exists(), "needs a built checkout")
    def test_what_convert_wrote_draws_what_was_exported(self):
        generator = tiny_generator()
        for module in generator.modules():  # norms that do something
            if isinstance(module, torch.nn.BatchNorm2d):
                module.weight.data.uniform_(0.5, 1.5)
                module.bias.data.normal_(0, 0.2)
        with tempfile.TemporaryDirectory() as folder:
            export_onnx.export(generator, f"{folder}/g.onnx", label="grade")
            line = [*finish.converter(), "convert", f"{folder}/g.onnx", "-o", f"{folder}/g.safetensors", "--dtype", "f32"]
            done = subprocess.run(line, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            loaded, label = load_generator(f"{folder}/g.safetensors")
        inputs = export_onnx.example(generator, label=label)
        with torch.no_grad():
            z, given, *noise = inputs.values()
            self.assertLess((loaded(z, given, noise) - plain(generator)(z, given, noise)).abs().max(), 1e-4)


if __name__ == "__main__":
    unittest.main()
