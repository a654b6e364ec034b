"""Tests of the audit, of what a report reads and writes, and of the look without knowing; see test_report.py."""
import contextlib
import io
import json
import pathlib
import re
import struct
import tempfile
import unittest
from unittest import mock

import numpy
import torch
from PIL import Image

import blind
import report
import report_audit
import report_generate
import report_grades
import report_images
import report_sheet
import report_statistics
import report_text
from test_report import blobs, people, rng


class Audit(unittest.TestCase):
    train, val = people(blobs(80, 1), numpy.zeros(80, int)), people(blobs(150, 2), numpy.zeros(150, int), "v")
    features = staticmethod(lambda images: report_statistics.shrink(images, 7).astype(float))

    def audit(self, images):
        features = [self.features(x) for x in (images, self.val.images, self.train.images)]
        return report_audit.audit(images, self.val, self.train, features, copies=10)

    def test_new_images_pass_and_copies_are_found_and_named(self):
        found, _, _ = self.audit(blobs(150, 3))
        for name, entry in found.items():
            self.assertLess(entry["share"], 0.05, name)
            self.assertLess(entry["interval"][0], 0.02, name)
        self.assertEqual(found["pixels"]["copies_found"], 1)
        copies = numpy.concatenate([blobs(36, 3), report_audit.disguised(self.train.images[5:9], rng())])
        found, pairs, _ = self.audit(copies)
        for name in ("pixels", "detail"):
            self.assertFalse(found[name]["passes"])
            self.assertGreaterEqual(found[name]["below"], 4)
            self.assertEqual(pairs[name][0][1][36:].tolist(), [5, 6, 7, 8])

    def test_a_moved_image_is_at_no_distance(self):
        moved = numpy.roll(self.train.images[:3], (8, -12), (1, 2))
        for prepare in (report_audit.whole, report_audit.detail):
            distance, index = report_audit.nearest_in_pixels(prepare(moved), prepare(self.train.images))
            self.assertEqual(index.tolist(), [0, 1, 2])
            self.assertLess(distance.max(), 0.5 if prepare is report_audit.detail else 0.01)  # detail reads 5 px beyond the window

    def test_detail_takes_the_box_mean_off(self):
        small = report_audit.whole(self.train.images[:1])
        padded = numpy.pad(small[0], 5, mode="edge")
        expected = small[0, 20, 3] - padded[20:31, 3:14].mean()
        self.assertAlmostEqual(float(report_audit.detail(self.train.images[:1])[0, 20, 3]), float(expected), places=5)

    def test_one_percent_of_held_out_images_lie_below_their_first_percentile(self):
        held = rng(1).normal(1, 0.1, 1000)
        found = report_audit.judge(rng(2).normal(1, 0.1, 4000), held, numpy.arange(1000) // 2, rounds=300)
        self.assertAlmostEqual(found["share"], 0.01, delta=0.008)
        self.assertTrue(found["interval"][0] < 0.01 < found["interval"][1])

    def test_pairs_are_named_nearest_first(self):
        train = self.train
        near = (numpy.array([0.5, 0.1, 0.3]), numpy.array([2, 0, 1]))
        sheet, lines = report_sheet.closest_pairs(train.images[:3], ["a", "b", "c"], near, train, 2)
        self.assertEqual([(line["image"], line["train"]) for line in lines], [("b", "0/s0R.png"), ("c", "0/s1R.png")])
        self.assertEqual(sheet.size, (4 * 224 + 3 * report_sheet.GAP, 224 + report_sheet.CAPTION))


class Images(unittest.TestCase):
    def test_mix(self):
        self.assertEqual(report_images.grade_mix(numpy.repeat(numpy.arange(5), [328, 153, 212, 106, 27]), 2000), [794, 371, 513, 257, 65])
        self.assertEqual(sum(report_images.grade_mix(numpy.repeat(numpy.arange(5), [3, 3, 3, 3, 1]), 100)), 100)

    def test_nothing_real_is_kept_in_the_repository(self):
        for folder in (report_images.REPOSITORY, report_images.REPOSITORY / "out" / "report"):
            with self.assertRaisesRegex(report_images.ReportError, "inside the repository"):
                report_images.outside_repository(folder)

    def test_unusable_models_are_named(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "broken.safetensors")
            with self.assertRaisesRegex(report_images.ReportError, "broken.safetensors.*cannot be read"):
                report_generate.read_model(path)
            path.write_bytes(b"\x02\0\0\0\0\0\0\0{}")
            with self.assertRaisesRegex(report_images.ReportError, "broken.safetensors.*no model file"):
                report_generate.read_model(path)


class Blind(unittest.TestCase):
    def test_mixing_keeps_every_image_once(self):
        made, real = numpy.zeros((7, 2, 2), numpy.uint8), numpy.ones((7, 2, 2), numpy.uint8)
        mixed = blind.mix(made, real, rng(3))
        self.assertEqual(sorted((kind, index) for _, kind, index in mixed), [(k, i) for k in ("real", "synthetic") for i in range(7)])
        self.assertTrue(all(image.min() == (kind == "real") for image, kind, _ in mixed))
        self.assertNotEqual([kind for _, kind, _ in mixed][:7], ["real"] * 7)

    def test_score(self):
        key = {n: "real" if n <= 10 else "synthetic" for n in range(1, 21)}
        lines = blind.score(key, {n: "real" for n in range(1, 16)})
        self.assertIn("answered 15 of 20", lines[0])
        self.assertIn("10 of 15: 66.7 % (exact 95 % interval 38.4 to 88.2)", lines[1])
        self.assertIn("5 of 5", lines[3])

    def test_bad_answers_are_one_line(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "answers.csv")
            for text, error in (("1,maybe\n", "line 1 is .1,maybe."), ("1,real\n1,real\n", "second time"), ("number,kind\n7,synthetic\n", "number 7")):
                path.write_text(text)
                with self.assertRaisesRegex(report_images.ReportError, error):
                    blind.score({1: "real"}, blind.read_rows(path))


class Card(unittest.TestCase):
    def test_only_the_part_between_the_markers_changes(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "model-card.md")
            path.write_text(f"before\n{report_text.BEGIN}\nold\n{report_text.END}\nafter\n")
            for text in ("new", "newer"):
                report_text.fill_card(path, text)
            self.assertEqual(path.read_text(), f"before\n{report_text.BEGIN}\n\nnewer\n\n{report_text.END}\nafter\n")
            path.write_text("nothing")
            with self.assertRaisesRegex(report_images.ReportError, "has no part for the report"):
                report_text.fill_card(path, "new")


class Whole(unittest.TestCase):
    """The command from folders to documents; only the two networks are stood in for, by noise and by an image's mean."""

    class Brightness:
        features = staticmethod(lambda x: torch.nn.functional.avg_pool2d(x, 56).flatten(1))
        __call__ = staticmethod(lambda x: -(torch.arange(5) - 2.5 - 2.5 * x.mean((1, 2, 3))[:, None]).abs())

    def write_folder(self, folder, seed, count):
        for grade in range(5):
            directory = pathlib.Path(folder, str(grade))
            directory.mkdir(parents=True)
            for index, image in enumerate(blobs(count, seed + grade)):
                Image.fromarray((image // 2 + 25 * grade).astype(numpy.uint8)).save(directory / f"s{index // 2}{'LR'[index % 2]}.png")

    def test_report_card_and_what_may_be_published(self):
        graph = {"inputs": [{"kind": "latent", "name": "z", "shape": ["N", 8], "distribution": "normal"},
                            {"kind": "label", "name": "grade", "shape": ["N", 5], "encoding": "one-hot"}],
                 "nodes": [{"weights": {"weight": "w"}}], "outputs": [{"shape": ["N", 1, 224, 224]}],
                 "edits": [{"name": "exposure", "unit": "grey", "range": [-1, 1.5]}], "provenance": {"licence": "CC0-1.0"}}
        header = json.dumps({"__metadata__": {"roentgan": json.dumps(graph)}, "w": {"shape": [6, 4]}}).encode()
        made = lambda model, counts, seed, folder, say: (numpy.concatenate([blobs(n, 50 + g) // 2 + 25 * g for g, n in enumerate(counts)]).astype(numpy.uint8),
                                                         numpy.repeat(numpy.arange(5), counts), "cpu: test")
        with tempfile.TemporaryDirectory() as folder:
            base = pathlib.Path(folder)
            for name, seed, count in (("train", 10, 16), ("val", 30, 10)):
                self.write_folder(base / name, seed, count)
            (base / "m.safetensors").write_bytes(struct.pack("<Q", len(header)) + header)
            (base / "judge.pt").write_bytes(b"judge")
            (base / "docs").mkdir()
            card = base / "docs" / "model-card.md"
            card.write_text(f"# Card\n{report_text.BEGIN}\n{report_text.END}\n")
            arguments = [str(base / "m.safetensors"), "--train", str(base / "train"), "--val", str(base / "val"), "--judge", str(base / "judge.pt"),
                         "--features", str(base / "judge.pt"), "--out", str(base / "out"), "--count", "50", "--threads", "1", "--publish", str(base / "docs")]
            with mock.patch.object(report_generate, "generate", made), mock.patch.object(report_grades, "load_classifier", lambda path: self.Brightness()), \
                    contextlib.redirect_stdout(io.StringIO()) as printed:
                report.main(arguments)
            found = json.loads((base / "out" / "report.json").read_text())
            self.assertEqual(found["model"]["parameters"], 24)
            self.assertEqual(numpy.sum(found["grades"]["generated"]["confusion"]), 50)
            self.assertIn("exposure (grey, -1 to 1.5)", card.read_text())
            self.assertIn("judge's quadratic kappa", card.read_text())
            self.assertIn("kappa", printed.getvalue())
            published = sorted(p.relative_to(base / "docs").as_posix() for p in (base / "docs").rglob("*") if p.is_file())
            plots = [f"images/{report_text.IMAGES}/{n}.png" for n in ("components", "confusion", "histogram", "nearest", "spectrum")]
            self.assertEqual(published, [*plots, "knee-report.md", "model-card.md"])
            text = (base / "docs" / "knee-report.md").read_text()
            self.assertTrue(all(plot in text for plot in plots))
            self.assertIsNone(re.search(r"s\d+[LR]\.png|nan", text))
            self.assertEqual(len(list((base / "out" / "private").glob("closest-*.png"))), 6)


class Command(unittest.TestCase):
    def test_bad_arguments_are_one_line(self):
        needed = ["model.safetensors", "--train", "t", "--val", "v", "--judge", "b", "--features", "a"]
        with self.assertRaisesRegex(SystemExit, "^report: .*inside the repository"):
            report.main([*needed, "--out", str(report_images.REPOSITORY / "x")])
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(SystemExit, "^report: model .*cannot be read"):
            report.main([*needed, "--out", folder])


if __name__ == "__main__":
    unittest.main()
