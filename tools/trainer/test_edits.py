"""Learned edits: what is moved, what is learned, that a resumed run repeats an unbroken one; attributes and their file; on noise images."""
import json
import pathlib
import tempfile
import unittest

import numpy
import torch
from PIL import Image
from torch import nn

import checkpoint
import export_edits
import learn_attributes
from attribute_data import MEASURED, measured_images
from attributes import Attributes, AttributesError, load_attributes, save_attributes
from classifier import Plain
from edits import LearnedEdits, interpolate, soft_label
from generator import Generator
from noise_data import SMALL, small_trainer
from picture import DataError


class Halves(nn.Module):
    """Mean grey of the left and of the right half; severity is that of the rows at the top."""

    names, units = ["left", "right", "severity"], ["grey", "grey", "grades"]
    deviations = torch.tensor([0.5, 2.0, 1.0])

    def forward(self, images):
        half = images.shape[-1] // 2
        return torch.stack([20 * images[..., :half].mean([1, 2, 3]), 20 * images[..., half:].mean([1, 2, 3]), 20 * images[:, :, :8].mean([1, 2, 3])], 1)


def small_edits(classes=5, share=0.5):
    return LearnedEdits(Halves(), 8, classes, share=share, first_samples=60)


class Moving(unittest.TestCase):
    def test_positions_lie_between_two_classes(self):
        label = soft_label(torch.tensor([0.0, 1.25, 4.0]), 5)
        self.assertTrue(torch.allclose(label, torch.tensor([[1, 0, 0, 0, 0], [0, 0.75, 0.25, 0, 0], [0, 0, 0, 0, 1.0]])))
        found = interpolate(torch.tensor([0.0, 0.5, 3.0, 4.0]), torch.tensor([0.0, 1, 4]), torch.tensor([0.0, 10, 20]))
        self.assertTrue(torch.allclose(found, torch.tensor([0, 5, 10 + 20 / 3, 20])))

    def test_one_attribute_is_asked_to_change_and_the_label_moves_no_further_than_its_classes(self):
        edits = small_edits()
        edits.values = torch.linspace(0, 3, 9)
        edits.directions.data.normal_(generator=torch.Generator().manual_seed(1))
        z, label = torch.randn(200, 8), torch.eye(5)[torch.arange(200) % 5]
        moved, relabelled, wanted = edits.move(z, label)
        self.assertTrue(torch.allclose(moved, z + wanted @ edits.directions))
        self.assertTrue(((wanted != 0).sum(1) <= 1).all())
        graded = (relabelled != label).any(1)
        self.assertTrue((wanted[graded, 2] != 0).all() and (wanted[~graded, 2] == 0).all())
        position = (relabelled * torch.arange(5)).sum(1)
        change = interpolate(position, torch.arange(9) / 2, edits.values) - label.argmax(1) * 0.75
        self.assertTrue(torch.allclose(change[wanted[:, 2] != 0], wanted[:, 2][wanted[:, 2] != 0], atol=1e-5))
        for attribute in range(3):
            amounts = wanted[:, attribute][wanted[:, attribute] != 0]
            self.assertTrue(amounts.min() < 0 < amounts.max() and amounts.abs().max() <= 2.2)

    def test_without_classes_all_edits_move_the_latent(self):
        edits = small_edits(classes=0)
        moved, label, wanted = edits.move(torch.zeros(30, 8), None)
        self.assertIsNone(label)
        self.assertTrue((wanted != 0).any(0).all())


