"""Run in this folder: /usr/bin/python3 -m unittest. Layers, one step after another, resuming. Uses noise only, no radiograph."""
import pathlib
import tempfile
import unittest

import torch

import checkpoint
from augment import translate
from critic import Critic
from generator import Generator, plain
from noise_data import SMALL, noise_images, small_trainer
from shapes import scores
from sizes import SIZES, channels, default_stages
from trainer import stage_at
from transfer import take_over
from upsample import Start, Transposed, UpsampleConv


def weights(trainer):
    return {f"{name}.{key}": value for name in ("generator", "critic", "average") for key, value in getattr(trainer, name).state_dict().items()}


class Layers(unittest.TestCase):
    def test_fast_forms_equal_the_exported_ones(self):
        for layer, shape in ((Transposed(3, 5), (2, 3, 5, 6)), (UpsampleConv(3, 5), (2, 3, 5, 6)), (Start(3, 5, 7), (2, 3, 1, 1))):
            torch.nn.init.normal_(layer.weight)
            results = []
            for layer.plain in (False, True):
                x = torch.randn(shape, generator=torch.Generator().manual_seed(1)).requires_grad_()
                y = layer(x)
                layer.weight.grad = None
                (y * torch.linspace(-1, 1, y.numel()).view(y.shape)).sum().backward()
                results.append((y.detach(), x.grad, layer.weight.grad))
            for fast, exported in zip(*results):
                self.assertLess((fast - exported).abs().max().item(), 1e-4, type(layer).__name__)

    def test_shapes_at_every_size_with_and_without_classes_and_colours(self):
        for classes, colours in ((5, 1), (0, 3)):
            generator, critic = Generator(8, classes, colours, 4, SMALL), Critic(classes, colours, SMALL)
            z, label = torch.randn(8, 8), torch.eye(5)[[0, 1, 2, 3, 4, 0, 1, 2]] if classes else None
            for size in (32, 64, 128):
                for fade in (0.5, 1.0):
                    image = generator(z, label, generator.draw_noise(8, torch.Generator(), size), size, fade)
                    self.assertEqual(image.shape, (8, colours, size, size))
                    self.assertLessEqual(image.abs().max().item(), 1)
                    self.assertEqual(critic(image, label, fade).shape, (8,))

    def test_noise_changes_the_image_and_its_absence_is_zero_noise(self):
        generator = plain(Generator(8, 0, 1, 4, SMALL)).eval()
        self.assertEqual(generator.noise_sizes, [32, 64])
        noise, none = generator.draw_noise(1, torch.Generator()), [torch.zeros(1, 1, s, s) for s in (32, 64)]
        with torch.no_grad():
            self.assertTrue(torch.equal(generator(torch.ones(1, 8)), generator(torch.ones(1, 8), None, none)))
            self.assertFalse(torch.equal(generator(torch.ones(1, 8)), generator(torch.ones(1, 8), None, noise)))

    def test_translation_moves_whole_pixels(self):
        images = torch.ones(3, 1, 20, 20)
        self.assertTrue(torch.equal(translate(images, torch.Generator()), images))
        ramp = torch.arange(20.0).expand(1, 1, 20, 20)
        self.assertTrue(set(translate(ramp, torch.Generator().manual_seed(3))[0, 0, 0].tolist()) <= set(range(20)))

    def test_shapes_are_whitened_within_labels(self):
        images, labels = noise_images(60, 32)
        found = scores(images, labels, 32)
        self.assertEqual(found.shape, (60, 59))
        # five means were taken away, so five of the 59 components have nothing left
        self.assertLess((found[:, :50].var(0, unbiased=False) - 1).abs().max().item(), 1e-3)
        self.assertLess(max(found[labels == label][:, :50].mean(0).abs().max().item() for label in range(5)), 1e-3)


class Sizes(unittest.TestCase):
    def test_every_size_has_channels_and_stages(self):
        for size in SIZES:
            generator, critic = channels(size, 0.25)
            self.assertEqual(max(generator), size)
            self.assertEqual(list(generator), list(critic))
            stages = default_stages(size, 20_000, 1000)
            self.assertEqual(stages[-1][0], size)
            self.assertEqual(sum(steps for _, steps in stages), 20_000)
        self.assertEqual(channels(224)[0], {7: 192, 14: 192, 28: 160, 56: 96, 112: 48, 224: 16})

    def test_stages(self):
        stages = ((32, 10), (64, 10))
        self.assertEqual(stage_at(9, stages, 4), (32, 1.0))
        self.assertEqual(stage_at(10, stages, 4), (64, 0.25))
        self.assertEqual(stage_at(99, stages, 4), (64, 1.0))


