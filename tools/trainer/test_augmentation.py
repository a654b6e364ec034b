"""Run in this folder: /usr/bin/python3 -m unittest test_augmentation test_augmentation_whole. Uses noise only, no radiograph, and takes half a minute."""
import contextlib
import io
import itertools
import json
import pathlib
import tempfile
import unittest
from unittest import mock

import numpy
import torch
from PIL import Image

import augmentation_analysis
import augmentation_cells
import augmentation_data
import augmentation_pool
import augmentation_subset
import augmentation_text
from augmentation_analysis import HARMS, HELPS, OPEN, analyse, over_seeds
from augmentation_cells import ALONE, MANY, MIXED, Cell, cells, read_results
from augmentation_data import Graded, pick, training_set
from augmentation_settings import ALL, SETTINGS, Scale, Setting
from augmentation_train import answers, batches, rate, train
from data import list_images
from report_images import REPOSITORY, ReportError

TINY = Setting("tiny", 64, (4, 4, 8, 8), 8, (Scale(10, 3, 3), Scale(20, 3, 2), Scale(ALL, 4, 2)), False, (0.0, 0.5, 2.0))


def bright_images(count, seed=0, size=64):
    """The worse the grade, the more bright rows at the joint."""
    rng = numpy.random.RandomState(seed)
    grades = numpy.arange(count) % 5
    images = rng.randint(0, 60, (count, size, size), dtype=numpy.uint8)
    for image, grade in zip(images, grades):
        image[size // 2:size // 2 + 2 + size // 18 * grade] += 120
    return images, grades


def graded(count, seed=0):
    images, grades = bright_images(count, seed)
    return Graded(images, grades, numpy.arange(count))


def write_folder(folder, count, seed, prefix, names="{0}{1}{2}.png"):
    for index, (image, grade) in enumerate(zip(*bright_images(count, seed))):
        directory = pathlib.Path(folder, str(grade))
        directory.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(directory / names.format(prefix, index // 2, "LR"[index % 2]))


class Pool(augmentation_pool.FolderPool):
    """A pool of given images."""

    def __init__(self, images):
        self.images = images


class Cells(unittest.TestCase):
    def test_every_arm_of_a_scale_has_the_same_steps_and_seeds(self):
        for setting in [*SETTINGS.values(), TINY]:
            todo = cells(setting, 5778)
            self.assertEqual(len({cell.key for cell in todo}), len(todo))
            for scale in setting.scales:
                n = scale.n or 5778
                mine = [cell for cell in todo if cell.n == n]
                self.assertEqual({cell.steps for cell in mine}, {scale.steps})
                arms = {(cell.kind, cell.ratio) for cell in mine}
                self.assertEqual(arms, {(MIXED, ratio) for ratio in setting.ratios} | {(ALONE, 1.0)} | ({(MANY, 2.0)} if scale.n is ALL else set()))
                self.assertEqual({cell.key for cell in mine}, {(n, *arm, seed) for arm in arms for seed in range(1, scale.seeds + 1)})
            self.assertEqual([(cell.n, cell.seed) for cell in todo], sorted((cell.n, cell.seed) for cell in todo))
            self.assertTrue(all(cell.synthetic <= cell.pool <= 2 * 5778 for cell in todo))

    def test_both_settings_try_what_is_asked(self):
        for setting in SETTINGS.values():
            self.assertEqual(setting.ratios, (0, 0.5, 1, 1.5, 2))
            self.assertEqual((setting.scales[0].n, setting.scales[-1].n), (50, ALL))
            self.assertTrue(all(scale.seeds >= 3 for scale in setting.scales))

    def test_scales_of_as_many_as_there_are_are_left_to_all(self):
        self.assertEqual([sorted({cell.n for cell in cells(TINY, total)}) for total in (40, 20, 15, 10)], [[10, 20, 40], [10, 20], [10, 15], [10]])
        self.assertEqual({cell.steps for cell in cells(TINY, 20) if cell.n == 20}, {4})

    def test_a_line_cut_short_is_dropped_and_a_broken_one_is_named(self):
        whole = json.dumps({"n": 10, "kind": MIXED, "ratio": 0.5, "seed": 1, "given": "01", "later": "00"}) + "\n"
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "results.jsonl")
            self.assertEqual(read_results(path), {})
            path.write_text(whole + whole[:30])
            self.assertEqual(list(read_results(path)), [(10, MIXED, 0.5, 1)])
            self.assertEqual(path.read_text(), whole)
            for broken in ("nonsense", '{"n": 10}', whole.strip().replace('"00"', '"0"')):
                path.write_text(whole + broken + "\n")
                with self.assertRaisesRegex(ReportError, "results.jsonl. line 2 .*expected.*--restart"):
                    read_results(path)


class Draws(unittest.TestCase):
    def test_arms_share_real_images_and_larger_shares_hold_the_smaller(self):
        real, pool = graded(100), Pool(graded(200, 1))
        drawn = {ratio: training_set(Cell(20, MIXED, ratio, 3, 1, 200), real, pool, "real") for ratio in (0.0, 0.5, 2.0)}
        self.assertEqual([len(images) for images, _ in drawn.values()], [20, 30, 60])
        as_set = lambda images: {image.tobytes() for image in images}
        for images, grades in drawn.values():
            self.assertTrue(numpy.array_equal(images[:20], drawn[0.0][0]))
            self.assertEqual(len(as_set(images)), len(images))
            self.assertEqual(len(set(numpy.bincount(grades))), 1)
        self.assertLess(as_set(drawn[0.5][0]), as_set(drawn[2.0][0]))
        self.assertLessEqual(as_set(drawn[2.0][0][20:]), as_set(pool.images.images))
        alone, _ = training_set(Cell(20, ALONE, 1.0, 3, 1, 200), real, pool, "real")
        self.assertEqual((len(alone), as_set(alone) & as_set(real.images)), (20, set()))
        other, _ = training_set(Cell(20, MIXED, 0.0, 4, 1, 200), real, pool, "real")
        self.assertNotEqual(as_set(other), as_set(drawn[0.0][0]))

    def test_mixes(self):
        real = graded(60).take(numpy.flatnonzero(numpy.isin(numpy.arange(60) % 5, (0, 1, 2)) | (numpy.arange(60) < 10)))
        grades = {mix: training_set(Cell(10, MIXED, 1.0, 1, 1, 100), real, Pool(graded(100, 1)), mix)[1] for mix in augmentation_data.MIXES}
        self.assertEqual(numpy.bincount(grades["balanced"][10:]).tolist(), [2] * 5)
        self.assertEqual(numpy.bincount(grades["real"][10:], minlength=5).tolist(), numpy.bincount(grades["real"][:10], minlength=5).tolist())
        self.assertEqual(len(set(pick(real.grades, [3, 3, 3, 1, 1], 1))), 11)


class Subset(unittest.TestCase):
    def test_larger_ones_hold_the_smaller_in_the_mix_of_grades(self):
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as printed:
            write_folder(f"{folder}/all", 60, 1, "s")
            for path in list(pathlib.Path(folder, "all", "4").iterdir())[:11]:
                path.unlink()
            names = {}
            for count in (13, 26):
                augmentation_subset.main([f"{folder}/all", str(count), "--to", f"{folder}/{count}"])
                files, _ = list_images(f"{folder}/{count}")
                names[count] = {path.relative_to(f"{folder}/{count}").as_posix() for path, _ in files}
                self.assertEqual(len(names[count]), count)
                self.assertTrue(all(path.read_bytes() == pathlib.Path(folder, "all", path.parent.name, path.name).read_bytes() for path, _ in files))
            self.assertLess(names[13], names[26])
            self.assertIn("3 of grade 0, 3 of grade 1, 3 of grade 2, 3 of grade 3, 1 of grade 4", printed.getvalue())
            for arguments, error in ((["26", "--to", f"{folder}/13"], "13. exists, expected a new folder"), (["99", "--to", f"{folder}/x"], "99 images asked of the 49"),
                                     (["6", "--to", f"{folder}/x"], "expected some of each"), (["26", "--to", str(REPOSITORY / "x")], "inside the repository")):
                with self.assertRaisesRegex(SystemExit, error):
                    augmentation_subset.main([f"{folder}/all", *arguments])
            self.assertFalse(pathlib.Path(folder, "x").exists())


class Training(unittest.TestCase):
    def test_every_image_comes_once_a_pass_whatever_the_batch(self):
        drawn = torch.cat(list(itertools.islice(batches(5, 8, torch.Generator().manual_seed(1)), 5)))
        self.assertEqual([sorted(part.tolist()) for part in drawn.split(5)], [[0, 1, 2, 3, 4]] * 8)

    def test_the_rate_rises_and_falls_to_nothing(self):
        rates = [rate(step, 100) for step in range(100)]
        self.assertEqual(rates.index(max(rates)), 4)
        self.assertLess(rates[-1], 1e-3 * max(rates))

    def test_it_learns_where_bright_means_ill_and_repeats_itself(self):
        images, grades = bright_images(60)
        setting = Setting("easy", 64, (8, 8, 16, 16), 16, (), False)
        found = [answers(train(images, grades, setting, 60, 1)[0], bright_images(50, 7)[0]) for _ in range(2)]
        self.assertEqual(found[0], found[1])
        given = numpy.array([int(digit) for digit in found[0]["given"]])
        self.assertGreater((abs(given - numpy.arange(50) % 5) <= 1).mean(), 0.8)
        later = numpy.array([int(digit) for digit in found[0]["later"]])
        self.assertGreater((later == (numpy.arange(50) % 5 >= 2)).mean(), 0.8)

    def test_what_is_looked_at_is_the_joint(self):
        self.assertEqual([setting.rows for setting in SETTINGS.values()], [(31, 79), (72, 184)])


class Analysis(unittest.TestCase):
    grades = numpy.arange(200) % 5
    subjects = numpy.arange(200) // 2

    def line(self, ratio, seed, wrong, kind=MIXED, n=10):
        """A run that is wrong by one grade about `wrong` of the images, others for each seed."""
        given = self.grades.copy()
        places = numpy.random.default_rng(seed).permutation(200)[:wrong]
        given[places] = numpy.where(given[places] < 4, given[places] + 1, 3)
        digits = lambda values: "".join(str(int(value)) for value in values)
        return {"n": n, "kind": kind, "ratio": ratio, "seed": seed, "steps": 5, "real": 10, "synthetic": 0, "seconds": 1.0, "given": digits(given), "later": digits(given >= 2)}

    def test_intervals_over_seeds_are_students(self):
        low, high = over_seeds(numpy.array([1.0, 2.0, 3.0]))  # t of 2 degrees is 4.303, the standard error 1/sqrt(3)
        self.assertAlmostEqual(low, 2 - 4.302653 / 3 ** 0.5, places=5)
        self.assertAlmostEqual(high, 2 + 4.302653 / 3 ** 0.5, places=5)
        self.assertIsNone(over_seeds(numpy.array([1.0])))

    def test_better_worse_and_alike_are_told_apart(self):
        lines = [self.line(ratio, seed, wrong + seed % 2) for ratio, wrong in ((0.0, 60), (0.5, 20), (1.0, 60), (2.0, 120)) for seed in (1, 2, 3, 4)]
        found = analyse(lines, self.grades, self.subjects, 300)
        verdicts = {entry["ratio"]: entry["kappa"]["verdict"] for entry in found["differences"]}
        self.assertEqual(verdicts, {0.5: HELPS, 1.0: OPEN, 2.0: HARMS})
        same = next(entry for entry in found["differences"] if entry["ratio"] == 1.0)
        self.assertEqual((same["accuracy"]["value"], same["accuracy"]["val"], same["accuracy"]["seeds"]), (0, [0, 0], [0, 0]))
        arm = next(arm for arm in found["arms"] if arm["ratio"] == 0.5)
        self.assertAlmostEqual(arm["accuracy"]["value"], 1 - 20.5 / 200)
        self.assertEqual([round(1 - value, 6) for value in arm["accuracy"]["runs"]], [0.105, 0.1, 0.105, 0.1])
        self.assertTrue(arm["accuracy"]["val"][0] < arm["accuracy"]["value"] < arm["accuracy"]["val"][1])
        pooled = found["pooled"][0]
        self.assertEqual((pooled["n"], pooled["seeds"], pooled["arms"]), (10, 4, 3))
        mean = numpy.mean([entry["kappa"]["value"] for entry in found["differences"]])
        self.assertAlmostEqual(pooled["kappa"]["value"], mean)

    def test_both_knees_of_a_subject_are_drawn_together(self):
        """All wrong answers in pairs: the interval is wider than if each image were drawn alone."""
        width = lambda subjects: numpy.subtract(*analyse([pairs], self.grades, subjects, 2000)["arms"][0]["accuracy"]["val"][::-1])
        pairs = self.line(0.0, 1, 0)
        given = numpy.array(list(pairs["given"]))
        given[:80] = numpy.where(given[:80] == "0", "1", "0")
        pairs["given"] = "".join(given)
        self.assertAlmostEqual(width(self.subjects) / width(numpy.arange(200)), 2 ** 0.5, delta=0.15)

    def test_the_conclusion_says_what_the_comparisons_say(self):
        arms = ((10, 0.0, 60), (10, 1.0, 20), (20, 0.0, 30), (20, 1.0, 120), (40, 0.0, 20), (40, 1.0, 20))
        lines = [self.line(ratio, seed, wrong + seed % 2, MIXED, n) for n, ratio, wrong in arms for seed in (1, 2, 3)]
        lines += [self.line(1.0, seed, 120 + seed % 2, ALONE) for seed in (1, 2, 3)]
        found = analyse(lines, self.grades, self.subjects, 300)
        said = augmentation_text.conclusion(found)
        for measure in ("Quadratic kappa", "Accuracy, 5 grades", "Accuracy, KL 0-1 against 2-4"):
            self.assertRegex(said, measure + r" .* against none: \*\*better\*\* at n = 10; \*\*worse\*\* at n = 20; \*\*not told apart\*\* at n = 40\.")
        self.assertIn("Of all 9 comparisons of one share with none (each n, each measure), 3 came out better and 3 worse", said)
        self.assertRegex(said, r"Synthetic images alone .*: -0\.\d+ at n = 10 \(worse\)\.")
        kappa = {(arm["n"], arm["ratio"]): arm["kappa"]["value"] for arm in found["arms"] if arm["kind"] == MIXED}
        self.assertIn(f"{kappa[10, 1.0]:.3f} of 10 real + 100 %, {kappa[20, 0.0]:.3f} of 20 real; {kappa[20, 1.0]:.3f} of 20 real + 100 %, {kappa[40, 0.0]:.3f} of 40 real.", said)

    def test_only_common_seeds_are_compared(self):
        found = analyse([self.line(0.0, 1, 10), self.line(0.0, 2, 10), self.line(0.5, 2, 30), self.line(0.5, 3, 30)], self.grades, self.subjects, 50)
        entry = found["differences"][0]["accuracy"]
        self.assertEqual((len(entry["runs"]), entry["verdict"]), (1, augmentation_analysis.FEW))
        self.assertAlmostEqual(entry["value"], -0.1)


class Drawing(unittest.TestCase):
    def test_images_are_drawn_in_chunks_of_seeds_that_follow_and_only_once(self):
        asked, said = [], []

        def stand_in(model, grade, count, seed, folder, threads):
            asked.append((grade, count, seed - augmentation_pool.FIRST_SEED))
            pathlib.Path(folder, f"generated-{grade}-{seed}").touch()
            return numpy.stack([numpy.full((224, 224), 50 * grade + seed % 100 + k, numpy.uint8) for k in range(count)]), "cpu: test"

        with tempfile.TemporaryDirectory() as folder, mock.patch.object(augmentation_pool, "generate_grade", stand_in), \
                mock.patch.object(augmentation_pool, "read_model") as model, mock.patch.object(augmentation_pool, "CHUNK", 4):
            model.return_value = mock.Mock(sha256="abc", path=pathlib.Path("m.safetensors"))
            pool = augmentation_pool.DrawnPool("m", 64, pathlib.Path(folder), 1, said.append)
            few, more = pool.first([2, 0, 4, 0, 1]), pool.first([6, 0, 4, 1, 1])
        self.assertEqual(asked, [(0, 4, 0), (2, 4, 0), (4, 4, 0), (0, 4, 4), (3, 4, 0)])
        self.assertEqual(few.images[:, 5, 5].tolist(), [0, 1, 100, 101, 102, 103, 200])
        self.assertEqual(more.images[:, 5, 5].tolist(), [0, 1, 2, 3, 4, 5, 100, 101, 102, 103, 150, 200])
        self.assertEqual(more.grades.tolist(), [0] * 6 + [2] * 4 + [3, 4])
        self.assertEqual((more.images.shape, len(said), pool.adapter), ((12, 64, 64), 5, "cpu: test"))
        self.assertIn("m.safetensors", pool.facts()["from"])


if __name__ == "__main__":
    unittest.main()
