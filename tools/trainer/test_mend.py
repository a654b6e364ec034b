"""Tests of taking the grid out of a generator, on tiny ones that have a plain grid."""
import contextlib
import io
import pathlib
import tempfile
import unittest
from unittest import mock

import numpy
import torch

import checkpoint
import grid
import mend_grid
from generator import Generator
from grid import Lattice, excess, frequencies
from noise_data import quietly
from test_warp import CHANNELS
from test_warp_model import SHIPPED
from warp_model import WarpError, load_generator

SIZE = 224


def textured(count, seed=0):
    return torch.randn(count, 1, SIZE, SIZE, generator=torch.Generator().manual_seed(seed))


def striped(images, period, amplitude):
    """Every `period`-th column brighter."""
    columns = (torch.arange(SIZE) % period == 0).float()
    return images + amplitude * columns


class Grids(unittest.TestCase):
    def test_each_frequency_belongs_to_one_period(self):
        seen = [at for period in (2, 4, 8, 16) for at in frequencies(SIZE, period)]
        self.assertEqual(len(set(seen)), len(seen))
        self.assertEqual(len(seen), 16 * 16 - 1)
        self.assertNotIn((0, 0), seen)

    def test_a_grid_stands_out_at_its_period_and_not_at_longer_ones(self):
        found = excess(striped(textured(24), 4, 1.0))
        self.assertGreater(found[4], 15)
        self.assertGreater(found[2], 15)  # a stripe in four columns has a part of period 2
        self.assertLess(max(found[8], found[16]), 6)
        self.assertLess(max(excess(textured(24)).values()), 6)

    def test_mended_images_have_no_grid_and_everything_else(self):
        clean = textured(24)
        lattice = Lattice(striped(clean, 8, 1.0))
        mended = lattice.mended(striped(clean, 8, 1.0))
        self.assertLess(max(excess(mended).values()), 6)
        self.assertLess((mended - mended.mean() - clean + clean.mean()).square().mean().sqrt(), 0.1)  # the stripes themselves: 0.33
        self.assertGreater(lattice.power(striped(clean, 8, 1.0) - clean), 50 * lattice.power(mended - clean))


def tiny_state():
    """A checkpoint's."""
    average = Generator(8, 5, 1, channels=CHANNELS).state_dict()
    return {"latent": 8, "classes": 5, "colours": 1, "channels": CHANNELS, "average": average, "run": {"choices": {"label": "grade"}, "data": {}}}


class Mending(unittest.TestCase):
    def test_a_generator_loses_the_grid_and_keeps_its_images(self):
        teacher, _ = load_generator(SHIPPED)
        with torch.no_grad():
            teacher.blocks["56"].upsample.weight[:, :, 1::2] *= 2.0  # rows take turns in being louder
        generator = mend_grid.begun(teacher, None)
        report = mend_grid.mend(teacher, generator, 40, 30, 4, 1)
        before, after = report["grid_before_db"], report["grid_after_db"]
        self.assertGreater(before[8], 9)
        self.assertLess(after[8], before[8] - 4, report)
        self.assertLess(report["other_change_rms"], 0.04, report)
        self.assertLess(report["spectrum_change_db"], 1)
        self.assertFalse(any(parameter.requires_grad for parameter in generator.parameters()))

    def test_a_generator_without_a_grid_is_left_alone(self):
        teacher, _ = load_generator(SHIPPED)
        with mock.patch.object(grid, "STANDS_OUT", 60.0), self.assertRaisesRegex(WarpError, "no grid stands out of the spectrum of 16 images"):
            mend_grid.mend(teacher, mend_grid.begun(teacher, None), 16, 1, 2, 1)

    def test_a_checkpoint_becomes_two_files(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch("export_onnx.sheet.calibrated", lambda average, size: average.eval()):
            checkpoint.write(pathlib.Path(folder, "checkpoint.pt"), tiny_state())
            out = pathlib.Path(folder, "out")
            said = quietly(mend_grid.main, f"{folder}/checkpoint.pt", "--out", out, "--images", 16, "--steps", 2, "--threads", torch.get_num_threads())
            self.assertEqual(sorted(path.name for path in out.iterdir()), ["generator-check.npz", "generator.onnx"])
            with numpy.load(out / "generator-check.npz") as check:
                self.assertEqual({name: check[name].shape for name in check}, {"z": (2, 8), "grade": (2, 5), "noise56": (2, 1, 56, 56),
                                                                              "noise112": (2, 1, 112, 112), "image": (2, 1, 224, 224)})
        self.assertIn('"grid_after_db"', said)

    def test_what_cannot_be_mended_is_one_error(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch("export_onnx.sheet.calibrated", lambda average, size: average.eval()):
            out = pathlib.Path(folder, "out")
            checkpoint.write(pathlib.Path(folder, "checkpoint.pt"), tiny_state())
            for arguments, message in (([f"{folder}/missing.safetensors"], "missing.safetensors.* cannot be read"), ([SHIPPED, "--images", "2"], "--images is 2, expected 16 or more"),
                                       ([f"{folder}/checkpoint.pt", "--start", SHIPPED], "has other layers than the model")):
                error = io.StringIO()
                with contextlib.redirect_stderr(error), self.assertRaises(SystemExit) as stop:
                    mend_grid.main([str(part) for part in (*arguments, "--out", out)])
                self.assertRegex(error.getvalue() + str(stop.exception), message)
            self.assertFalse(out.exists())


if __name__ == "__main__":
    unittest.main()
