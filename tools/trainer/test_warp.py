"""Tests of the edits by warping, on phantoms drawn here and tiny generators."""
import contextlib
import io
import json
import pathlib
import subprocess
import tempfile
import unittest
from unittest import mock

import numpy
import torch
import torch.nn.functional as F

import checkpoint
import warp_edits
import warp_train
from generator import Generator
from noise_data import quietly
from sheet import calibrated
from warp_layers import EDITS, PARTS, Templates, Warped, edit_list, parted, widened
from warp_model import WarpError
from warp_templates import SIZE, templates

CHANNELS = {7: 4, 14: 4, 28: 4, 56: 4, 112: 4, 224: 4}
FEMUR, TIBIA, WIDTH = {"medial": 100.0, "lateral": 98.0}, {"medial": 112.0, "lateral": 114.0}, 75.0
NOTCH, COLUMNS = 112, {"medial": range(140, 185), "lateral": range(40, 85)}


def phantom_knee():
    """What the measurer says of phantom()."""
    line = lambda rows: {side: [[x, rows[side]] for x in COLUMNS[side]] for side in rows}
    return {"found": True, "tibialWidth": WIDTH, "lines": {"femurEdge": line(FEMUR), "tibiaEdge": line(TIBIA)}}


def phantom():
    """Grey 1 in two bones, 0 in the space between; edges half way between the levels lie where FEMUR and TIBIA say. [1,1,SIZE,SIZE]"""
    y = torch.arange(float(SIZE))[:, None]
    image = torch.zeros(SIZE, SIZE)
    for side, columns in (("lateral", slice(0, NOTCH)), ("medial", slice(NOTCH, SIZE))):
        image[:, columns] = torch.maximum((FEMUR[side] + 0.5 - y).clamp(0, 1), (y - TIBIA[side] + 0.5).clamp(0, 1))
    return image[None, None]


def crossings(line):
    """Where a line of greys passes one half, from its beginning."""
    above = line > 0.5
    at = torch.nonzero(above[1:] != above[:-1])[:, 0]
    return (at + (line[at] - 0.5) / (line[at] - line[at + 1])).tolist()


def tiny_generator(classes=5, seed=1):
    torch.manual_seed(seed)
    generator = Generator(8, classes, 1, 4, CHANNELS)
    generator.to_image["224"].weight.data.mul_(20)
    return calibrated(generator, batches=1, batch=4)


def tiny_warped(classes=5):
    generator = tiny_generator(classes)
    torch.manual_seed(2)
    return Warped(generator, parted(Templates(12 if classes else 8), torch.full((5,), 3.0), generator.latent))


def latent(warped, edit=0, amount=0.0):
    """z of one image with `amount` of an edit as its file says."""
    z = torch.zeros(1, warped.latent)
    z[:, :warped.before] = torch.randn(1, warped.before, generator=torch.Generator().manual_seed(4))
    vector = next(each["vector"] for each in edit_list(warped.before, 5)["edits"] if each["name"] == EDITS[edit].name)
    return z + amount * torch.tensor(vector)[None]


