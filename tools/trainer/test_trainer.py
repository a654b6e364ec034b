"""Run in this folder: /usr/bin/python3 -m unittest. Uses generated noise only, no radiograph, and takes some seconds."""
import contextlib
import io
import pathlib
import tempfile
import unittest
import warnings

import numpy
import onnx
import torch
import torch.nn.functional as F
from PIL import Image

import checkpoint
import data
import measure
import sheet
import train
from augment import translate
from critic import Critic
from export_onnx import export, write_check
from generator import Generator, plain
from trainer import Trainer, stage_at
from upsample import Transposed, UpsampleConv

SMALL = {4: 8, 8: 8, 16: 8, 32: 8, 64: 4, 128: 4}


def noise_images(count=15):
    rng = numpy.random.RandomState(0)
    return rng.randint(0, 256, (count, 128, 128), dtype=numpy.uint8), numpy.arange(count) % 5


def small_trainer(**options):
    networks = lambda: (Generator(8, 4, SMALL), Critic(SMALL))
    options = {"stages": ((32, 2), (64, 2), (128, 4)), "warmup": 1, "fade_steps": 2, "batch": 8, **options}
    return Trainer(*noise_images(), networks=networks, **options)


def write_folder(folder):
    images, grades = noise_images()
    for index, (image, grade) in enumerate(zip(images, grades)):
        directory = pathlib.Path(folder, str(grade))
        directory.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(directory / f"s{index:04d}{'LR'[index % 2]}.png")


class Layers(unittest.TestCase):
    def test_fast_forms_equal_the_exported_ones(self):
        for layer in (Transposed(3, 5), UpsampleConv(3, 5)):
            torch.nn.init.normal_(layer.weight)
            results = []
            for layer.plain in (False, True):
                x = torch.randn(2, 3, 5, 6, generator=torch.Generator().manual_seed(1)).requires_grad_()
                y = layer(x)
                layer.weight.grad = None
                (y * torch.linspace(-1, 1, y.numel()).view(y.shape)).sum().backward()
                results.append((y.detach(), x.grad, layer.weight.grad))
            for fast, exported in zip(*results):
                self.assertLess((fast - exported).abs().max().item(), 1e-4, type(layer).__name__)

    def test_shapes_at_every_size(self):
        generator, critic = Generator(8, 4, SMALL), Critic(SMALL)
        z, grade = torch.randn(8, 8), torch.eye(5)[[0, 1, 2, 3, 4, 0, 1, 2]]
        for size in (32, 64, 128):
            for fade in (0.5, 1.0):
                image = generator(z, grade, size, fade)
                self.assertEqual(image.shape, (8, 1, size, size))
                self.assertLessEqual(image.abs().max().item(), 1)
                self.assertEqual(critic(image, grade, fade).shape, (8,))

    def test_translation_moves_whole_pixels(self):
        images = torch.ones(3, 1, 20, 20)
        self.assertTrue(torch.equal(translate(images, torch.Generator()), images))

    def test_stages(self):
        stages = ((32, 10), (64, 10))
        self.assertEqual(stage_at(9, stages, 4), (32, 1.0))
        self.assertEqual(stage_at(10, stages, 4), (64, 0.25))
        self.assertEqual(stage_at(99, stages, 4), (64, 1.0))


class Resuming(unittest.TestCase):
    def test_a_resumed_run_repeats_an_unbroken_one(self):
        unbroken = small_trainer()
        for _ in range(2):
            unbroken.advance()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "checkpoint.pt")
            checkpoint.save(path, unbroken)
            resumed = small_trainer(seed=99)
            resumed.restore(checkpoint.read(path))
        for _ in range(2):
            self.assertEqual(unbroken.advance(), resumed.advance())
        for name in ("generator", "critic", "average"):
            for key, value in getattr(unbroken, name).state_dict().items():
                self.assertTrue(torch.equal(value, getattr(resumed, name).state_dict()[key]), f"{name}.{key}")

    def test_gradients_that_are_not_finite_change_nothing(self):
        trainer = small_trainer()
        before = trainer.critic.score.bias.clone()
        trainer.update("critic", (trainer.critic.score.bias * float("nan")).sum())
        self.assertTrue(torch.equal(before, trainer.critic.score.bias))
        self.assertEqual(trainer.skipped, 1)

    def test_bad_checkpoints_are_named(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "broken.pt")
            with self.assertRaisesRegex(checkpoint.CheckpointError, "broken.pt.*does not exist"):
                checkpoint.read(path)
            path.write_bytes(b"no checkpoint")
            with self.assertRaisesRegex(checkpoint.CheckpointError, "broken.pt.*cannot be read"):
                checkpoint.read(path)


