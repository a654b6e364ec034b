"""Saves and restores everything that decides how training goes on, so that a resumed run repeats an unbroken one."""
import os
import pathlib

import torch

FORMAT = 1


class CheckpointError(Exception):
    """The checkpoint cannot be used; the message names the file, what was found and what was expected."""


def save(path, trainer, run=None):
    """Writes to a temporary name first: an interrupted save leaves the older checkpoint whole. `run` is what train.py recorded."""
    write(path, {**trainer.state(), **({} if run is None else {"run": run})})


def write(path, state):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    try:
        torch.save({"format": FORMAT, **state}, partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def read(path):
    try:
        state = torch.load(path, map_location="cpu")
    except FileNotFoundError as error:
        raise CheckpointError(f'checkpoint "{path}" does not exist') from error
    except Exception as error:  # torch.load has no one error for a damaged file
        reason = str(error).split("\n", 1)[0]
        raise CheckpointError(f'checkpoint "{path}" cannot be read ({reason}), expected a file that train.py wrote') from error
    found = state.get("format") if isinstance(state, dict) else type(state).__name__
    if found != FORMAT:
        raise CheckpointError(f'checkpoint "{path}" has format {found}, expected {FORMAT}')
    return state
