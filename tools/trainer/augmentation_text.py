"""The augmentation experiment as Markdown. Every number and every judgement comes from results.json's values; this file only words them."""
from augmentation_analysis import FEW, HARMS, HELPS, METRICS, OPEN
from augmentation_cells import ALONE, MANY, MIXED
from report_text import table

IMAGES = "augmentation"  # folder of the plots, in docs/images


def number(value, metric, signed=False):
    """Kappa as it is, accuracies in per cent or points."""
    return f"{value:{'+' if signed else ''}.3f}" if metric == "kappa" else f"{100 * value:{'+' if signed else ''}.1f}"


def ranged(entry, metric, signed=False):
    """The value, the interval over seeds, the interval over val's subjects."""
    span = lambda pair: "one seed" if pair is None else " to ".join(number(v, metric, signed) for v in pair)
    return f"{number(entry['value'], metric, signed)} ({span(entry['seeds'])}; {span(entry['val'])})"


def arm_name(arm):
    if arm["kind"] == MIXED:
        return f"{arm['n']} real" + (f" + {100 * arm['ratio']:.0f} %" if arm["ratio"] else "")
    return f"{round(arm['n'] * arm['ratio'])} synthetic alone"


def bold(verdict):
    return verdict if verdict == OPEN else f"**{verdict}**"


def conclusion(found):
    """What adding synthetic images did to each measure, for each n and in all."""
    lines = []
    for metric, title in METRICS.items():
        of = lambda *verdicts: [entry["n"] for entry in found["pooled"] if entry[metric]["verdict"] in verdicts]
        words = [f"**{what}** at n = {', '.join(map(str, sizes))}" for what, sizes in ((HELPS, of(HELPS)), (HARMS, of(HARMS)), (OPEN, of(OPEN, FEW))) if sizes]
        lines.append(f"{title[0].upper()}{title[1:]} with synthetic images added to n real ones, the mean of all shares, against none: {'; '.join(words) or 'no comparison is finished'}.")
    cells = [entry[metric]["verdict"] for entry in found["differences"] if entry["kind"] == MIXED for metric in METRICS]
    lines.append(f"Of all {len(cells)} comparisons of one share with none (each n, each measure), {cells.count(HELPS)} came out better and {cells.count(HARMS)} worse.")
    alone = [(entry, entry["kappa"]["verdict"]) for entry in found["differences"] if entry["kind"] == ALONE]
    words = [f"{number(entry['kappa']['value'], 'kappa', True)} at n = {entry['n']}{'' if verdict == OPEN else f' ({verdict})'}" for entry, verdict in alone]
    if words:
        lines.append(f"Synthetic images alone against as many real ones, kappa: {', '.join(words)}.")
    kappa = {(arm["n"], arm["kind"], arm["ratio"]): arm["kappa"]["value"] for arm in found["arms"]}
    equal = [(key, (round(key[0] * (1 + key[2])), MIXED, 0.0)) for key in kappa if key[1] == MIXED and key[2]]
    words = [f"{kappa[mixed]:.3f} of {mixed[0]} real + {100 * mixed[2]:.0f} %, {kappa[real]:.3f} of {real[0]} real" for mixed, real in equal if real in kappa]
    if words:
        lines.append(f"As many images in all, some of them synthetic or all real (not the same number of steps), kappa: {'; '.join(words)}.")
    return "\n".join(f"- {line}" for line in lines)


def fairness(setup):
    """What the generator saw of the data, and what that does to the claim."""
    saw, of = setup["real"]["count"], setup["real"]["of"]
    where = "all" if saw == of else f"{saw} of the"
    return f"""**The generator was trained on {where} {of} radiographs of train with their grades** (the real images of every run are drawn from these). At n = {saw} generator and classifier had the same. At smaller n the synthetic images carry
what the generator learned from the other {saw} - n graded radiographs, which the runs without synthetic images never get. So a gain at small n shows that a generator made from much data helps where only n images
are at hand, say because the others may not be shared. It does not show what the paper claims for scarce data: that needs a generator trained on the same n (`--generator-trained-on`, see the
[trainer](../tools/trainer/README.md#do-synthetic-images-help)). Where there is no gain, it is in spite of that advantage."""


def setup_rows(found):
    setup, made = found["setup"], found["made"]
    s, r, v, y = (setup[name] for name in ("setting", "real", "val", "synthetic"))
    many = lambda part: ", ".join(map(str, part["grades"]))
    return [["setting", f"`{s['name']}`: {s['size']}x{s['size']} pixels, the classifier `plain` with {', '.join(map(str, s['channels']))} channels, batches of {s['batch']}"],
            ["real", f"{r['count']} radiographs of {r['subjects']} subjects ({many(r)} of KL 0 to 4)"],
            ["tested on", f"val: {v['count']} radiographs of {v['subjects']} other subjects ({many(v)})"],
            ["synthetic", f"{y['count']} images ({many(y)}) from {y['from']}, unselected" + (f", seeds from {y['first seed']}" if y["first seed"] is not None else "")],
            ["drawn by", made["drawn by"]],
            ["grades of the synthetic ones", "in the mix of the real ones" if setup["mix"] == "real" else "as many of each"],
            ["finished", f"{made['finished']} of {made['cells']} runs, {made['hours']:.2f} hours of training without drawing, {made['date']}"], ["with", made["with"]]]


