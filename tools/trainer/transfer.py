"""Begins a run from a checkpoint with the same layers at other resolutions: what was learned at 4 to 128 px is a start for 7 to 224.

Only three things change shape: the two kernels that span the smallest resolution (`start`, `head`) are resized, and the generator's
largest resolution may have fewer channels, of which those that show most are kept. Optimizers and step count begin anew.
"""
import re

import torch.nn.functional as F

from checkpoint import CheckpointError

SPANNING = ("start.weight", "head.weight")  # kernels as large as the smallest resolution


def take_over(trainer, state):
    """Fills the trainer's networks from a checkpoint's state; returns where they came from."""
    source, target = sorted(state["channels"]), trainer.generator.sizes
    if len(source) != len(target):
        raise CheckpointError(f"--init has {len(source)} resolutions ({source[0]} to {source[-1]} px), expected {len(target)} "
                              f"({target[0]} to {target[-1]} px)")
    sizes = dict(zip(source, target))
    generators = {name: fewer_channels(renamed(state[name], sizes), target[-1], trainer.generator.channels[target[-1]])
                  for name in ("generator", "average")}
    for name, old in {**generators, "critic": renamed(state["critic"], sizes)}.items():
        network = getattr(trainer, name)
        network.load_state_dict(fitted(old, network.state_dict(), name))
    if state["shapes"].shape == trainer.shapes.shape:
        trainer.shapes = state["shapes"]  # the same images: each keeps the latent that was learned for it
    return {"step": state["step"], "size": source[-1]}


def renamed(weights, sizes):
    """Names of this trainer, at the new resolutions. Checkpoints up to 128 px of the first trainer had other ones."""
    def name(key):
        key = re.sub(r"^grade\.", "label.", key).replace("to_grey.", "to_image.").replace("from_grey.", "from_image.")
        key = re.sub(r"^(blocks|to_image|from_image|extra)\.(\d+)\.", lambda found: f"{found[1]}.{sizes[int(found[2])]}.", key)
        return re.sub(r"^(blocks\.\d+)\.([01])\.", lambda found: f"{found[1]}.{('upsample', 'norm')[int(found[2])]}.", key)
    return {name(key): value for key, value in weights.items()}


def fewer_channels(weights, largest, count):
    """Keeps the `count` channels of the largest resolution that change the image most."""
    if weights[f"to_image.{largest}.weight"].shape[1] == count:
        return weights
    shown, block = f"to_image.{largest}.weight", f"blocks.{largest}."
    strength = weights[shown].abs().sum((0, 2, 3)) * weights[block + "norm.weight"].abs()
    kept = strength.argsort(descending=True)[:count].sort()[0]
    by_channel = {key: value[kept] for key, value in weights.items() if key.startswith(block) and value.dim()}
    return {**weights, **by_channel, shown: weights[shown][:, kept]}


def fitted(old, fresh, network):
    """The new network's own values where the old one has none; kernels of another resolution resized."""
    for key, value in old.items():
        if key not in fresh:
            raise CheckpointError(f"--init has {network} weight {key}, expected the layers of this trainer's {network}")
        wanted = fresh[key].shape
        if value.shape != wanted and key in SPANNING and value.shape[:2] == wanted[:2]:
            value = F.interpolate(value.float(), size=wanted[2:], mode="bilinear", align_corners=False)
            if key == "head.weight":  # a larger kernel sums over more pixels
                value = value * (old[key].shape[-1] / wanted[-1]) ** 2
        if value.shape != wanted:
            raise CheckpointError(f"--init has {network} weight {key} of {list(value.shape)}, expected {list(wanted)}")
        fresh[key] = value
    return fresh
