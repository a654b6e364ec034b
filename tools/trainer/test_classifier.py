"""Run in this folder: /usr/bin/python3 -m unittest test_classifier. Uses generated noise only, no radiograph, and takes some seconds."""
import contextlib
import io
import json
import pathlib
import tempfile
import unittest
import warnings

import numpy
import onnx
import torch
from PIL import Image

import classify
from classifier import ARCHITECTURES, ClassifierError, Paired, Plain, load_classifier, read_classifier, save_classifier
from classifier_augment import STRENGTHS, augment, warp
from classifier_data import graded_images, held_out, subject
from classifier_figures import calibration_error, confusion, figures, quadratic_kappa
from classifier_onnx import export
from classifier_run import Plan, resume, save
from classifier_trainer import ClassifierTrainer, calibrate, grade_weights, logits_of, ordinal_loss, soft_targets

SMALL = {"plain": {"channels": (4, 4, 4, 4)}, "paired": {"channels": (4, 4, 4, 4)}}
STILL = {name: 0 for name in STRENGTHS["plain"]}


def noise_images(count=20, seed=0):
    rng = numpy.random.RandomState(seed)
    return rng.randint(0, 256, (count, 224, 224), dtype=numpy.uint8), numpy.arange(count) % 5


def small_trainer(arch="plain", seed=1):
    images, grades = noise_images()
    return ClassifierTrainer(images, grades, noise_images(10, 1), arch, seed, 8, SMALL[arch])


def write_folder(folder):
    for part, count in (("train", 60), ("val", 10)):
        for index, (image, grade) in enumerate(zip(*noise_images(count))):
            directory = pathlib.Path(folder, part, str(grade))
            directory.mkdir(parents=True, exist_ok=True)
            Image.fromarray(image).save(directory / f"s{index // 10:02d}{index % 5}{'LR'[index // 5 % 2]}.png")


def quietly(arguments):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        classify.main(arguments)
    return printed.getvalue()


class Networks(unittest.TestCase):
    def test_logits_and_features_of_whole_images(self):
        for arch, options in SMALL.items():
            network = ARCHITECTURES[arch](**options).eval()
            images = torch.randn(2, 1, 224, 224)
            features = network.features(images)
            self.assertEqual(features.shape, (2, network.width))
            self.assertTrue(torch.allclose(network.grade(features), network(images), atol=1e-5))

    def test_rows_far_from_the_joint_are_not_looked_at(self):
        for arch, options in SMALL.items():
            network = ARCHITECTURES[arch](**options).eval()
            torch.nn.init.normal_(network.grade.weight)
            images = torch.randn(1, 1, 224, 224)
            changed = images.clone()
            changed[:, :, :network.rows[0]] = 1
            changed[:, :, network.rows[1]:] = 1
            self.assertTrue(torch.equal(network(images), network(changed)))
            changed[:, :, 128, 100:110] = 1
            self.assertFalse(torch.equal(network(images), network(changed)))

    def test_paired_takes_a_knee_and_its_mirror_image_alike(self):
        network = Paired((4, 4, 4, 4)).eval()
        images = torch.randn(2, 1, 224, 224)
        self.assertTrue(torch.allclose(network(images), network(images.flip(-1)), atol=1e-5))

    def test_plain_takes_exposures_alike(self):
        network = Plain((4, 4, 4, 4)).eval()
        images = torch.randn(2, 1, 224, 224)
        self.assertTrue(torch.allclose(network(images), network(images * 0.5 + 0.2), atol=1e-3))

    def test_sizes_as_documented(self):
        weights = {arch: sum(p.numel() for p in build().parameters()) for arch, build in ARCHITECTURES.items()}
        self.assertLess(weights["plain"] * 2, 3e6)

    def test_a_file_gives_the_same_answers_and_bad_ones_are_named(self):
        network = Plain().eval()
        images = torch.randn(1, 1, 224, 224)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "some.pt")
            save_classifier(path, network, "plain", {"seed": 3})
            self.assertTrue(torch.equal(load_classifier(path)(images), network(images)))
            self.assertEqual(read_classifier(path)["about"], {"seed": 3})
            torch.save({"weights": {}}, path)
            with self.assertRaisesRegex(ClassifierError, "some.pt.*format None, expected roentgan classifier 1"):
                load_classifier(path)
            save_classifier(path, Plain((4, 4, 4, 4)), "plain", {})
            with self.assertRaisesRegex(ClassifierError, "some.pt.*another architecture"):
                load_classifier(path)
            path.write_bytes(b"no classifier")
            with self.assertRaisesRegex(ClassifierError, "some.pt.*cannot be read"):
                load_classifier(path)
            with self.assertRaisesRegex(ClassifierError, "absent.pt.*does not exist"):
                load_classifier(pathlib.Path(folder, "absent.pt"))

    def test_the_shipped_model_file_is_read_and_another_is_refused(self):
        models = pathlib.Path(__file__).resolve().parents[2] / "models"
        classifier = load_classifier(models / "knee-grade.safetensors")
        dark, bright = torch.full((1, 1, 224, 224), -0.5), torch.linspace(-1, 1, 224).expand(1, 1, 224, 224)
        self.assertEqual(classifier.features(dark).shape, (1, 384))
        self.assertGreater((classifier(dark) - classifier(bright)).abs().max(), 0.1)
        with self.assertRaisesRegex(ClassifierError, "knee.safetensors.* is no classifier of classifier_onnx.py"):
            load_classifier(models / "knee.safetensors")
        with self.assertRaisesRegex(ClassifierError, "absent.safetensors.* cannot be read"):
            load_classifier("absent.safetensors")