def difference_rows(found, metric):
    return [[f"{entry['n']} real" if entry["kind"] == MIXED else "", arm_name(entry) if entry["kind"] != MIXED else f"+ {100 * entry['ratio']:.0f} %", entry["seeds"],
             ranged(entry[metric], metric, True), bold(entry[metric]["verdict"])] for entry in found["differences"] if entry["kind"] != MANY]


def write(found):
    s = found["setup"]["setting"]
    arms = [[arm_name(arm), arm["steps"], arm["seeds"], *(ranged(arm[metric], metric) for metric in METRICS)] for arm in found["arms"]]
    pooled = [[entry["n"], entry["seeds"], *(f"{ranged(entry[metric], metric, True)} {bold(entry[metric]['verdict'])}" for metric in METRICS)] for entry in found["pooled"]]
    single = "\n".join(f"### {title[0].upper()}{title[1:]}\n\n{table(['n', 'arm', 'seeds', 'difference', ''], difference_rows(found, metric))}" for metric, title in METRICS.items())
    missing = found["made"]["cells"] - found["made"]["finished"]
    unfinished = f"\n**{missing} of {found['made']['cells']} runs were not finished when this was written.**\n" if missing else ""
    unlike = (" With 200 % added a run has three times as many images, so it shows each a third as often: that is the price of equal steps."
              if 2.0 in s["ratios"] else "")
    return f"""# Do synthetic knees help a classifier?

Written by `tools/trainer/{found['made']['command']}`; do not edit. Every figure, run by run: [augmentation.json](augmentation.json).
{unfinished}
Prezja et al. 2022 (doi 10.1038/s41598-022-23081-4) found that mixing synthetic with real knee radiographs improves classification where real ones are scarce. Tried here with this project's generator: a classifier
of Kellgren-Lawrence grades is trained on n real radiographs, on n real ones with {', '.join(f'{100 * ratio:.0f}' for ratio in s['ratios'] if ratio)} % synthetic ones added, and on synthetic ones alone.

{conclusion(found)}

{fairness(found['setup'])}

![Kappa and accuracies over the number of real images, a line for each share of synthetic ones; whiskers: 95 % over seeds](images/{IMAGES}/figures.png)

## What was done

{table(["", ""], setup_rows(found), "---")}
- **Drawn**: the n real images in train's mix of grades, at random by the seed; the same seed gives every arm the same real images, first weights and variation, and the larger shares of synthetic images contain the smaller.
  Synthetic images are drawn by the seed from as many as all seeds of that n together could use, at most those of the table: with 200 % of all, every seed has the same.
- **Equal for all arms of an n**: the number of steps (in the table; images are shown in shuffled passes over what there is), rate, loss and variation of images (`classifier_augment.py`: shift, turn, size, side, exposure, patch).{unlike}
  Grades weigh by the root of their frequency among the images of the run.
- **Nothing is selected**: the steps were fixed beforehand, the last step's weights count, no hyperparameter was set by a figure on val, and each run is asked about val once.
- Real images are as they come, left knees mirrored to the right, photographic negatives among them (70 of knee-kl/train, 14 of val); they went through JPEG, the generated ones did not.
- Val is not wholly foreign to the shipped generator: it was looked at while that was made, see the [model card](model-card.md#limits).

## Figures of each arm

In brackets two 95 % intervals of the mean over seeds: over seeds (Student's t; real images drawn, synthetic ones, first weights and order vary, val is the same), and over val's subjects (bootstrap, {found['rounds']} samples, both
knees together; the runs are the same). Accuracies in per cent. KL 0-1 against 2-4 is decided by the summed probabilities of either side.

{table(["trained on", "steps", "seeds", *METRICS.values()], arms)}
## Differences to no synthetic images

Seed by seed, so that each seed is compared with itself. "{HELPS}" and "{HARMS}" stand only where both intervals leave out 0 on the same side; of many such comparisons some come out so by chance. First the mean of all shares of synthetic images
against none, one comparison for each n:

{table(["n", "seeds", *METRICS.values()], pooled)}
![Difference to no synthetic images over their share; grey: each seed](images/{IMAGES}/differences.png)

{single}
## Again

```sh
cd tools/trainer
/usr/bin/python3 {found['made']['command']}
```

A run that was stopped goes on with the same command. What the settings are: `augmentation_settings.py`. On one machine and with one number of threads the figures repeat.
"""