class Learning(unittest.TestCase):
    def trainer(self, **settings):
        return small_trainer(stages=((128, 1),), warmup=0, mixed=False, edits=small_edits(), **settings)

    def test_first_directions_move_one_attribute_each(self):
        torch.manual_seed(1)
        generator, edits = Generator(8, 0, 1, 4, SMALL), LearnedEdits(Halves(), 8, first_samples=600)
        with torch.no_grad():
            for weight in generator.start.parameters():
                weight.mul_(20)
        edits.begin(generator)
        self.assertTrue(edits.begun)
        self.assertTrue((edits.directions.norm(dim=1) > 0).all() and (edits.directions.norm(dim=1) <= 2.5001).all())
        self.assertTrue(torch.equal(edits.average, edits.directions.detach()))

    def test_teaches_a_generator_its_edits(self):
        torch.manual_seed(2)
        edits = LearnedEdits(Halves(), 4, share=1)
        edits.directions.data.normal_(0, 0.1, generator=torch.Generator().manual_seed(1))
        weights = (0.02 * torch.randn(4, 3)).requires_grad_()

        def draw(z):  # three grey areas, each from its own numbers
            grey = z @ weights
            image = grey[:, 0, None, None, None].expand(-1, 1, 32, 32).clone()
            image[..., 16:] = grey[:, 1, None, None, None]
            image[:, :, :8] = image[:, :, :8] + grey[:, 2, None, None, None]
            return image
        optimizer, errors = torch.optim.Adam([weights], 2e-3), []
        for _ in range(300):
            z = torch.randn(16, 4)
            moved, _, wanted = edits.move(z, None)
            loss, report = edits.loss(draw(z), draw(moved), wanted)
            optimizer.zero_grad()
            edits.optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            edits.optimizer.step()
            errors.append(report["edit_error"] + report["edit_drift"])
        self.assertLess(numpy.mean(errors[-20:]), 0.4 * numpy.mean(errors[:20]))
        for value in edits.slopes().values():
            self.assertAlmostEqual(value, 1, delta=0.35)

    def test_edited_images_take_part_and_share_the_noise_of_those_before(self):
        trainer = self.trainer()
        trainer.edits.begin(trainer.average)
        trainer.edits.directions.data.zero_()
        trainer.edits.classes = 0  # no label moves
        images, label, pick, anchored, (before, after, wanted) = trainer.batch_with_edits(128, 1.0)
        self.assertEqual((len(images), len(label), len(before), len(after)), (8, 8, 4, 4))
        self.assertTrue(torch.allclose(before, after, atol=1e-4))
        self.assertTrue(torch.equal(images[4:], after))

    def test_a_resumed_run_repeats_an_unbroken_one(self):
        unbroken = self.trainer()
        reports = [unbroken.advance() for _ in range(4)]
        self.assertTrue(unbroken.edits.begun and reports[-1]["edits"] > 0)
        first = self.trainer()
        for _ in range(2):
            first.advance()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "checkpoint.pt")
            checkpoint.save(path, first)
            second = self.trainer()
            second.restore(checkpoint.read(path))
            for _ in range(2):
                report = second.advance()
        self.assertEqual(report, reports[-1])
        self.assertTrue(torch.equal(second.edits.directions, unbroken.edits.directions))
        self.assertTrue(torch.equal(second.edits.average, unbroken.edits.average))
        for a, b in zip(second.generator.parameters(), unbroken.generator.parameters()):
            self.assertTrue(torch.equal(a, b))

    def test_a_checkpoint_without_edits_learns_them_from_then_on(self):
        plain = small_trainer(stages=((128, 1),), warmup=0, mixed=False)
        plain.advance()
        later = self.trainer()
        later.restore(plain.state())
        self.assertFalse(later.edits.begun)
        later.advance()
        self.assertTrue(later.edits.begun)

    def test_export_is_by_unit(self):
        trainer = self.trainer()
        self.assertIsNone(export_edits.learned(trainer.state()))
        trainer.advance()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "edits.json")
            self.assertTrue(export_edits.write(trainer.state(), path))
            found = json.loads(path.read_text())["edits"]
        self.assertEqual([edit["name"] for edit in found], Halves.names)
        self.assertTrue(numpy.allclose(found[1]["vector"], (trainer.edits.average[1] / 2).tolist(), rtol=1e-4))
        self.assertEqual(found[0]["taughtTo"], 1.0)


class Attribute(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def test_exposure_is_exact_and_a_file_gives_back_what_was_saved(self):
        torch.manual_seed(1)
        attributes = Attributes(["a", "b"], [0, 0], [1, 2], 4.0, Plain(), units={"a": "mm"}).eval()
        images = torch.rand(3, 1, 224, 224) * 2 - 1
        path = pathlib.Path(self.folder.name, "attributes.pt")
        save_attributes(path, attributes, "plain")
        again = load_attributes(path)
        self.assertEqual(again.names, ["a", "b", "exposure", "severity"])
        self.assertEqual(again.units, ["mm", "", "% of full scale", "KL grades"])
        with torch.no_grad():
            found = again(images)
            self.assertTrue(torch.equal(found, attributes(images)))
        self.assertTrue(torch.allclose(found[:, 2], 25 * (images.mean([1, 2, 3]) / 2 + 0.5), atol=1e-4))
        path.write_bytes(b"none")
        with self.assertRaisesRegex(AttributesError, "cannot be read"):
            load_attributes(path)

    def test_reads_what_the_measurer_wrote_and_mirrors_left_knees(self):
        pixels = numpy.zeros((224, 224), numpy.uint8)
        pixels[:, :100] = 200
        lines = []
        for name, side in (("s0001L.png", "left"), ("knee-grade1-seed0007.png", "right")):
            path = pathlib.Path(self.folder.name, name)
            Image.fromarray(pixels).save(path)
            knee = {"found": True, **{key: 1.5 for key, _ in MEASURED.values()}, "contrast": None}
            lines.append({"file": str(path), "side": side, "knee": knee})
        lines += [{"file": "x.png", "error": "cannot be read", "knee": {}}, {"file": "y.png", "knee": {"found": False}}]
        path = pathlib.Path(self.folder.name, "lines.jsonl")
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        images, values, held, generated = measured_images([path])
        self.assertTrue((images[0] == pixels[:, ::-1]).all() and (images[1] == pixels).all())
        self.assertEqual(generated.tolist(), [False, True])
        self.assertEqual(numpy.isnan(values).sum(), 2)
        path.write_text('{"knee": 1}\n')
        with self.assertRaisesRegex(DataError, "expected lines of roentgan measure"):
            measured_images([path])

    def test_a_gain_multiplies_contrast_and_nothing_else(self):
        rng = torch.Generator().manual_seed(1)
        images = torch.full((50, 32, 32), 128, dtype=torch.uint8)
        wanted = torch.zeros(50, 2)
        _, same = learn_attributes.varied(images, wanted, None, rng)
        self.assertTrue(torch.equal(same, wanted))
        _, varied = learn_attributes.varied(images, wanted, (1, -4.0), rng)
        self.assertTrue((varied[:, 0] == 0).all())
        self.assertAlmostEqual(varied[:, 1].abs().max().item(), 4 * learn_attributes.GAIN, delta=0.05)


if __name__ == "__main__":
    unittest.main()
