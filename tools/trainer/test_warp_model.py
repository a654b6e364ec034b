"""Tests of reading a generator from a model file, to add edits to it."""
import json
import pathlib
import struct
import subprocess
import tempfile
import unittest

import numpy
import torch

import export_onnx
import finish
import warp_edits
from generator import plain
from noise_data import quietly
from test_warp import tiny_generator, tiny_warped
from warp_layers import EDITS, Warped
from warp_model import ModelFile, WarpError, load_generator, load_templates

SHIPPED = pathlib.Path(__file__).resolve().parents[2] / "models" / "knee.safetensors"
BUILT = (finish.COMMAND.parents[1] / "dist" / "main.js").exists()


def converted(folder):
    """g.onnx of the folder as a model file."""
    line = [*finish.converter(), "convert", f"{folder}/g.onnx", "-o", f"{folder}/g.safetensors", "--dtype", "f32"]
    subprocess.run(line, capture_output=True, text=True, check=True)
    return f"{folder}/g.safetensors"


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
            graph["nodes"].append({"op": "selfAttention", "name": "refine/x", "weights": {}})
        def dropped(graph, header):
            del header["generator.start.weight"]
        cases = ((rename, 'no node "refine/refine.0/Conv", expected the layers of generator.py'), (sampled, "computes selfAttention, expected a generator as"),
                 (dropped, 'no tensor "generator.start.weight" for its node "start/ConvTranspose"'))
        with tempfile.TemporaryDirectory() as folder:
            for change, message in cases:
                with self.assertRaisesRegex(WarpError, message):
                    load_generator(self.changed(folder, change))

    def test_the_shipped_model_is_read_whole(self):
        generator, label = load_generator(SHIPPED)
        self.assertEqual((label, generator.latent, generator.classes, generator.size), ("grade", 96, 5, 224))
        self.assertEqual(len(ModelFile(SHIPPED).tensors["generator.start.weight"]), 96 + len(EDITS) + 32)

    @unittest.skipUnless(BUILT, "needs a built checkout")
    def test_what_convert_wrote_of_a_warped_generator_is_the_one_before(self):
        warped = tiny_warped()
        with tempfile.TemporaryDirectory() as folder:
            warp_edits.export(warped, f"{folder}/g.onnx", "grade")
            loaded, label = load_generator(converted(folder))
        self.assertEqual((label, loaded.latent), ("grade", 8))
        z, given, *noise = export_onnx.example(loaded, label=label).values()
        with torch.no_grad():
            edited = warped(torch.cat([z, torch.zeros(2, len(EDITS))], 1), given, *noise)
            self.assertLess((loaded(z, given, noise) - edited).abs().max(), 1e-4)

    @unittest.skipUnless(BUILT, "needs a built checkout")
    def test_the_edits_of_a_model_file_can_be_taken_for_another_generator(self):
        warped = tiny_warped()
        warped.templates.last.weight.data.normal_(0, 0.5)
        with tempfile.TemporaryDirectory() as folder:
            warp_edits.export(warped, f"{folder}/g.onnx", "grade")
            earlier = converted(folder)
            quietly(warp_edits.main, earlier, "--templates", earlier, "--out", f"{folder}/again")
            with numpy.load(f"{folder}/again/generator-check.npz") as check:
                given = [torch.from_numpy(check[name]) for name in check if name != "image"]
                image = torch.from_numpy(check["image"])
            given[0][:, warped.before:] *= 500  # a deviation of each
            self.assertEqual(json.loads(pathlib.Path(folder, "again", "generator-edits.json").read_text())["edits"][0]["name"], "severity")
            with torch.no_grad():
                before, after = warped(*given), Warped(*self.taken(earlier))(*given)
            self.assertLess((before - after).abs().max(), 1e-3)
            self.assertGreater((after - image).abs().max(), 0.05)

    def taken(self, path):
        return load_generator(path)[0], load_templates(path)

    def test_templates_of_a_model_without_edits_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            def moved_away(graph, header):
                graph["nodes"] = [node for node in graph["nodes"] if not node["name"].startswith("templates")]
            with self.assertRaisesRegex(WarpError, "has no edits by warping"):
                load_templates(self.changed(folder, moved_away))

    @unittest.skipUnless(BUILT, "needs a built checkout")
    def test_what_convert_wrote_draws_what_was_exported(self):
        generator = tiny_generator()
        for module in generator.modules():  # norms that do something
            if isinstance(module, torch.nn.BatchNorm2d):
                module.weight.data.uniform_(0.5, 1.5)
                module.bias.data.normal_(0, 0.2)
        with tempfile.TemporaryDirectory() as folder:
            export_onnx.export(generator, f"{folder}/g.onnx", label="grade")
            loaded, label = load_generator(converted(folder))
        inputs = export_onnx.example(generator, label=label)
        with torch.no_grad():
            z, given, *noise = inputs.values()
            self.assertLess((loaded(z, given, noise) - plain(generator)(z, given, noise)).abs().max(), 1e-4)


if __name__ == "__main__":
    unittest.main()
