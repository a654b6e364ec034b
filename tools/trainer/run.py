"""Begins a run or takes one up again, and keeps its record: choices, facts of the data, history."""
import dataclasses
import hashlib
import pathlib

import torch

import checkpoint
import transfer
from attributes import load_attributes
from choices import CHANGEABLE
from classifier import SIZE
from critic import Critic
from edits import LearnedEdits
from generator import Generator
from guide import Guide
from sizes import channels
from trainer import Settings, Trainer


class RunError(Exception):
    """The run cannot begin or go on; the message says where, what was found and what was expected."""


def check_out(folder):
    """Real images and weights in training stay out of the repository: `folder` must not lie in it."""
    out = pathlib.Path(folder).resolve()
    here = pathlib.Path(__file__).resolve()
    repository = here.parents[2]
    if here == repository / "tools" / "trainer" / here.name and (out == repository or repository in out.parents):
        raise RunError(f'--out "{folder}" lies in the repository {repository}, expected a folder outside: real images are kept in it')
    out.mkdir(parents=True, exist_ok=True)
    return out


def device_of(wanted):
    if wanted == "cuda" and not torch.cuda.is_available():
        raise RunError("--device is cuda, but PyTorch finds no CUDA device; expected one, or --device cpu")
    return ("cuda" if torch.cuda.is_available() else "cpu") if wanted == "auto" else wanted


def read_if_there(path):
    return checkpoint.read(path) if path.exists() else None


def settings_of(choices, device):
    same = {field.name: choices[field.name] for field in dataclasses.fields(Settings) if field.name in choices}
    return Settings(**same, fade_steps=choices["fade"], device=device)


def begin(dataset, choices, state, device, folder):
    """(trainer, record) of a new run, of one begun from another's checkpoint (`choices["init"]`), or of one that goes on."""
    facts = {"folder": folder, **dataset.facts()}
    classes, colours = len(dataset.classes), facts["colours"]
    wide = channels(choices["size"], choices["width"])
    networks = lambda: (Generator(choices["latent"], classes, colours, channels=wide[0]), Critic(classes, colours, wide[1]))
    if state:
        check_same_data(facts, state)
    guide = Guide(choices["guide"], dataset.images, dataset.labels, device=device) if choices["guide"] else None
    edits = learned_edits(choices, classes, colours, device) if choices["edits"] else None
    trainer = Trainer(dataset.images, dataset.labels, choices["stages"], settings_of(choices, device), networks, classes, guide, edits)
    run = record(facts, choices, state)
    if state:
        restore(trainer, state)
    elif choices["init"]:
        run["init"] = {**transfer.take_over(trainer, checkpoint.read(choices["init"])), "sha256": digest(choices["init"])}
    return trainer, run


def learned_edits(choices, classes, colours, device):
    if choices["size"] != SIZE or colours != 1:
        raise RunError(f"--edits takes grey images of {SIZE} px, found {'colour' if colours == 3 else 'grey'} ones of {choices['size']} px")
    return LearnedEdits(load_attributes(choices["edits"]), choices["latent"], classes, choices["edit_weight"], device=device)


def record(facts, choices, state):
    """What is kept in a checkpoint beside the trainer: choices, facts of the data it began with, where it came from, history."""
    before = state.get("run", {}) if state else {}
    run = {"data": facts, "init": None, **before, "choices": choices}
    return {**run, "history": continued(before.get("history", []), state["step"] if state else 0, choices, state)}


def restore(trainer, state):
    try:
        trainer.restore(state)
    except (RuntimeError, ValueError, KeyError) as error:
        reason = str(error).split("\n")[1 if "\n" in str(error) else 0].strip()
        raise RunError(f"the checkpoint's networks do not fit ({reason}), expected those of --size and --width") from error


def check_same_data(facts, state):
    """A run goes on with the data it began with: the anchored latents belong to the images in their order."""
    before = state.get("run", {}).get("data") or {"images": len(state["shapes"]), "colours": state["colours"]}
    for name in ("images", "colours", "classes", "counts"):
        if name in before and before[name] != facts[name]:
            raise RunError(f"the data folder has {name} {facts[name]}, the checkpoint was trained with {before[name]}; expected the same data")
    if state["classes"] != len(facts["classes"]):
        raise RunError(f"the data folder has {len(facts['classes'])} classes, the checkpoint {state['classes']}; expected the same data")


def continued(history, step, choices, state):
    """The history with what holds from this step on, where that is new."""
    current = {name: choices.get(name) for name in CHANGEABLE}
    if not history and state:  # a checkpoint without a record tells what it was last trained with
        history = [{"step": 0, **{name: state["settings"].get(name) for name in CHANGEABLE}}]
    same = history and all(history[-1].get(name) == value for name, value in current.items())
    return history if same else [*(entry for entry in history if entry["step"] < step), {"step": step, **current}]


def images_shown(history, steps):
    """How many real images (with repetition) all steps together saw in batches."""
    ends = [entry["step"] for entry in history[1:]] + [steps]
    return sum((end - entry["step"]) * entry["batch"] for entry, end in zip(history, ends))


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
