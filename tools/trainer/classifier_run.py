"""A run of classify.py: how long it is, its checkpoint, its epochs one after another."""
import json
import math
import os
import time

import torch

from classifier import ClassifierError
from classifier_trainer import COARSE
from progress import Progress


class Plan:
    """How many epochs a run has: stated, or what the minutes allow at the pace of the last one."""

    def __init__(self, epochs, seconds, resolution):
        self.epochs, self.seconds = epochs, seconds
        self.spent, self.pace = 0.0, None  # seconds so far, and those of an epoch at full resolution
        self.coarse_cost = min(1.0, COARSE[1] / resolution) ** 2  # time of an epoch of coarse images

    def learn(self, done, took):
        """The pace, from the last of `done` epochs."""
        self.pace = took / (self.coarse_cost if done <= COARSE[0] * self.epochs else 1)
        self.fit(done)

    def fit(self, done):
        """As many epochs as the minutes left allow; `done` may end within one. Later ones take longer while coarse images are shown."""
        if self.seconds and self.pace:
            left = max(0.0, self.seconds - self.spent) / self.pace
            planned = (left + self.coarse_cost * done) / (self.coarse_cost * COARSE[0] + 1 - COARSE[0])
            self.epochs = max(math.ceil(done), round(planned if done < COARSE[0] * planned else done + left))


def save(path, trainer, plan):
    partial = path.with_suffix(".partial")
    torch.save({"plan": plan, **trainer.state()}, partial)
    os.replace(partial, path)


def resume(path, trainer):
    """The plan of the run in `path`; the trainer goes on where it stopped."""
    try:
        state = torch.load(path)
        found = {name: state["run"][name] for name in trainer.identity()}
    except Exception as error:  # torch.load has no one error for a damaged file
        raise ClassifierError(f'checkpoint "{path}" cannot be read ({error}), expected a file that classify.py wrote') from error
    if found != trainer.identity():
        raise ClassifierError(f'checkpoint "{path}" is of a run with {found}, expected {trainer.identity()}; --restart begins anew')
    trainer.restore(state)
    return state["plan"]


def run(trainer, plan, out, target, asked):
    """Trains to the end of the plan or until something is `asked`; one line for each epoch."""
    steps, progress = trainer.steps_per_epoch, Progress("step")
    begin, losses = time.monotonic(), []
    with open(out / "log.jsonl", "a") as log:
        while trainer.step < plan.epochs * steps and not asked:
            losses.append(trainer.advance(plan.epochs))
            progress.show(trainer.step, plan.epochs * steps, f"loss {sum(losses) / len(losses):.3f}")
            if trainer.step % steps == 0:
                found = trainer.consider()
                seconds = time.monotonic() - begin
                plan.spent += seconds
                if len(losses) == steps:
                    plan.learn(trainer.step // steps, seconds)
                line = {**{name: round(value, 4) for name, value in found.items()}, "loss": round(sum(losses) / len(losses), 4),
                        "seconds": round(seconds, 1), "of": plan.epochs}
                log.write(json.dumps(line) + "\n")
                log.flush()
                progress.end()
                print("  ".join(f"{name} {value}" for name, value in line.items()), flush=True)
                save(target, trainer, plan.__dict__)
                begin, losses = time.monotonic(), []
    if losses:  # stopped within an epoch
        plan.spent += time.monotonic() - begin
        save(target, trainer, plan.__dict__)
