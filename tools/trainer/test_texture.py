"""Tests of teaching a generator the texture of real images."""
import json
import pathlib
import tempfile
import unittest

import numpy
import torch

import mend_texture
from grid import GridWatch, mean_power
from mend_texture import TextureLesson
from noise_data import quietly, write_folder
from patches import Place, TextureCritic, fine
from test_warp import tiny_generator
from test_warp_model import SHIPPED
from warp_model import load_generator

def lesson(seed=1):
    rng = numpy.random.default_rng(4)
    return TextureLesson(tiny_generator(), rng.integers(0, 256, (10, 1, 224, 224), numpy.uint8), numpy.arange(10) % 5, 4, seed)


class Parts(unittest.TestCase):
    def test_a_part_is_drawn_as_in_the_whole_image(self):
        generator, _ = load_generator(SHIPPED)
        rng = torch.Generator().manual_seed(2)
        z, label = torch.randn(2, 96, generator=rng), torch.eye(5)[:2]
        noise = generator.draw_noise(2, rng)
        maps = dict(zip(generator.noise_sizes, noise))
        with torch.no_grad():
            whole, features = generator(z, label, noise), generator.features(z, label, maps)
            for _ in range(4):
                place = Place(generator, 20, rng)
                part = place.draw(generator, features, maps)
                self.assertEqual(part.shape, (2, 1, 80, 80))
                self.assertLess((part - place.of(whole)).abs().max(), 1e-4)

    def test_fine_texture_is_without_level_and_slow_change(self):
        ramp = torch.linspace(-1, 1, 60).expand(1, 1, 60, 60)
        self.assertLess(fine(ramp + 0.3)[..., 8:-8].abs().max(), 1e-5)
        stripes = torch.tensor([1.0, -1.0]).repeat(30).expand(1, 1, 60, 60)
        self.assertLess((fine(stripes) - stripes)[..., 8:-8].abs().max(), 0.1)

    def test_the_critic_scores_overlapping_parts(self):
        self.assertEqual(TextureCritic()(torch.zeros(2, 1, 88, 88)).shape, (2, 1, 11, 11))


class Watching(unittest.TestCase):
    def watch(self, loud, batches=20):
        """What has seen noise with a grid of 8 pixels in it, beside noise."""
        rng = torch.Generator().manual_seed(3)
        tile = torch.randn(8, 8, generator=rng).repeat(8, 8)
        watch = GridWatch(64)
        for _ in range(batches):
            made, real = torch.randn(2, 4, 1, 64, 64, generator=rng).unbind()
            watch.follow(mean_power(made + loud * tile), mean_power(real))
            watch.weigh()
        return watch, tile

    def test_a_grid_is_found_and_weighs_more_the_louder_it_is(self):
        faint, _ = self.watch(0.3)
        loud, tile = self.watch(1.0)
        other = torch.randn(4, 1, 64, 64, generator=torch.Generator().manual_seed(4))
        self.assertGreater(loud.power(mean_power(other + tile)), 10 * loud.power(mean_power(other)))
        self.assertGreater(loud.weight.max(), 2 * faint.weight.max())
        stands = loud.weight > loud.weight.max() / 2
        self.assertTrue(all(min(at % 8, -at % 8) <= 1 for at in stands.nonzero().flatten().tolist()))

    def test_nothing_weighs_before_enough_was_seen(self):
        self.assertFalse(self.watch(1.0, 19)[0].weight.any())

    def test_what_it_has_seen_can_be_kept(self):
        watch, tile = self.watch(1.0)
        again = GridWatch(64)
        again.restore(watch.state())
        power = mean_power(tile.expand(1, 1, 64, 64) + 0.0)
        self.assertEqual(again.power(power), watch.power(power))
        self.assertEqual(again.seen, 20)


class Teaching(unittest.TestCase):
    def test_a_run_that_was_broken_off_goes_on_the_same(self):
        whole = lesson()
        for _ in range(4):
            whole.advance()
        first, second = lesson(), lesson(seed=9)
        for _ in range(2):
            first.advance()
        second.restore(first.state())
        for _ in range(2):
            second.advance()
        for a, b in zip(whole.average + whole.taught, second.average + second.taught):
            self.assertTrue(torch.equal(a, b))

    def test_only_the_last_layers_change_and_take_up_texture(self):
        taught = lesson()
        before = mend_texture.compare(taught, 8)
        for _ in range(40):
            taught.advance()
        after = taught.averaged()
        for (name, old), new in zip(taught.teacher.state_dict().items(), after.state_dict().values()):
            same = name.startswith(("embed", "start", "blocks.14", "blocks.28", "blocks.56")) or "running" in name or "tracked" in name
            self.assertEqual(torch.equal(old, new), same or "to_image.56" in name or "to_image.112" in name, name)
        report = mend_texture.compare(taught, 8)
        self.assertLess(report["spectrum_off_db"]["after"], before["spectrum_off_db"]["before"] - 0.5, report)  # noise has much texture, a new generator none

    def test_the_command_writes_a_generator_and_goes_on(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            write_folder(folder / "data", size=224)
            line = [SHIPPED, folder / "data", "--out", folder / "out", "--batch", 2, "--threads", torch.get_num_threads()]
            quietly(mend_texture.main, *line, "--steps", 1)
            said = quietly(mend_texture.main, *line, "--steps", 2)
            self.assertEqual(json.loads(said[said.index("{"):])["step"], 2)
            self.assertEqual(sorted(path.suffix for path in (folder / "out").iterdir()), [".npy", ".npz", ".onnx", ".pt"])
            line[line.index("--batch") + 1] = 3
            with self.assertRaisesRegex(SystemExit, "was begun with batch 2, found 3"):
                quietly(mend_texture.main, *line)

    def test_data_of_other_classes_are_refused(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            write_folder(folder / "data", ("a", "b", "c"), size=224)
            with self.assertRaisesRegex(SystemExit, "holds 3 classes, the generator has 5; expected as many"):
                quietly(mend_texture.main, SHIPPED, folder / "data", "--out", folder / "out")


if __name__ == "__main__":
    unittest.main()