class Augmentation(unittest.TestCase):
    def test_nothing_is_moved_where_nothing_is_asked(self):
        images = torch.randn(6, 1, 224, 224)
        joint = augment(images, (72, 184), 1.0, STILL, torch.Generator().manual_seed(1))
        for found, image in zip(joint, images[:, :, 72:184].clamp(-1, 1)):
            self.assertLess(min((found - image).abs().max(), (found - image.flip(-1)).abs().max()), 1e-3)

    def test_a_shift_moves_by_its_share(self):
        images = torch.zeros(64, 1, 224, 224)
        images[:, :, 128, 112] = 1
        joint = warp(images, (72, 184), 1.0, {**STILL, "shift": 0.1}, torch.Generator().manual_seed(1))
        where = joint.flatten(1).argmax(1)
        rows, columns = where // 224 + 72 - 128, where % 224 - 112
        for moved in (rows, columns):
            self.assertLessEqual(moved.abs().max().item(), 24)
            self.assertGreater(moved.abs().max().item(), 15)

    def test_coarse_images_are_smaller(self):
        joint = augment(torch.randn(2, 1, 224, 224), (72, 184), 0.5, STRENGTHS["plain"], torch.Generator())
        self.assertEqual(joint.shape, (2, 1, 56, 112))


class Figures(unittest.TestCase):
    def test_kappa_of_known_tables(self):
        self.assertAlmostEqual(quadratic_kappa(numpy.diag([3, 1, 4, 1, 5])), 1)
        self.assertAlmostEqual(quadratic_kappa(numpy.ones((5, 5))), 0)
        counts = numpy.zeros((5, 5))  # one of four is a grade off: 1 - 1/4 / 0.5 by hand
        counts[0, 0], counts[0, 1], counts[1, 1] = 1, 1, 2
        self.assertAlmostEqual(quadratic_kappa(counts), 0.5)

    def test_figures_of_known_answers(self):
        grades = numpy.array([0, 1, 2, 3, 4, 0])
        probabilities = numpy.eye(5)[[0, 0, 2, 3, 4, 0]]
        found = figures(probabilities, grades, 200)
        self.assertAlmostEqual(found["accuracy"][0], 5 / 6, places=3)
        self.assertEqual([found[f"recall {grade}"][0] for grade in range(5)], [1, 0, 1, 1, 1])
        self.assertEqual(found["accuracy 0-1 against 2-4"][0], 1)
        self.assertAlmostEqual(found["calibration error"][0], 1 / 6, places=3)
        self.assertLess(found["accuracy"][1], 5 / 6)
        self.assertEqual(found["confusion"][1], [1, 0, 0, 0, 0])
        self.assertEqual(confusion(grades, grades).trace(), 6)

    def test_calibration_error_is_none_where_confidence_is_accuracy(self):
        probabilities = numpy.tile([0.75, 0.25, 0, 0, 0], (4, 1))
        self.assertAlmostEqual(calibration_error(probabilities, numpy.array([0, 0, 0, 1])), 0)