class Templating(unittest.TestCase):
    """What is asked of the warp is factor times the amount; these tests divide by it, to ask for known pixels."""

    @classmethod
    def setUpClass(cls):
        cls.warped = tiny_warped()
        made = torch.from_numpy(templates(phantom_knee()))
        cls.made = made[[template for template, _, _ in PARTS]][None]

    def edited(self, edit, amount, image=None):
        z = latent(self.warped, edit, amount / EDITS[edit].factor)
        with torch.no_grad():
            return F.grid_sample(phantom() if image is None else image, self.warped.grid(z, self.made), padding_mode="border", align_corners=False)[0, 0]

    def test_a_joint_space_gets_wider_and_narrower_by_what_was_asked(self):
        for edit, side, other in ((0, "medial", "lateral"), (1, "lateral", "medial")):
            for amount in (-3.0, -1.5, 1.5, 3.0):
                image = self.edited(edit, amount)
                moved = amount / 100 * WIDTH / 100 * SIZE
                middle, unmoved = (numpy.mean(COLUMNS[which]).round().astype(int) for which in (side, other))
                femur, tibia = crossings(image[:, middle])
                within = 1 if abs(moved) > 5 else 0.5  # a raster of four pixels blurs the edges where a space closes
                self.assertAlmostEqual(femur, FEMUR[side] - moved, delta=within, msg=f"{side} {amount}")
                self.assertAlmostEqual(tibia, TIBIA[side], delta=0.5, msg=f"{side} {amount}")
                femur, tibia = crossings(image[:, unmoved])
                self.assertAlmostEqual(femur, FEMUR[other], delta=0.01)
                self.assertAlmostEqual(tibia, TIBIA[other], delta=0.01)

    def test_a_space_that_closes_keeps_its_order(self):
        femur_and_tibia = crossings(self.edited(0, -12.0)[:, 162])
        self.assertLessEqual(len(femur_and_tibia), 2)
        self.assertTrue(torch.isfinite(self.made).all())

    def test_the_femur_leans_and_the_tibia_stays(self):
        band = torch.zeros(1, 1, SIZE, SIZE)
        band[..., 100:124] = 1
        centre = numpy.mean([*FEMUR.values(), *TIBIA.values()])
        for amount in (-4.0, 4.0):
            image = self.edited(6, amount, band)
            for row in (20, 60):
                h = centre - row
                expected = 99.5 - amount * numpy.tan(numpy.pi / 180) * h * h / (h + 10)
                self.assertAlmostEqual(crossings(image[row])[0], expected, delta=0.2)
            self.assertAlmostEqual(crossings(image[150])[0], 99.5, delta=0.01)

    def test_rotation_and_size_move_the_whole_image(self):
        turned = self.edited(4, 5.0)
        slope = (crossings(turned[:, 190])[-1] - crossings(turned[:, 150])[-1]) / 40
        self.assertAlmostEqual(slope, numpy.tan(5 * numpy.pi / 180), delta=0.01)
        larger = self.edited(5, 10)  # a tenth
        femur, tibia = crossings(larger[:, 162])
        self.assertAlmostEqual(tibia - femur, (TIBIA["medial"] - FEMUR["medial"]) / 0.9, delta=0.05)


class Layers(unittest.TestCase):
    def test_without_an_edit_the_image_is_that_of_the_unchanged_generator(self):
        for classes in (5, 0):
            warped, generator = tiny_warped(classes), tiny_generator(classes)
            rng = torch.Generator().manual_seed(3)
            z, noise = latent(warped), generator.draw_noise(1, rng)
            label = torch.eye(5)[[3]] if classes else None
            with torch.no_grad():
                before = generator(z[:, :8], label, noise)
                after = warped(z, *([label] if classes else []), *noise)
            self.assertGreater(before.std(), 0.05)
            self.assertLess((before - after).abs().max(), 1e-3)

    def test_numbers_drawn_at_random_leave_it_as_good_as_unchanged(self):
        warped = tiny_warped()
        z = latent(warped).expand(8, -1).clone()
        z[:, 8:] = torch.randn(8, len(EDITS), generator=torch.Generator().manual_seed(5))
        with torch.no_grad():
            grid = warped.grid(z, 8 * torch.ones(8, len(PARTS), 56, 56))
            tone = (warped.gain(z) - 1).abs().max()
        self.assertLess((grid - warped.rest.permute(0, 2, 3, 1)).abs().max() * SIZE / 2, 0.7)  # pixels
        self.assertLess(tone, 0.005)

    def test_tone_is_changed_before_tanh(self):
        warped = tiny_warped()
        image = torch.linspace(-1, 1, SIZE).expand(1, 1, SIZE, SIZE)
        with torch.no_grad():
            brighter = warped.finish(image, latent(warped, 3, 5.0), torch.zeros(1, len(PARTS), 56, 56))
            harder = warped.finish(image, latent(warped, 2, 2.7), torch.zeros(1, len(PARTS), 56, 56))
        self.assertTrue(torch.allclose(torch.atanh(brighter) - image, torch.full_like(image, 0.1 * EDITS[3].factor), atol=1e-4))
        self.assertTrue(torch.allclose(torch.atanh(harder), image + (image - 0.155) * 0.1 * EDITS[2].factor, atol=1e-4))

    def test_weights_are_above_what_f16_holds_in_full(self):
        warped = tiny_warped()
        for values in (warped.amounts.weight, warped.rigid.weight, warped.gain.weight, warped.offset.weight, warped.spread):
            self.assertGreater(values[values != 0].abs().min(), 2 ** -14)

    def test_a_widened_generator_ignores_what_was_added(self):
        generator = tiny_generator()
        wide = widened(generator, 3)
        z, label, noise = torch.randn(2, 11), torch.eye(5)[:2], generator.draw_noise(2, torch.Generator().manual_seed(1))
        with torch.no_grad():
            self.assertTrue(torch.allclose(wide(z, label, noise), generator(z[:, :8], label, noise), atol=1e-6))