class Command(unittest.TestCase):
    def test_trains_and_resumes_from_a_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            write_folder(folder)
            stages = "32:3" + ",128:1"
            arguments = [folder, "--out", f"{folder}/out", "--stages", stages, "--warmup", "2", "--batch", "8", "--sheet-steps", "4"]
            for _ in range(2):
                with contextlib.redirect_stdout(io.StringIO()) as printed:
                    train.main(arguments)
            self.assertIn("step 4 of 4", printed.getvalue())
            with Image.open(f"{folder}/out/sheet-000004.png") as written:
                self.assertEqual(written.size, (1280, 640))

    def test_left_knees_are_mirrored(self):
        with tempfile.TemporaryDirectory() as folder:
            image = numpy.tile(numpy.arange(0, 256, 2, dtype=numpy.uint8), (128, 1))
            for name in ("aL.png", "aR.png"):
                Image.fromarray(image).save(pathlib.Path(folder, name))
            left, right = (data.read_image(pathlib.Path(folder, f"a{side}.png"), 128) for side in "LR")
            self.assertTrue(numpy.array_equal(left, right[:, ::-1]))

    def test_bad_folders_are_one_line(self):
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaisesRegex(SystemExit, 'absent" does not exist, expected'):
                train.main([f"{folder}/absent", "--out", f"{folder}/out"])
            with self.assertRaisesRegex(SystemExit, '0" is missing, expected'):
                train.main([folder, "--out", f"{folder}/out"])
            pathlib.Path(folder, "0").mkdir()
            with self.assertRaisesRegex(SystemExit, '0" holds no image, expected'):
                train.main([folder, "--out", f"{folder}/out"])
            write_folder(folder)
            pathlib.Path(folder, "2", "broken.jpg").write_bytes(b"GIF8 not an image")
            with self.assertRaisesRegex(SystemExit, 'broken.jpg" cannot be read .*47 49 46 38.*expected a JPEG or PNG'):
                train.main([folder, "--out", f"{folder}/out"])


class Results(unittest.TestCase):
    def test_export_has_the_agreed_interface(self):
        generator = sheet.calibrated(Generator(8, 4, SMALL), 2, 8)
        z, grade = torch.randn(2, 8), torch.eye(5)[[0, 4]]
        with torch.no_grad(), tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fast = generator(z, grade)
            self.assertLess((fast - plain(generator)(z, grade)).abs().max().item(), 1e-5)
            ops = export(generator, f"{folder}/small.onnx")
            model = onnx.load(f"{folder}/small.onnx")
            write_check(generator, f"{folder}/check.npz")
            with numpy.load(f"{folder}/check.npz") as check:
                again = generator(torch.from_numpy(check["z"]), torch.from_numpy(check["grade"]))
                self.assertLess(numpy.abs(again.numpy() - check["image"]).max(), 1e-6)
        self.assertFalse(any(module.training for module in generator.modules()))
        self.assertLessEqual(set(ops), {"MatMul", "Concat", "Constant", "Unsqueeze", "ConvTranspose", "BatchNormalization",
                                        "Relu", "Conv", "Resize", "Tanh", "Identity"})
        shape = lambda value: [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]
        self.assertEqual({v.name: shape(v) for v in model.graph.input}, {"z": ["N", 8], "grade": ["N", 5]})
        self.assertEqual({v.name: shape(v) for v in model.graph.output}, {"image": ["N", 1, 128, 128]})
        self.assertEqual(model.opset_import[0].version, 13)

    def test_distance_is_small_for_equal_sets_and_grows(self):
        rng = numpy.random.RandomState(0)
        real, held_out, far = rng.randn(300, 8, 8), rng.randn(300, 8, 8), rng.randn(300, 8, 8) * 0.3
        self.assertLess(measure.compare(held_out, real, held_out)["ratio"], 1.01)
        found = measure.compare(far, real, held_out)
        self.assertGreater(found["ratio"], 3)
        self.assertAlmostEqual(found["spread"], 0.3, delta=0.05)


if __name__ == "__main__":
    unittest.main()
