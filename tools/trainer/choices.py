"""What a run was told: options given now, over what its checkpoint recorded, over defaults."""
from sizes import SIZES, channels, default_stages

DEFAULTS = {"size": 224, "width": 1.0, "latent": 96, "colour": False, "mirror_left": False, "negatives": None, "objective": "r1",
            "warmup": 1000, "fade": 300, "seed": 1, "init": None,
            "batch": 16, "rate": 4e-4, "penalty": 0.15, "anchor": 1.0, "texture": 3.0, "guide": None, "edits": None, "edit_weight": 1.0, "half_life": 10_000, "mixed": True,
            "label": None, "stages": None, "steps": 20_000}
FIXED = ("size", "width", "latent", "colour", "mirror_left", "objective", "warmup", "fade", "seed", "init")
CHANGEABLE = ("batch", "rate", "penalty", "anchor", "texture", "guide", "edits", "edit_weight", "negatives", "half_life", "mixed")
UNKNOWN = ("mirror_left", "stages")  # what checkpoints without a record cannot tell


class ChoiceError(Exception):
    """Options that do not fit together or to the checkpoint; the message names them."""


def option(name):
    return "--" + name.replace("_", "-")


def refuse_less(parser, options, **least):
    """Ends the command where one of these options is below the least that it can be."""
    for name, lowest in least.items():
        if getattr(options, name) < lowest:
            parser.error(f"{option(name)} is {getattr(options, name)}, expected {lowest} or more")


def recorded(state):
    """The choices that a checkpoint holds; one without a record still tells most of them by its networks and settings."""
    if "run" in state:
        return state["run"]["choices"]
    settings, size = state["settings"], max(state["channels"])
    widest = channels(size)[0]
    same = ("objective", "warmup", "seed", "batch", "rate", "penalty", "anchor", "texture", "half_life", "mixed")
    return {**{name: settings[name] for name in same if name in settings}, "size": size, "fade": settings["fade_steps"], "latent": state["latent"],
            "colour": state["colours"] == 3, "init": None, "width": state["channels"][min(widest)] / widest[min(widest)]}


def resolve(given, state=None):
    """`given` has None for what was not stated. Returns every choice; `state` is the checkpoint that goes on."""
    given = {name: given.get(name) for name in DEFAULTS}
    before = recorded(state) if state else {}
    refused = [f"{option(n)} {given[n]} (it has {before[n]})" for n in FIXED if n in before and given[n] not in (None, before[n])]
    if refused:
        raise ChoiceError(f"the checkpoint cannot go on with {', '.join(refused)}; leave it out, or --restart, or another --out")
    missing = [option(n) for n in UNKNOWN if state and n not in before and given[n] is None]
    if missing:
        raise ChoiceError(f"the checkpoint does not record {' and '.join(missing)} (or --no-...), expected it to be stated once")
    known = {**DEFAULTS, **before, **{name: value for name, value in given.items() if value is not None}}
    if known["size"] not in SIZES:
        raise ChoiceError(f"--size is {known['size']}, expected one of {', '.join(map(str, SIZES))}")
    return {**known, **scheduled(known, given, before.get("stages"))}


def scheduled(known, given, before):
    """Stages and their number of steps. Only the length of the last stage may change on resuming."""
    stages = known["stages"] or default_stages(known["size"], known["steps"], known["warmup"])
    stages = tuple(tuple(stage) for stage in stages)
    fixed = lambda parts: (*parts[:-1], parts[-1][0])
    if before and fixed(stages) != fixed(tuple(tuple(stage) for stage in before)):
        raise ChoiceError(f"--stages is {written(stages)}, the checkpoint has {written(before)}: only the last length may change")
    if stages[-1][0] != known["size"]:
        raise ChoiceError(f"--stages ends at {stages[-1][0]}, expected --size {known['size']}")
    lower = sum(steps for _, steps in stages[:-1])
    if given["steps"] is not None:
        if given["steps"] <= lower:
            raise ChoiceError(f"--steps is {given['steps']}, expected more than the {lower} of the lower resolutions")
        stages = (*stages[:-1], (stages[-1][0], given["steps"] - lower))
    return {"stages": stages, "steps": lower + stages[-1][1]}


def written(stages):
    return ",".join(f"{size}:{steps}" for size, steps in stages)
