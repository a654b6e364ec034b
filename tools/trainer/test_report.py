"""Run in this folder: /usr/bin/python3 -m unittest test_report test_report_whole. Noise and drawn shapes only, no radiograph; each case has a known answer."""
import pathlib
import unittest

import numpy
import torch
from PIL import Image

import report_distance
import report_diversity
import report_grades
import report_realism
import report_ssim
import report_statistics
from report_bootstrap import binomial_interval, draws, interval
from report_images import Radiographs

torch.set_num_threads(1)
rng = lambda seed=0: numpy.random.default_rng(seed)


def blobs(count, seed=0, size=224):
    """uint8 images that differ in their coarse shape: random 7x7 patterns, enlarged."""
    small = rng(seed).integers(0, 256, (count, 7, 7), dtype=numpy.uint8)
    return numpy.stack([numpy.asarray(Image.fromarray(x).resize((size, size), Image.BICUBIC)) for x in small])


def people(images, grades, prefix="s"):
    return Radiographs(images, numpy.asarray(grades), numpy.array([f"{prefix}{i}" for i in range(len(images))]), numpy.zeros(len(images), bool),
                       [pathlib.Path(f"0/{prefix}{i}R.png") for i in range(len(images))])


class Sure(unittest.TestCase):
    def test_exact_interval(self):
        for (hits, count), expected in {(0, 10): (0, 0.30850), (5, 10): (0.18709, 0.81291), (10, 10): (0.69150, 1), (120, 200): (0.52850, 0.66845)}.items():
            for found, known in zip(binomial_interval(hits, count), expected):
                self.assertAlmostEqual(found, known, places=4)

    def test_a_subject_is_drawn_whole(self):
        counts = draws(numpy.array(["a", "b", "a", "c"]), 200, rng())
        self.assertTrue((counts[:, 0] == counts[:, 2]).all())
        self.assertTrue((counts[:, 0] + counts[:, 1] + counts[:, 3] == 3).all())

    def test_interval_holds_the_middle(self):
        self.assertTrue(numpy.allclose(interval(numpy.arange(1001)), [25, 975]))


class Grades(unittest.TestCase):
    def test_known_kappa(self):
        asked, found = numpy.repeat([0, 0, 4, 4], [30, 20, 10, 40]), numpy.repeat([0, 4, 0, 4], [30, 20, 10, 40])
        score = report_grades.scores(report_grades.confusion(asked, found))
        self.assertAlmostEqual(float(score["exact"]), 0.7)
        self.assertAlmostEqual(float(score["kappa"]), 0.4)  # two classes: (0.7 - 0.5) / (1 - 0.5)

    def test_near_misses_cost_less(self):
        asked = numpy.arange(5).repeat(10)
        near, far = (asked + 1).clip(0, 4), 4 - asked
        kappa = lambda found: float(report_grades.scores(report_grades.confusion(asked, found))["kappa"])
        self.assertEqual(kappa(asked), 1)
        self.assertGreater(kappa(near), 0.7)
        self.assertLess(kappa(far), -0.9)

    def test_early_or_later(self):
        asked, found = numpy.array([0, 1, 1, 2, 3, 4]), numpy.array([1, 0, 2, 4, 3, 1])
        matrix = report_grades.confusion(asked, found)
        self.assertAlmostEqual(float(report_grades.scores(matrix)["early_or_later"]), 4 / 6)
        self.assertEqual(report_grades.recall(matrix), [0, 0, 0, 1, 0])

    def test_limits(self):
        asked = numpy.arange(5).repeat(40)
        wrong = lambda share: numpy.where(numpy.arange(200) % 100 < 100 * share, (asked + 1) % 5, asked)
        subjects = numpy.arange(200)
        within = report_grades.compare((asked, wrong(0.30)), (asked, wrong(0.34)), subjects, rounds=200)["difference_exact"]
        beyond = report_grades.compare((asked, wrong(0.30)), (asked, wrong(0.20)), subjects, rounds=200)["difference_exact"]
        self.assertTrue(within["passes"])
        self.assertFalse(beyond["passes"])
        self.assertAlmostEqual(beyond["points"], 10)
        self.assertTrue(beyond["interval"][0] < 10 < beyond["interval"][1])
        guess = report_grades.compare((asked, rng().permutation(asked)), (asked, asked), subjects, rounds=200)
        self.assertTrue(guess["weak"])

    def test_answers_come_in_order(self):
        images = rng().integers(0, 256, (70, 8, 8), dtype=numpy.uint8)
        found = report_grades.answers(lambda x: x.mean((1, 2, 3))[:, None], images)
        self.assertTrue(numpy.allclose(found[:, 0], images.mean((1, 2)) / 127.5 - 1, atol=1e-5))