class Training(unittest.TestCase):
    def test_the_loss_grows_with_the_distance(self):
        sure = 6 * torch.eye(5)
        losses = [ordinal_loss(sure[[given]], torch.tensor([0]), torch.ones(5)).item() for given in range(5)]
        self.assertEqual(losses, sorted(losses))
        self.assertGreater(losses[4], losses[1] + 1)
        self.assertTrue(torch.allclose(soft_targets(torch.arange(5)).sum(1), torch.ones(5)))
        weights = grade_weights(numpy.array([0, 0, 0, 0, 1]))
        self.assertAlmostEqual((weights[1] / weights[0]).item(), 2, places=5)

    def test_it_learns_where_bright_means_ill(self):
        rng = numpy.random.RandomState(0)
        grades = numpy.arange(40) % 5
        images = rng.randint(0, 60, (40, 224, 224), dtype=numpy.uint8)
        for image, grade in zip(images, grades):
            image[110:114 + 12 * grade] += 120
        trainer = ClassifierTrainer(images, grades, (images, grades), "plain", 1, 8, {"channels": (8, 16, 16, 16), "dropout": 0})
        losses = [trainer.advance(16) for _ in range(80)]
        self.assertLess(numpy.mean(losses[-10:]), 0.7 * numpy.mean(losses[:10]))
        self.assertGreater(trainer.consider()["kappa"], 0.5)

    def test_calibration_softens_what_is_too_sure(self):
        network = Plain((4, 4, 4, 4)).eval()
        images, grades = noise_images(40)
        with torch.no_grad():
            network.grade.weight.mul_(100)
        before = torch.nn.functional.cross_entropy(logits_of(network, images), torch.from_numpy(grades))
        after = torch.nn.functional.cross_entropy(logits_of(calibrate(network, images, grades), images), torch.from_numpy(grades))
        self.assertLess(after.item(), before.item())
        self.assertLess(after.item(), 1.7)  # ln 5 is 1.61: nothing can be known of noise

    def test_a_resumed_run_repeats_an_unbroken_one(self):
        for arch in ARCHITECTURES:
            unbroken, resumed = small_trainer(arch), small_trainer(arch)
            for _ in range(3):
                unbroken.advance(3)
            unbroken.consider()
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder, "checkpoint.pt")
                save(path, unbroken, {"epochs": 3})
                after = [unbroken.advance(3) for _ in range(3)]
                self.assertEqual(resume(path, resumed)["epochs"], 3)
            self.assertEqual(after, [resumed.advance(3) for _ in range(3)])
            for name in ("network", "average"):
                for key, value in getattr(unbroken, name).state_dict().items():
                    self.assertTrue(torch.equal(value, getattr(resumed, name).state_dict()[key]), f"{name}.{key}")

    def test_minutes_become_epochs(self):
        plan = Plan(24, 1000.0, 1.0)
        plan.spent = 39.0625
        plan.learn(1, 39.0625)  # a coarse epoch; one at full resolution takes 100 s
        coarse = plan.epochs * 0.5 - 1
        self.assertAlmostEqual(coarse * 39.0625 + plan.epochs * 0.5 * 100, 1000 - 39.0625, delta=70)
        plan.spent = 900.0
        plan.learn(12, 100.0)
        self.assertEqual(plan.epochs, 13)
        plan.spent = 1100.0
        plan.learn(13, 100.0)
        self.assertEqual(plan.epochs, 13)
        stated = Plan(24, None, 1.0)
        stated.learn(1, 1e6)
        self.assertEqual(stated.epochs, 24)

    def test_knees_of_a_subject_stay_together(self):
        self.assertEqual(subject(pathlib.Path("s0012L.jpg")), subject(pathlib.Path("s0012R.jpg")))
        names = [f"s{n // 2}" for n in range(2000)]
        aside = held_out(names)
        self.assertTrue((aside[::2] == aside[1::2]).all())
        self.assertAlmostEqual(aside.mean(), 0.1, delta=0.03)