class Learning(unittest.TestCase):
    def test_templates_are_learned_from_latents_that_decide_them(self):
        rng = torch.Generator().manual_seed(6)
        inputs = torch.randn(300, 2, generator=rng)
        shapes = torch.from_numpy(templates(phantom_knee()))
        measured = warp_train.Measured(inputs, shapes[None] * (1 + 0.5 * inputs[:, :1, None, None]))
        with mock.patch.object(warp_train, "BATCH", 8):
            _, scale, report = warp_train.learn(measured, 240)
        self.assertEqual((report["knees"], report["held"]), (300, 18))
        self.assertEqual(scale.shape, (5,))
        self.assertGreater(min(report["explained"].values()), 0.5, report)

    def test_images_are_measured_part_by_part_and_then_dropped(self):
        def found(folder):
            numbers = [int(path.stem) for path in folder.iterdir()]
            return {number: phantom_knee() for number in numbers if number % 5}  # every fifth shows no knee
        with tempfile.TemporaryDirectory() as work, mock.patch.object(warp_train, "PART", 25), mock.patch.object(warp_train, "measure_folder", found):
            measured = warp_train.draw_and_measure(tiny_generator(), 60, work, 2)
            self.assertEqual([path for path in pathlib.Path(work).rglob("*") if path.is_file()], [])
            self.assertEqual(measured.templates.shape, (self.expected(60), 5, 56, 56))
            self.assertEqual(len(measured.inputs), len(measured.templates))
        with tempfile.TemporaryDirectory() as work, mock.patch.object(warp_train, "measure_folder", lambda folder: {}):
            with self.assertRaisesRegex(WarpError, "found knees in 0 of 40 images of the generator, expected 32 or more"):
                warp_train.draw_and_measure(tiny_generator(), 40, work, 1)

    @staticmethod
    def expected(count, part=25):
        return sum(1 for first in range(0, count, part) for number in range(min(part, count - first)) if number % 5)

    def test_what_the_command_says_becomes_one_line(self):
        failed = subprocess.CompletedProcess([], 1, "", "cpu: here\nroentgan measure: 1 of 9 could not be measured\n")
        with mock.patch.object(subprocess, "run", return_value=failed):
            with self.assertRaisesRegex(WarpError, "ended with 1: roentgan measure: 1 of 9 could not be measured, expected it to measure all"):
                warp_train.measure_folder(pathlib.Path("/tmp/x"))
        lines = [{"file": "/tmp/x/7.png", "knee": phantom_knee()}, {"file": "/tmp/x/8.png", "knee": {"found": False}}]
        said = subprocess.CompletedProcess([], 0, "\n".join(map(json.dumps, lines)) + "\n", "")
        with mock.patch.object(subprocess, "run", return_value=said):
            self.assertEqual(warp_train.measure_folder(pathlib.Path("/tmp/x")), {7: phantom_knee()})
        with mock.patch.object(subprocess, "run", side_effect=FileNotFoundError):
            with self.assertRaisesRegex(WarpError, "node was not found, expected Node"):
                warp_train.measure_folder(pathlib.Path("/tmp/x"))


