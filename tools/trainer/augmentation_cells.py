"""The runs of the augmentation experiment, one a cell: what there is to do, what is done already, one after another."""
import json
import os
from typing import NamedTuple

from progress import Progress, duration
from report_images import ReportError

MIXED, ALONE, MANY = "real and synthetic", "synthetic alone", "synthetic alone, many"


class Cell(NamedTuple):
    """One run: `n` real images and `ratio` times as many synthetic ones, or those synthetic ones alone."""

    n: int
    kind: str
    ratio: float
    seed: int
    steps: int
    pool: int  # how many synthetic images there are to draw from

    @property
    def key(self):
        return (self.n, self.kind, self.ratio, self.seed)

    @property
    def real(self):
        return self.n if self.kind == MIXED else 0

    @property
    def synthetic(self):
        return round(self.n * self.ratio)


def cells(setting, total):
    """Every cell, the smallest n first and all arms of a seed together, so that what is finished at any moment can be compared.

    `total`: how many real images there are; scales of as many or more are left out, since the one of all of them is there.
    """
    scales = [(total if scale.n is None else scale.n, scale) for scale in setting.scales if scale.n is None or scale.n < total]
    found = []
    most = max(setting.ratios)
    for n, scale in scales:
        pool = round(most * min(n * scale.seeds, total))
        kinds = [(MIXED, ratio) for ratio in setting.ratios] + [(ALONE, 1.0)] + ([(MANY, most)] if n == total else [])
        found += [Cell(n, kind, ratio, seed, scale.steps, pool) for seed in range(1, scale.seeds + 1) for kind, ratio in kinds]
    return found


def read_results(path):
    """The lines of finished cells, {key: line}. A last line that a kill cut short is dropped from the file."""
    if not path.exists():
        return {}
    content = path.read_bytes()
    whole = content[:content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        partial = path.with_suffix(".partial")
        partial.write_bytes(whole)
        os.replace(partial, path)
    found = {}
    for number, text in enumerate(whole.decode("utf-8", "replace").splitlines(), 1):
        try:
            line = json.loads(text)
            key = (line["n"], line["kind"], line["ratio"], line["seed"])
            if not len(line["given"]) == len(line["later"]) > 0:
                raise ValueError(f'{len(line["given"])} grades and {len(line["later"])} decisions')
        except (ValueError, KeyError, TypeError) as error:
            raise ReportError(f'"{path}" line {number} is no finished cell ({error!r}), expected JSON with n, kind, ratio, seed, given and later; '
                              "--restart begins anew") from error
        found[key] = line
    return found


def begin(out, setup, restart):
    """The file of results in `out`, which belongs to this setup alone: another one is refused."""
    results, kept = out / "results.jsonl", out / "setup.json"
    if restart:
        results.unlink(missing_ok=True)
        kept.unlink(missing_ok=True)
    if kept.exists():
        try:
            former = json.loads(kept.read_text())
        except ValueError as error:
            raise ReportError(f'"{kept}" is no JSON ({error}), expected what the first run wrote; --restart begins anew') from error
        differs = sorted(name for name in {*former, *setup} if former.get(name) != setup.get(name))
        if differs:
            name = differs[0]
            raise ReportError(f'"{kept}" is of an experiment with {name} {former.get(name)}, found {setup.get(name)}, expected the same; --restart begins anew')
    else:
        partial = kept.with_suffix(".partial")
        partial.write_text(json.dumps(setup, indent=1) + "\n")
        os.replace(partial, kept)
    return results


def run(todo, results, execute):
    """Executes each cell that `results` lacks: `execute(cell)` gives the seconds it took and a dict. A line each as soon as it is finished.

    Time left: by steps, at the pace of this sitting, without the drawing of synthetic images.
    """
    done = read_results(results)
    wanted = [cell for cell in todo if cell.key not in done]
    progress, seconds, steps = Progress("cell"), 0.0, 0
    left = sum(cell.steps for cell in wanted)
    with open(results, "a") as file:
        for index, cell in enumerate(wanted, 1 + len(todo) - len(wanted)):
            taken, found = execute(cell)
            line = {**cell._asdict(), "real": cell.real, "synthetic": cell.synthetic, "seconds": round(taken, 2), **found}
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())
            seconds, steps = seconds + taken, steps + cell.steps
            progress.show(index, len(todo), f"{cell.real} real, {cell.synthetic} synthetic, seed {cell.seed}, {cell.steps} steps in {taken:.0f} s, "
                          f"{duration(seconds / steps * (left - steps))} left", True)
    progress.end()