class Statistics(unittest.TestCase):
    def test_w1_of_shifted_histograms(self):
        a, b = numpy.zeros(32), numpy.zeros(32)
        a[4], b[12] = 1, 1
        self.assertAlmostEqual(report_statistics.w1(a, b), 8 / 32)
        self.assertEqual(report_statistics.w1(a, a), 0)

    def test_histogram_counts_pixels(self):
        images = numpy.array([[[0, 7], [8, 255]]], numpy.uint8)
        found = report_statistics.histograms(images)[0]
        self.assertEqual([found[0], found[1], found[31]], [0.5, 0.25, 0.25])

    def test_a_wave_is_in_its_ring(self):
        x = numpy.arange(224)
        wave = 128 + 100 * numpy.sin(2 * numpy.pi * 40 * x / 224)
        db = report_statistics.radial_db(report_statistics.mean_power(numpy.tile(wave, (1, 224, 1)).astype(numpy.uint8))[0])
        self.assertIn(int(db.argmax()), (39, 40))  # the window spreads it by a bin; ring k holds k to k + 1
        self.assertGreater(db[40] - db[80], 40)

    def test_white_noise_has_its_power_under_the_window(self):
        images = rng().integers(0, 256, (20, 224, 224), dtype=numpy.uint8)
        db = report_statistics.radial_db(report_statistics.mean_power(images)[0])
        expected = 10 * numpy.log10((255 ** 2 + 2 * 255) / 12 / 255 ** 2 * (numpy.hanning(224) ** 2).sum() ** 2)
        self.assertAlmostEqual(db[20:].mean(), expected, delta=0.05)

    def test_spectrum_in_decibel(self):
        images = 64 + blobs(6) // 4
        quieter = (images.astype(float) - 128) / 2 + 128
        loud, soft = (report_statistics.radial_db(report_statistics.mean_power(i)[0]) for i in (images, quieter))
        self.assertAlmostEqual(float((loud - soft)[:10].mean()), 6.02, delta=0.01)

    def test_distances_and_components(self):
        rows = numpy.array([[0.0, 0], [3, 4], [0, 8]])
        self.assertAlmostEqual(report_statistics.distances(rows, rows)[0, 1], 5 / 2 ** 0.5)
        self.assertAlmostEqual(report_statistics.pairwise(rows), (5 + 8 + 5) / 3 / 2 ** 0.5)
        line = numpy.outer(numpy.arange(5.0), [1, 2, 3])
        self.assertAlmostEqual(report_statistics.component_variance(line)[0], 1)

    def test_realism_passes_the_real_and_fails_the_dark_the_blurred_and_the_same(self):
        texture = lambda seed: (blobs(60, seed) * 0.6 + 40 + rng(seed).normal(0, 15, (60, 224, 224))).clip(0, 255).astype(numpy.uint8)
        grades = numpy.arange(60) % 2
        train, val = people(texture(1), grades), people(texture(2), grades, "v")
        counts = [30, 30]
        reference = report_realism.by_grade(train.images, grades, train.left, counts)
        look = lambda images: report_realism.compare(images, grades, train, val, reference, counts, rounds=100)[0]["rows"][-1]["passes"]
        fresh = texture(3)
        self.assertEqual(look(fresh), {"w1": True, "spectrum": True, "diversity": True})
        self.assertFalse(look((fresh * 0.7).astype(numpy.uint8))["w1"])
        self.assertFalse(look(((fresh.astype(int) + numpy.roll(fresh, 1, 2)) // 2).astype(numpy.uint8))["spectrum"])
        self.assertFalse(look(numpy.repeat(fresh[:2], 30, 0))["diversity"])


class Distance(unittest.TestCase):
    def test_frechet_of_known_gaussians(self):
        a, b = rng(1).normal(0, 1, (20000, 3)), rng(2).normal([1, 0, 0], [2, 1, 1], (20000, 3))
        self.assertAlmostEqual(report_distance.frechet(a, b), 1 + (2 - 1) ** 2, delta=0.1)  # squared means + squared deviations

    def test_kernel_distance(self):
        one, same, moved = rng(1).normal(0, 1, (400, 5)), rng(2).normal(0, 1, (400, 5)), rng(3).normal(1, 1, (400, 5))
        self.assertAlmostEqual(report_distance.kernel_distance(one, same), 0, delta=0.05)
        self.assertGreater(report_distance.kernel_distance(one, moved), 1)

    def test_precision_and_recall(self):
        real = rng(1).normal(0, 1, (300, 2))
        narrow, wide = rng(2).normal(0, 0.05, (300, 2)), rng(3).normal(0, 20, (300, 2))
        self.assertGreater(report_distance.coverage(real, narrow), 0.95)
        self.assertLess(report_distance.coverage(narrow, real), 0.1)
        self.assertLess(report_distance.coverage(real, wide), 0.1)


class Ssim(unittest.TestCase):
    image = torch.from_numpy(blobs(2, 5)[:, None] / 255)

    def test_identities(self):
        a, b = self.image[:1], self.image[1:]
        self.assertAlmostEqual(float(report_ssim.ms_ssim(a, a)), 1, places=6)
        self.assertAlmostEqual(float(report_ssim.ms_ssim(a, b)), float(report_ssim.ms_ssim(b, a)), places=9)
        self.assertLess(float(report_ssim.ms_ssim(a, b)), 0.5)

    def test_brightness_counts_at_the_coarsest_scale_only(self):
        flat, lighter = torch.full((1, 1, 224, 224), 0.4, dtype=torch.float64), torch.full((1, 1, 224, 224), 0.6, dtype=torch.float64)
        luminance = (2 * 0.4 * 0.6 + 1e-4) / (0.4 ** 2 + 0.6 ** 2 + 1e-4)
        self.assertAlmostEqual(float(report_ssim.ms_ssim(flat, lighter)), luminance ** 0.1333, places=6)

    def test_contrast_counts_at_every_scale(self):
        a = self.image[:1]
        softer = (a - a.mean()) * 1e-9 + a.mean()
        self.assertLess(float(report_ssim.ms_ssim(a, softer)), float(report_ssim.ms_ssim(a, (a - a.mean()) * 0.9 + a.mean())))

    def test_pairs_are_of_one_grade_and_two_people(self):
        grades, subjects = numpy.arange(40) % 2, numpy.arange(40) // 4
        pairs = report_ssim.pairs_within(grades, subjects, [10, 5], rng())
        self.assertEqual(numpy.bincount(grades[pairs[:, 0]]).tolist(), [10, 5])
        self.assertTrue((grades[pairs[:, 0]] == grades[pairs[:, 1]]).all())
        self.assertTrue((subjects[pairs[:, 0]] != subjects[pairs[:, 1]]).all())


class Diversity(unittest.TestCase):
    def test_texture_that_stands_still(self):
        noise = lambda seed, count: rng(seed).integers(0, 128, (count, 64, 64))
        moving, both = noise(1, 40), noise(2, 40) + noise(3, 1)
        self.assertLess(report_diversity.texture(moving.astype(numpy.uint8))["standing"], 0.02)
        self.assertAlmostEqual(report_diversity.texture(both.astype(numpy.uint8))["standing"], 0.5, delta=0.03)

    def test_checkerboard_is_a_peak_of_its_period(self):
        y, x = numpy.indices((224, 224))
        images = rng().integers(60, 180, (10, 224, 224))
        grid = lambda added: report_diversity.texture((images + added).astype(numpy.uint8))["grid"]
        self.assertLess(max(grid(0).values()), 3 + 1)
        board = grid(20 * ((x + y) % 2))
        self.assertGreater(board["2"], 10)
        self.assertLess(board["8"], 4)
        self.assertGreater(grid(20 * (x % 8 == 0))["8"], 10)

    def test_collapse_is_seen(self):
        grades = numpy.zeros(60, int)
        train = people(blobs(60, 1), grades)
        varied = report_diversity.compare(blobs(60, 2), grades, train, grades, pairs=60, rounds=100)
        self.assertTrue(varied["passes"]["ms_ssim"] and varied["passes"]["twins"])
        few = report_diversity.compare(numpy.repeat(blobs(6, 2), 10, 0), grades, train, grades, pairs=60, rounds=100)
        self.assertFalse(few["passes"]["ms_ssim"] or few["passes"]["twins"])


if __name__ == "__main__":
    unittest.main()
