"""What comes out: the exported file's interface and the distance that measure.py prints."""
import tempfile
import unittest

import numpy
import onnx
import torch

import measure
import sheet
from export_onnx import AtSize, example, export, label_name, write_check
from generator import Generator, plain
from noise_data import SMALL

OPERATIONS = {"MatMul", "Concat", "Constant", "Unsqueeze", "ConvTranspose", "BatchNormalization", "Relu", "Conv", "Resize", "Tanh",
              "Identity", "Add"}


class Export(unittest.TestCase):
    def check(self, generator, label, inputs, image):
        generator = sheet.calibrated(generator, 2, 8)
        given = example(generator, label=label)
        with torch.no_grad(), tempfile.TemporaryDirectory() as folder:
            fast = AtSize(generator, None)(*given.values())
            self.assertLess((fast - AtSize(plain(generator), None)(*given.values())).abs().max().item(), 1e-5)
            operations = export(generator, f"{folder}/small.onnx", label=label)
            model = onnx.load(f"{folder}/small.onnx")
            write_check(generator, f"{folder}/check.npz", label=label)
            with numpy.load(f"{folder}/check.npz") as check:
                again = AtSize(generator, None)(*(torch.from_numpy(check[name]) for name in inputs))
                self.assertLess(numpy.abs(again.numpy() - check["image"]).max(), 1e-6)
        self.assertFalse(any(module.training for module in generator.modules()))
        self.assertLessEqual(set(operations), OPERATIONS)
        shape = lambda value: [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]
        self.assertEqual({v.name: shape(v) for v in model.graph.input}, inputs)
        self.assertEqual({v.name: shape(v) for v in model.graph.output}, {"image": image})
        self.assertEqual(model.opset_import[0].version, 13)

    def test_of_knees(self):
        inputs = {"z": ["N", 8], "grade": ["N", 5], "noise32": ["N", 1, 32, 32], "noise64": ["N", 1, 64, 64]}
        self.check(Generator(8, 5, 1, 4, SMALL), "grade", inputs, ["N", 1, 128, 128])

    def test_of_colour_images_without_classes(self):
        channels = {7: 8, 14: 8, 28: 8, 56: 4, 112: 4}
        self.check(Generator(8, 0, 3, 4, channels), "label", {"z": ["N", 8], "noise56": ["N", 1, 56, 56]}, ["N", 3, 112, 112])

    def test_the_label_is_named_by_what_it_means(self):
        record = lambda classes, label=None: {"run": {"choices": {"label": label}, "data": {"classes": classes}}}
        self.assertEqual(label_name(record(["0", "1", "2", "3", "4"])), "grade")
        self.assertEqual(label_name(record(["cat", "dog"])), "label")
        self.assertEqual(label_name(record(["cat", "dog"], "animal")), "animal")
        self.assertEqual(label_name({}, "grade"), "grade")


class Distance(unittest.TestCase):
    def test_is_small_for_equal_sets_and_grows(self):
        rng = numpy.random.RandomState(0)
        real, held_out, far = rng.randn(300, 8, 8), rng.randn(300, 8, 8), rng.randn(300, 8, 8) * 0.3
        self.assertLess(measure.compare(held_out, real, held_out)["ratio"], 1.01)
        found = measure.compare(far, real, held_out)
        self.assertGreater(found["ratio"], 3)
        self.assertAlmostEqual(found["spread"], 0.3, delta=0.05)


if __name__ == "__main__":
    unittest.main()
