"""Tests of augmentation.py from folders to documents; see test_augmentation.py."""
import contextlib
import io
import json
import pathlib
import re
import shutil
import tempfile
import unittest
from unittest import mock

import torch
from PIL import Image

import augmentation
import augmentation_text
from augmentation_cells import MANY, MIXED, cells
from augmentation_settings import SETTINGS
from report_images import REPOSITORY
from test_augmentation import TINY, write_folder


def quietly(arguments):
    with contextlib.redirect_stdout(io.StringIO()) as printed, mock.patch.dict(SETTINGS, {"tiny": TINY}):
        augmentation.main(arguments)
    return printed.getvalue()


class Whole(unittest.TestCase):
    """The command from folders to documents."""

    def write(self, base):
        write_folder(base / "data" / "train", 40, 1, "s")
        write_folder(base / "data" / "val", 20, 2, "v")
        write_folder(base / "made", 80, 3, "g", "{0}{1}{2}-1.png")
        return [str(base / "data"), "--setting", "tiny", "--synthetic", str(base / "made")]

    def test_a_killed_run_goes_on_and_shows_what_an_unbroken_one_shows(self):
        without_seconds = lambda path: [{k: v for k, v in json.loads(line).items() if k != "seconds"} for line in path.read_text().splitlines()]
        with tempfile.TemporaryDirectory() as folder:
            base = pathlib.Path(folder)
            arguments = self.write(base)
            printed = quietly([*arguments, "--out", f"{folder}/whole", "--publish", f"{folder}/docs"])
            todo = cells(TINY, 40)
            self.assertEqual(len(todo), 3 * 4 + 2 * 4 + 2 * 5)
            self.assertIn(f"cell {len(todo)}/{len(todo)}", printed)
            self.assertRegex(printed, r"cell 1/30  10 real, 0 synthetic, seed 1, 3 steps in .* left")
            real_train, calls = augmentation.train, []

            def killed(*given):
                calls.append(given)
                if len(calls) == 8:
                    raise KeyboardInterrupt
                return real_train(*given)

            with mock.patch.object(augmentation, "train", killed), self.assertRaisesRegex(SystemExit, "stopped; the same command goes on"):
                quietly([*arguments, "--out", f"{folder}/broken"])
            results = base / "broken" / "results.jsonl"
            self.assertEqual(len(results.read_text().splitlines()), 7)
            with open(results, "a") as file:
                file.write('{"n": 20, "ki')
            quietly([*arguments, "--out", f"{folder}/broken", "--so-far"])
            self.assertIn("23 of 30 runs were not finished", (base / "broken" / "docs" / "augmentation.md").read_text())
            quietly([*arguments, "--out", f"{folder}/broken"])
            self.assertEqual(without_seconds(results), without_seconds(base / "whole" / "results.jsonl"))
            with self.assertRaisesRegex(SystemExit, "setup.json. is of an experiment with mix real, found balanced, expected the same; --restart"):
                quietly([*arguments, "--out", f"{folder}/broken", "--mix", "balanced"])
            self.check_document(base)

    def check_document(self, base):
        published = sorted(path.relative_to(base / "docs").as_posix() for path in (base / "docs").rglob("*") if path.is_file())
        plots = [f"images/{augmentation_text.IMAGES}/{name}.png" for name in ("differences", "figures")]
        self.assertEqual(published, ["augmentation.json", "augmentation.md", *plots])
        text, found = (base / "docs" / "augmentation.md").read_text(), json.loads((base / "docs" / "augmentation.json").read_text())
        self.assertTrue(all(plot in text for plot in plots))
        self.assertIsNone(re.search(r"nan|not finished|[sv]\d+[LR]\.png", text))
        self.assertIn("trained on all 40 radiographs of train", text)
        self.assertEqual({arm["seeds"] for arm in found["arms"] if arm["n"] == 40}, {2})
        self.assertEqual(len(found["runs"]), 30)
        arm = next(arm for arm in found["arms"] if (arm["n"], arm["kind"], arm["ratio"]) == (20, MIXED, 0.5))
        self.assertIn(f"| 20 real + 50 % | 3 | 2 | {arm['kappa']['value']:.3f} (", text)
        self.assertEqual([run["synthetic"] for run in found["runs"] if run["kind"] == MANY], [80, 80])

    def test_a_generator_that_saw_less_limits_the_real_images(self):
        with tempfile.TemporaryDirectory() as folder:
            base = pathlib.Path(folder)
            arguments = [*self.write(base), "--out", f"{folder}/out"]
            for file in [*(base / "data" / "train").glob("*/*")]:
                if int(file.stem[1:-1]) < 15:
                    target = base / "subset" / file.parent.name / file.name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(file, target)
            quietly([*arguments, "--generator-trained-on", str(base / "subset")])
            text = (base / "out" / "docs" / "augmentation.md").read_text()
            self.assertIn("trained on 30 of the 40 radiographs of train", text)
            self.assertIn("| 30 real + 200 % |", text)
            Image.new("L", (9, 9)).save(base / "subset" / "0" / "stranger.png")
            with self.assertRaisesRegex(SystemExit, "1 images that .*train. has not .*0/stranger.png"):
                quietly([*arguments, "--restart", "--generator-trained-on", str(base / "subset")])

    def test_bad_input_is_one_line(self):
        with tempfile.TemporaryDirectory() as folder:
            base = pathlib.Path(folder)
            arguments = self.write(base)
            out = ["--out", f"{folder}/out"]
            with self.assertRaisesRegex(SystemExit, "^augmentation: .*inside the repository"):
                quietly([*arguments, "--out", str(REPOSITORY / "x")])
            with self.assertRaisesRegex(SystemExit, "^augmentation: .*no finished run"):
                quietly([*arguments, *out, "--so-far"])
            for path in list((base / "made" / "4").iterdir())[:5]:
                path.unlink()
            with self.assertRaisesRegex(SystemExit, "made. has 11 images of grade 4, expected at least 16"):
                quietly([*arguments, *out])
            shutil.rmtree(base / "made" / "4")
            with self.assertRaisesRegex(SystemExit, "class folders 0, 1, 2, 3, expected 0, 1, 2, 3, 4"):
                quietly([*arguments, *out])
            write_folder(base / "data" / "val", 2, 5, "s")
            with self.assertRaisesRegex(SystemExit, "1 subjects in train and in val"):
                quietly([*arguments, *out])
            with self.assertRaisesRegex(SystemExit, "model .*absent.* cannot be read"):
                shutil.rmtree(base / "data" / "val")
                write_folder(base / "data" / "val", 20, 2, "v")
                quietly([str(base / "data"), "--setting", "tiny", "--model", f"{folder}/absent.safetensors", *out])
            if not torch.cuda.is_available():
                with contextlib.redirect_stderr(io.StringIO()) as said, self.assertRaises(SystemExit):
                    quietly([*arguments, *out, "--device", "cuda"])
                self.assertIn("finds no CUDA device", said.getvalue())


if __name__ == "__main__":
    unittest.main()
