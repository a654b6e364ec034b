"""The command from a folder to files: training, resuming, packing, bad input. Noise images and tiny networks."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import numpy
import torch
from PIL import Image

import checkpoint
import compare_recipes
import data
import finish
import measure
import pack
import train
from noise_data import TINY, quietly, write_folder
from picture import natural, read_picture


def same(a, b):
    if isinstance(a, torch.Tensor):
        return torch.equal(a, b)
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return len(a) == len(b) and all(map(same, a, b)) if isinstance(a, (list, tuple)) else a == b


class Folder(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)
        self.images = self.folder / "images"

    def train(self, out, *more):
        return quietly(train.main, self.images, "--out", self.folder / out, *TINY, *more)

    def state(self, out):
        return checkpoint.read(self.folder / out / "checkpoint.pt")


class Training(Folder):
    def test_a_resumed_run_repeats_an_unbroken_one_and_leaves_every_file(self):
        write_folder(self.images)
        printed = self.train("whole", "--mirror-left", "--sheet-steps", "6")
        self.assertIn("15 images, 5 classes, 64 px, on cpu: step 0 of 6", printed)
        self.train("broken", "--mirror-left", "--steps", "3")
        # what is not stated again is as the checkpoint has it
        printed = quietly(train.main, self.images, "--out", self.folder / "broken", "--steps", "6", "--threads", "1", "--device", "cpu")
        self.assertIn("step 3 of 6", printed)
        whole, broken = self.state("whole"), self.state("broken")
        self.assertEqual(whole["step"], 6)
        self.assertTrue(same(whole, broken))
        self.assertTrue(any(key.endswith(".noise") for key in whole["average"]))
        with Image.open(self.folder / "whole" / "sheet-000006.png") as sheet:
            self.assertEqual(sheet.size, (640, 320))
        self.assertEqual(json.loads((self.folder / "whole" / "log.jsonl").read_text())["step"], 6)
        provenance = json.loads((self.folder / "whole" / "provenance.json").read_text())
        self.assertIs(provenance["synthetic"], True)
        self.assertIn("15 grey images", provenance["trainingData"])
        self.assertIn("8 left ones", provenance["trainingData"])
        self.assertIn("24 images shown in 6 steps", provenance["trainingData"])
        with numpy.load(self.folder / "whole" / "generator-check.npz") as check:
            self.assertEqual({name: check[name].shape for name in check.files}, {
                "z": (2, 8), "grade": (2, 5), "noise32": (2, 1, 32, 32), "image": (2, 1, 64, 64)})

    def test_what_may_change_is_applied_and_recorded(self):
        write_folder(self.images)
        self.train("run", "--no-mirror-left", "--steps", "3")
        self.train("run", "--batch", "6", "--rate", "1e-4", "--steps", "5")
        run = self.state("run")["run"]
        self.assertEqual([(entry["step"], entry["batch"], entry["rate"]) for entry in run["history"]], [(0, 4, 4e-4), (3, 6, 1e-4)])
        self.assertEqual(run["choices"]["stages"], ((32, 2), (64, 3)))
        self.assertIn("24 images shown in 5 steps", finish.training_data(self.state("run")))

    def test_what_must_not_change_is_named(self):
        write_folder(self.images)
        self.train("run", "--steps", "3")
        for more, told in ((["--objective", "wgan-gp", "--mirror-left"], "--mirror-left True .it has False., --objective wgan-gp .it has r1."),
                           (["--stages", "32:1,64:9"], "--stages is 32:1,64:9, the checkpoint has 32:2,64:1")):
            with self.assertRaisesRegex(SystemExit, told):
                self.train("run", *more)
        (self.images / "0" / "more.png").write_bytes((self.images / "0" / "s0000L.png").read_bytes())
        with self.assertRaisesRegex(SystemExit, "images 16, the checkpoint was trained with 15"):
            self.train("run")

    def test_a_checkpoint_without_a_record_goes_on_once_told(self):
        write_folder(self.images)
        self.train("run", "--mirror-left", "--steps", "3")
        state = self.state("run")
        del state["run"]
        checkpoint.write(self.folder / "run" / "checkpoint.pt", state)
        with self.assertRaisesRegex(SystemExit, "does not record --mirror-left and --stages"):
            quietly(train.main, self.images, "--out", self.folder / "run")
        printed = quietly(train.main, self.images, "--out", self.folder / "run", "--mirror-left", "--stages", "32:2,64:3", "--threads", "1")
        self.assertIn("step 3 of 5", printed)

    def test_unlabelled_colour_with_the_other_objective(self):
        write_folder(self.images, (), colours=3)
        self.train("run", "--colour", "--objective", "wgan-gp")
        state = self.state("run")
        self.assertEqual((state["classes"], state["colours"]), (0, 3))
        with numpy.load(self.folder / "run" / "generator-check.npz") as check:
            self.assertEqual(set(check.files), {"z", "noise32", "image"})
            self.assertEqual(check["image"].shape, (2, 3, 64, 64))
        with Image.open(self.folder / "run" / "generator-sheet.png") as sheet:
            self.assertEqual((sheet.mode, sheet.size), ("RGB", (640, 320)))

    def test_classes_of_any_name(self):
        write_folder(self.images, ("cat 10", "cat 2"))
        self.train("run")
        self.assertEqual(self.state("run")["run"]["data"]["classes"], ["cat 2", "cat 10"])
        with numpy.load(self.folder / "run" / "generator-check.npz") as check:
            self.assertEqual(check["label"].shape, (2, 2))

    def test_a_run_begins_from_another_size(self):
        write_folder(self.images)
        self.train("small")
        self.train("large", "--size", "112", "--stages", "56:1,112:2", "--init", self.folder / "small" / "checkpoint.pt")
        state = self.state("large")
        self.assertEqual((state["run"]["init"]["step"], state["run"]["init"]["size"], state["step"]), (6, 64, 3))
        self.assertIn("begun from a checkpoint at 64 px, step 6", finish.training_data(state))

    def test_a_signal_saves_and_stops(self):
        write_folder(self.images)
        command = [sys.executable, train.__file__, self.images, "--out", self.folder / "run", *TINY, "--steps", "100000"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            while not process.stdout.readline().startswith("step 50/"):
                self.assertIsNone(process.poll())
            process.terminate()
            self.assertIn("stopped at step", process.stdout.read())
        self.assertEqual(process.returncode, 130)
        self.assertGreaterEqual(self.state("run")["step"], 50)


class Packing(Folder):
    def test_a_packed_folder_trains_by_itself_and_goes_on_at_home(self):
        write_folder(self.images)
        self.train("run", "--mirror-left")
        printed = quietly(pack.main, self.images, "--out", self.folder / "pack", "--cache", self.folder / "run",
                          "--checkpoint", self.folder / "run" / "checkpoint.pt")
        told = json.loads((self.folder / "pack" / "pack.json").read_text())
        self.assertGreater(told["psnr"], 20)
        self.assertIn(f"PSNR {told['psnr']} dB", printed)
        self.assertLess(sum(path.stat().st_size for path in (self.folder / "pack").rglob("*") if path.is_file()), 60e6)
        done = subprocess.run([self.folder / "pack" / "run.sh", "--steps", "8", "--threads", "1", "--device", "cpu"], text=True,
                              env={"PATH": "/usr/bin", "PYTHON": sys.executable}, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        result = self.folder / "pack" / "result"
        self.assertTrue((result / "generator.onnx").exists())
        state = checkpoint.read(result / "checkpoint.pt")
        self.assertEqual((state["step"], state["run"]["data"]["folder"], state["run"]["data"]["mirrored"]), (8, "images", 8))
        self.assertIn(f"PSNR {told['psnr']} dB", finish.training_data(state))
        checkpoint.write(self.folder / "run" / "checkpoint.pt", state)
        self.assertIn("step 8 of 9", self.train("run", "--steps", "9"))

    def test_images_keep_their_side_order_and_loss(self):
        write_folder(self.images)
        read = lambda folder: data.read_folder(folder, 64, self.folder / "cache", mirror_left=True)
        original, (files, _) = read(self.images), data.list_images(self.images)
        (self.folder / "packed").mkdir()
        told = pack.write_images(original, [path for path, _ in files], True, self.folder / "packed", 1e6)
        packed = read(self.folder / "packed")
        self.assertEqual(packed.labels.tolist(), original.labels.tolist())
        difference = packed.images.astype(float) - original.images
        self.assertAlmostEqual(10 * numpy.log10(255 ** 2 / (difference ** 2).mean()), told["psnr"], delta=0.05)
        smaller = pack.write_images(original, [path for path, _ in files], True, self.folder / "packed", told["bytes"] / 2)
        self.assertLessEqual(smaller["bytes"], told["bytes"] / 2)
        self.assertLess(smaller["psnr"], told["psnr"])

    def test_weights_are_rounded_only_where_they_must_be(self):
        write_folder(self.images)
        self.train("run")
        state, path = self.state("run"), self.folder / "some.pt"
        self.assertIn("optimizers", pack.write_checkpoint(state, path, 60e6, 0))
        self.assertIn("f16", pack.write_checkpoint(state, path, 0, 0))
        self.assertEqual(checkpoint.read(path)["average"]["start.weight"].dtype, torch.float16)


class Data(Folder):
    def test_left_sides_are_mirrored_when_asked(self):
        write_folder(self.images, ())
        plain, mirrored = (data.read_folder(self.images, 64, self.folder / "cache", mirror_left=mirror) for mirror in (False, True))
        self.assertEqual((plain.mirrored, mirrored.mirrored), (0, 8))
        for index, (path, _) in enumerate(data.list_images(self.images)[0]):
            expected = plain.images[index][:, :, ::-1] if data.is_left(path) else plain.images[index]
            self.assertTrue(numpy.array_equal(mirrored.images[index], expected))

    def test_names_sort_by_their_numbers(self):
        self.assertEqual(sorted(["10", "9", "a10", "a9", "1b"], key=natural), ["1b", "9", "10", "a9", "a10"])

    def test_deep_grey_wide_and_palette_images(self):
        self.images.mkdir()
        ramp = numpy.tile(numpy.linspace(0, 4095, 64).astype(numpy.uint16), (64, 1))
        Image.fromarray(ramp).save(self.images / "deep.png")
        found = read_picture(self.images / "deep.png", 64, False)
        self.assertEqual((found.min(), found.max(), found.shape), (0, 255, (1, 64, 64)))
        Image.fromarray(numpy.full((32, 96), 7, numpy.uint8)).convert("P").save(self.images / "wide.png")
        self.assertEqual(read_picture(self.images / "wide.png", 16, True).shape, (3, 16, 16))

    def refused(self, pattern, *more):
        with self.assertRaisesRegex(SystemExit, pattern) as raised:
            self.train("run", *more)
        self.assertNotIn("\n", str(raised.exception))

    def test_bad_folders_are_one_line(self):
        self.refused('images" does not exist, expected')
        self.images.mkdir()
        self.refused('images" holds no image, expected')
        write_folder(self.images)
        (self.images / "3x").mkdir()
        self.refused('3x" holds no image, expected')
        (self.images / "3x" / "deeper").mkdir()
        self.refused('3x" holds the folder "deeper", expected')
        (self.images / "3x" / "deeper").rmdir()
        (self.images / "3x").rmdir()
        (self.images / "2" / "broken.jpg").write_bytes(b"GIF8 not an image")
        self.refused('broken.jpg" cannot be read .*47 49 46 38.*expected an image')
        whole = next((self.images / "0").iterdir())
        (self.images / "2" / "broken.jpg").write_bytes(whole.read_bytes()[:200])
        self.refused('broken.jpg" cannot be read')
        self.assertEqual(list((self.folder / "run").iterdir()), [])
        (self.images / "stray.png").write_bytes(b"")
        self.refused('images" holds 1 images and the folder "0", expected one or the other')

    def test_bad_options_are_one_line(self):
        write_folder(self.images)
        self.refused("--stages ends at 64, expected --size 32", "--size", "32")
        self.refused("--steps is 2, expected more than the 2", "--steps", "2")
        self.refused("--out .* lies in the repository", "--out", pathlib.Path(__file__).parent / "out")
        if not torch.cuda.is_available():
            self.refused("--device is cuda, but PyTorch finds no CUDA device", "--device", "cuda")
        (self.folder / "stated.json").write_text('{"synthetic": false}')
        self.refused("stated.json", "--provenance", self.folder / "stated.json")


class Comparing(Folder):
    def test_recipes_are_trained_and_measured(self):
        write_folder(self.images, count=20)
        printed = quietly(compare_recipes.main, self.images, "--out", self.folder / "recipes", "--minutes", "1", "--size", "32", "--width", "0.04",
                          "--count", "8", "--stages", "32:2", "--warmup", "1", "--batch", "4", "--threads", "1")
        self.assertEqual(len(re.findall(r"(?:r1|wgan-gp)/checkpoint.pt step 2 at 32 px: distance \d", printed)), 2)
        with self.assertRaisesRegex(SystemExit, "--at 5 does not divide 32"):
            quietly(measure.main, self.images, self.folder / "recipes" / "r1" / "checkpoint.pt", "--cache", self.folder, "--at", "5")


if __name__ == "__main__":
    unittest.main()