class Command(unittest.TestCase):
    def test_trains_resumes_and_states_its_figures(self):
        with tempfile.TemporaryDirectory() as folder:
            write_folder(folder)
            arguments = [folder, "--out", f"{folder}/out", "--epochs", "1", "--batch", "16", "--seed", "5", "--threads", "1"]
            printed = quietly(arguments)
            self.assertIn("10 images, 95 % bootstrap intervals", printed)
            about = json.loads(pathlib.Path(folder, "out", "figures.json").read_text())
            self.assertEqual(about["trained"] + about["held out"], 60)
            self.assertIn("epoch 1.0 of 2", quietly([*arguments[:4], "2", *arguments[5:]]).split("\n")[0])
            again = quietly([folder, "--out", f"{folder}/out", "--evaluate", f"{folder}/out/classifier.pt"])
            self.assertIn("quadratic kappa", again)
            with self.assertRaisesRegex(SystemExit, "checkpoint.pt.*'seed': 5.*expected.*'seed': 6.*--restart"):
                quietly([*arguments, "--seed", "6"])
            images, grades, _ = graded_images(pathlib.Path(folder, "val"), f"{folder}/out")
            self.assertEqual((images.shape, list(numpy.bincount(grades))), ((10, 224, 224), [2] * 5))

    def test_bad_folders_are_one_line(self):
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaisesRegex(SystemExit, 'classify: .*train" does not exist, expected'):
                quietly([folder, "--out", f"{folder}/out"])
            pathlib.Path(folder, "train", "0").mkdir(parents=True)
            Image.new("L", (9, 9)).save(pathlib.Path(folder, "train", "0", "a.png"))
            with self.assertRaisesRegex(SystemExit, 'train" has 1 subfolders, expected one for each grade 0-4'):
                quietly([folder, "--out", f"{folder}/out"])
            with self.assertRaisesRegex(SystemExit, 'absent.pt" does not exist'):
                quietly([folder, "--out", f"{folder}/out", "--evaluate", f"{folder}/absent.pt"])


class Export(unittest.TestCase):
    def test_onnx_has_the_agreed_interface(self):
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            export(Plain((4, 4, 4, 4)).eval(), f"{folder}/small.onnx")
            model = onnx.load(f"{folder}/small.onnx")
        shape = lambda value: [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]
        self.assertEqual({v.name: shape(v) for v in model.graph.input}, {"image": ["N", 1, 224, 224]})
        self.assertEqual({v.name: shape(v) for v in model.graph.output}, {"probabilities": ["N", 5], "features": ["N", 8]})
        self.assertLessEqual({node.op_type for node in model.graph.node} - {"Constant", "Identity"}, {
            "Slice", "InstanceNormalization", "Conv", "BatchNormalization", "Relu", "MaxPool", "GlobalAveragePool", "GlobalMaxPool",
            "Concat", "Flatten", "Gemm", "Softmax"})


if __name__ == "__main__":
    unittest.main()