class Writing(unittest.TestCase):
    def test_a_checkpoint_becomes_three_files(self):
        knees = lambda folder: {int(path.stem): phantom_knee() for path in folder.iterdir()}
        generator = Generator(8, 5, 1, channels=CHANNELS)
        state = {"latent": 8, "classes": 5, "colours": 1, "channels": CHANNELS, "average": generator.state_dict(), "run": {"choices": {"label": "grade"}, "data": {}}}
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(warp_train, "measure_folder", knees), \
                mock.patch("export_onnx.sheet.calibrated", lambda average, size: average.eval()):
            checkpoint.write(pathlib.Path(folder, "checkpoint.pt"), state)
            out = pathlib.Path(folder, "out")
            threads = torch.get_num_threads()
            said = quietly(warp_edits.main, f"{folder}/checkpoint.pt", "--out", out, "--images", 40, "--steps", 3, "--threads", threads)
            self.assertEqual(sorted(path.name for path in out.iterdir()), ["generator-check.npz", "generator-edits.json", "generator.onnx"])
            with numpy.load(out / "generator-check.npz") as check:
                self.assertEqual({name: check[name].shape for name in check}, {"z": (2, 15), "grade": (2, 5), "noise56": (2, 1, 56, 56),
                                                                              "noise112": (2, 1, 112, 112), "image": (2, 1, 224, 224)})
            edits = json.loads((out / "generator-edits.json").read_text())["edits"]
        self.assertIn('"GridSample": 1', said)  # counted after onnx.checker
        self.assertEqual([edit["name"] for edit in edits], ["severity", *(edit.name for edit in EDITS)])
        for index, edit in enumerate(edits):
            self.assertEqual([at for at, value in enumerate(edit["vector"]) if value], [7 + index] if index else [])
            self.assertEqual(len(edit["vector"]), 15)

    def refused(self, *arguments):
        with contextlib.redirect_stderr(io.StringIO()) as said, self.assertRaises(SystemExit) as exit:
            warp_edits.main([str(argument) for argument in arguments])
        return said.getvalue() if exit.exception.code == 2 else exit.exception.code

    def test_one_line_says_what_cannot_be_used(self):
        with tempfile.TemporaryDirectory() as folder:
            out = ("--out", f"{folder}/out")
            self.assertEqual(self.refused(f"{folder}/none.pt", *out), f'warp_edits: checkpoint "{folder}/none.pt" does not exist')
            self.assertRegex(self.refused(f"{folder}/none.safetensors", *out), r'^warp_edits: model ".*none.safetensors" cannot be read \(No such file')
            pathlib.Path(folder, "text.safetensors").write_text("not a model")
            self.assertRegex(self.refused(f"{folder}/text.safetensors", *out), "is no model file .*, expected one that `roentgan convert` wrote")
            self.assertRegex(self.refused("x.pt", *out, "--images", 3), "--images is 3, expected 32 or more")
            self.assertRegex(self.refused("x.pt", *out, "--steps", 0), "--steps is 0, expected 1 or more")
            with mock.patch.object(warp_edits, "load_generator", return_value=(Generator(8, 5, 3, 4, CHANNELS), "grade")):
                self.assertEqual(self.refused("x.pt", *out), 'warp_edits: "x.pt" draws 3 colours at 224 pixels, expected grey knees at 224')
            self.assertFalse(pathlib.Path(folder, "out").exists())


if __name__ == "__main__":
    unittest.main()