class Resuming(unittest.TestCase):
    def check(self, before=2, **options):
        unbroken = small_trainer(**options)
        for _ in range(before):
            unbroken.advance()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "checkpoint.pt")
            checkpoint.save(path, unbroken)
            resumed = small_trainer(**{**options, "seed": 99})
            resumed.restore(checkpoint.read(path))
        for _ in range(4):
            self.assertEqual(unbroken.advance(), resumed.advance())
        again = weights(resumed)
        for key, value in weights(unbroken).items():
            self.assertTrue(torch.equal(value, again[key]), key)
        self.assertTrue(any(key.endswith(".noise") for key in again))

    def test_a_resumed_run_repeats_an_unbroken_one(self):
        self.check()

    def test_with_the_other_objective_and_without_mixed_precision(self):
        self.check(objective="wgan-gp", mixed=False)

    def test_unlabelled_colour(self):
        self.check(classes=0, colours=3)

    def test_a_base_of_seven(self):
        self.check(channels={7: 8, 14: 8, 28: 8, 56: 4, 112: 4}, stages=((56, 2), (112, 4)))

    def test_a_checkpoint_without_optimizers_goes_on_slowly(self):
        trainer = small_trainer()
        trainer.advance()
        trainer.advance()
        state = {key: value for key, value in trainer.state().items() if key not in ("optimizers", "scaler")}
        resumed = small_trainer()
        resumed.restore(state)
        self.assertLess(resumed.ramp(), trainer.ramp())
        resumed.advance()
        self.assertEqual(resumed.step, 3)


class Steps(unittest.TestCase):
    def test_both_objectives_change_both_networks(self):
        for objective in ("r1", "wgan-gp"):
            trainer = small_trainer(objective=objective, warmup=0)
            before = {key: value.clone() for key, value in weights(trainer).items()}
            trainer.advance()
            for key in ("generator.start.weight", "critic.score.weight", "average.start.weight"):
                self.assertFalse(torch.equal(before[key], weights(trainer)[key]), f"{objective} {key}")

    def test_a_scaled_loss_makes_the_same_step(self):
        """What CUDA does in 16 bits: the loss is scaled and the gradients unscaled before they are judged."""
        class Scaler:
            def scale(self, loss):
                return loss * 1024
            def unscale_(self, optimizer):
                for p in optimizer.param_groups[0]["params"]:
                    if p.grad is not None:
                        p.grad /= 1024
            def step(self, optimizer):
                optimizer.step()
            def update(self):
                pass
        plainly, scaled = small_trainer(mixed=False), small_trainer(mixed=False)
        scaled.scaler = Scaler()
        for _ in range(2):
            plainly.advance()
            scaled.advance()
        again = weights(scaled)
        self.assertLess(max((value - again[key]).abs().max().item() for key, value in weights(plainly).items()), 1e-4)

    def test_gradients_that_are_not_finite_change_nothing(self):
        trainer = small_trainer()
        before = trainer.critic.score.bias.clone()
        trainer.update("critic", (trainer.critic.score.bias * float("nan")).sum())
        self.assertTrue(torch.equal(before, trainer.critic.score.bias))
        self.assertEqual(trainer.skipped, 1)


class Beginning(unittest.TestCase):
    def test_another_size_begins_with_what_was_learned(self):
        wide = {7: 8, 14: 8, 28: 8, 56: 8, 112: 4, 224: 4}
        old, new = small_trainer(), small_trainer({**wide, 224: 2}, critic=wide, stages=((224, 2),), warmup=0)
        old.advance()
        self.assertEqual(take_over(new, old.state()), {"step": 1, "size": 128})
        source, target = old.generator.state_dict(), new.generator.state_dict()
        self.assertEqual(target["start.weight"].shape[-2:], (7, 7))
        self.assertAlmostEqual(target["start.weight"].mean().item(), source["start.weight"].mean().item(), delta=2e-3)
        self.assertTrue(torch.equal(source["blocks.64.upsample.weight"], target["blocks.112.upsample.weight"]))
        kept = (source["to_image.128.weight"].abs().sum((0, 2, 3)) * source["blocks.128.norm.weight"].abs()).argsort(descending=True)[:2].sort()[0]
        self.assertTrue(torch.equal(source["to_image.128.weight"][:, kept], target["to_image.224.weight"]))
        self.assertTrue(torch.equal(source["blocks.128.upsample.weight"][kept], target["blocks.224.upsample.weight"]))
        new.advance()

    def test_other_layers_are_refused(self):
        old, new = small_trainer(), small_trainer({7: 8, 14: 8, 28: 8, 56: 8}, stages=((56, 2),))
        with self.assertRaisesRegex(checkpoint.CheckpointError, r"--init has 6 resolutions \(4 to 128 px\), expected 4 \(7 to 56 px\)"):
            take_over(new, old.state())

    def test_names_of_the_first_trainer_are_known(self):
        old, new = small_trainer(), small_trainer()
        state = old.state()
        first = lambda key: key.replace("to_image.", "to_grey.").replace("from_image.", "from_grey.").replace(".upsample.", ".0.").replace(
            ".norm.", ".1.").replace("label.", "grade.")
        lacking = lambda key: key.endswith(".noise") or key.startswith("extra.")
        for name in ("generator", "critic", "average"):
            state[name] = {first(key): value for key, value in state[name].items() if not lacking(key)}
        take_over(new, state)
        again = weights(new)
        self.assertTrue(all(torch.equal(value, again[key]) for key, value in weights(old).items() if not lacking(key.split(".", 1)[1])))

    def test_bad_checkpoints_are_named(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "broken.pt")
            with self.assertRaisesRegex(checkpoint.CheckpointError, "broken.pt.*does not exist"):
                checkpoint.read(path)
            path.write_bytes(b"no checkpoint")
            with self.assertRaisesRegex(checkpoint.CheckpointError, "broken.pt.*cannot be read"):
                checkpoint.read(path)
            torch.save([1], path)
            with self.assertRaisesRegex(checkpoint.CheckpointError, "format list, expected 1"):
                checkpoint.read(path)


if __name__ == "__main__":
    unittest.main()
