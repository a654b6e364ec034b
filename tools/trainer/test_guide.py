"""The guide, texture that stands still, and lists of negatives; on noise images."""
import pathlib
import tempfile
import unittest

import numpy
import torch
import torch.nn.functional as F
from PIL import Image

import data
from classifier import Plain, save_classifier
from guide import MEMORY, Guide
from picture import DataError
from texture import excess_standing, excess_texture, grid_share, standing_share


class Texture(unittest.TestCase):
    def test_share_is_one_for_copies_and_a_batch_s_part_for_strangers(self):
        rng = torch.Generator().manual_seed(1)
        strangers, pattern = torch.randn(8, 1, 48, 48, generator=rng), torch.randn(1, 1, 48, 48, generator=rng)
        smooth = torch.linspace(-1, 1, 8)[:, None, None, None].expand(8, 1, 48, 48)
        for width in (3, 9, 17):
            self.assertAlmostEqual(standing_share(pattern.expand(8, 1, 48, 48), width).item(), 1, places=4)
            self.assertAlmostEqual(standing_share(strangers, width).item(), 1 / 8, delta=0.02)
            self.assertAlmostEqual(standing_share(pattern + smooth, width).item(), 1, places=2)  # brightness is no texture
        half = standing_share(strangers + pattern, 9).item()
        self.assertAlmostEqual(half, (1 + 1 / 8) / 2, delta=0.03)

    def test_only_excess_over_real_images_counts(self):
        rng = torch.Generator().manual_seed(2)
        real, pattern = torch.randn(8, 1, 48, 48, generator=rng), torch.randn(1, 1, 48, 48, generator=rng)
        self.assertEqual(excess_standing(real, real + pattern).item(), 0)
        fake = (real + pattern).requires_grad_()
        excess = excess_standing(fake, real)
        excess.backward()
        self.assertGreater(excess.item(), 1)
        better = fake.detach() - 50 * fake.grad
        self.assertLess(excess_standing(better, real).item(), excess.item())


    def test_a_grid_is_found_whatever_its_sign_and_only_its_period(self):
        rng = torch.Generator().manual_seed(4)
        noise, tile = torch.randn(4, 1, 64, 64, generator=rng), torch.randn(1, 1, 8, 8, generator=rng)
        grid = (tile - tile.mean()).repeat(1, 1, 8, 8) * torch.tensor([1., -1., 1., -1.])[:, None, None, None]
        self.assertAlmostEqual(grid_share(noise).item(), 1 / 64, delta=0.01)  # a tile's part of 64 independent ones
        self.assertAlmostEqual(grid_share(grid).item(), 1, delta=0.1)  # less what the border's shorter means change
        self.assertLess(grid_share((tile[..., :7, :7]).repeat(4, 1, 9, 9)).item(), 0.1)  # a period of 7 is no grid of 8
        fake = (noise + grid).requires_grad_()
        excess = excess_texture(fake, noise)
        excess.backward()
        better = fake.detach() - 3 * fake.grad
        self.assertLess(grid_share(better).item(), grid_share(fake).item())
        self.assertGreater(excess.item(), 1)


class Guided(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        torch.manual_seed(1)
        self.path = pathlib.Path(self.folder.name, "classifier.pt")
        save_classifier(self.path, Plain().eval(), "plain", {})
        rng = numpy.random.RandomState(0)
        self.images, self.labels = rng.randint(0, 256, (10, 1, 224, 224), dtype=numpy.uint8), numpy.arange(10) % 5

    def test_pulls_only_labels_that_are_less_clear_than_real_ones(self):
        guide = Guide(self.path, self.images, self.labels, weight=1, share=1)
        fake = torch.randn(2, 1, 224, 224, generator=torch.Generator().manual_seed(3)).requires_grad_()
        label = F.one_hot(torch.tensor([1, 4]), 5).float()
        guide.generated = guide.real * torch.tensor([9., 0., 9., 9., 9.])  # grade 1 is clear enough, grade 4 is not
        guide(fake, label).backward()
        self.assertEqual(fake.grad[0].abs().sum().item(), 0)
        self.assertGreater(fake.grad[1].abs().sum().item(), 0)
        self.assertAlmostEqual(guide.generated[0].item(), 9 * guide.real[0].item(), places=4)  # not asked for: unchanged
        self.assertLess(guide.generated[4].item(), 9 * guide.real[4].item())
        self.assertGreater(guide.generated[4].item(), MEMORY * 9 * guide.real[4].item())

    def test_goes_on_as_if_never_interrupted(self):
        fake, label = torch.randn(4, 1, 224, 224), F.one_hot(torch.tensor([0, 1, 2, 3]), 5).float()
        unbroken = Guide(self.path, self.images, self.labels)
        unbroken(fake, label)
        resumed = Guide(self.path, self.images, self.labels)
        resumed.restore(unbroken.state())
        self.assertEqual(unbroken(fake, label).item(), resumed(fake, label).item())
        self.assertTrue(torch.equal(unbroken.generated, resumed.generated))


class Negatives(unittest.TestCase):
    def test_listed_files_are_inverted_and_unknown_ones_refused(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name, "images")
            for grade in "01":
                (folder / grade).mkdir(parents=True)
                Image.new("L", (32, 32), 40).save(folder / grade / "a.png")
            list_file = pathlib.Path(name, "negatives.txt")
            list_file.write_text("# found by eye\n1/a.png\n")
            for _ in range(2):  # decoded, and from the cache
                read = data.read_folder(folder, 32, pathlib.Path(name, "cache"), negatives=data.read_negatives(list_file))
                self.assertEqual([int(image.mean()) for image in read.images], [40, 215])
                self.assertEqual(read.facts()["inverted"], 1)
            with self.assertRaisesRegex(DataError, '"2/a.png", which is not in'):
                data.read_folder(folder, 32, pathlib.Path(name, "cache"), negatives={"2/a.png"})
            with self.assertRaisesRegex(DataError, "cannot be read"):
                data.read_negatives(pathlib.Path(name, "none.txt"))


if __name__ == "__main__":
    unittest.main()
