"""Plots of the augmentation experiment: figures over n, and differences over the share of synthetic images."""
import numpy

from augmentation_analysis import METRICS
from augmentation_cells import ALONE, MIXED
from report_plots import pyplot, save

REAL, SYNTHETIC = "#111827", "#c2410c"


def whiskers(entries, metric, which):
    """Lengths below and above [2,M] of the interval `which`; none where there is but one seed."""
    values = [(entry[metric]["value"], entry[metric][which] or [entry[metric]["value"]] * 2) for entry in entries]
    return numpy.array([[value - low, high - value] for value, (low, high) in values]).T.clip(0)


def curves(found, path):
    """Each metric over n, a line for each share of synthetic images; whiskers: over seeds."""
    figure, axes = pyplot.subplots(1, len(METRICS), figsize=(4.2 * len(METRICS), 3.6), squeeze=False)
    kinds = sorted({(arm["kind"] != MIXED, arm["kind"], arm["ratio"]) for arm in found["arms"] if arm["kind"] in (MIXED, ALONE)})
    colours = pyplot.get_cmap("viridis")
    for axis, (metric, title) in zip(axes[0], METRICS.items()):
        for place, (_, kind, ratio) in enumerate(kinds):
            arms = [arm for arm in found["arms"] if (arm["kind"], arm["ratio"]) == (kind, ratio)]
            across = numpy.array([arm["n"] for arm in arms]) * 1.03 ** (place - len(kinds) / 2)  # side by side, so that whiskers can be told apart
            colour = SYNTHETIC if kind == ALONE else REAL if ratio == 0 else colours(0.15 + 0.75 * ratio / max(r for _, _, r in kinds))
            axis.errorbar(across, [arm[metric]["value"] for arm in arms], whiskers(arms, metric, "seeds"), color=colour, linewidth=1.2, elinewidth=0.7, marker=".",
                          linestyle="--" if kind == ALONE else "-", label="synthetic alone, n" if kind == ALONE else f"real + {100 * ratio:.0f} %" if ratio else "real alone")
        axis.set_xscale("log")
        axis.set_xticks(sorted({arm["n"] for arm in found["arms"]}))
        axis.set_xticklabels([str(n) for n in sorted({arm["n"] for arm in found["arms"]})])
        axis.minorticks_off()
        axis.set_xlabel("n", fontsize=8)
        axis.set_title(title, fontsize=9)
        axis.tick_params(labelsize=7)
    axes[0][0].legend(fontsize=7, loc="lower right")  # figures rise with n
    save(figure, path)


def differences(found, path):
    """Difference to no synthetic images, seed by seed, over the share of synthetic images; a row for each metric, a panel for each n."""
    rows = [entry for entry in found["differences"] if entry["kind"] == MIXED]
    sizes = sorted({entry["n"] for entry in rows})
    figure, axes = pyplot.subplots(len(METRICS), max(1, len(sizes)), figsize=(2.6 * max(1, len(sizes)), 2.3 * len(METRICS)), sharey="row", squeeze=False)
    for line, (metric, title) in zip(axes, METRICS.items()):
        for axis, n in zip(line, sizes):
            mine = [entry for entry in rows if entry["n"] == n]
            across = numpy.array([100 * entry["ratio"] for entry in mine])
            axis.axhline(0, color="#9ca3af", linewidth=0.8)
            for x, entry in zip(across, mine):
                axis.plot([x] * len(entry[metric]["runs"]), entry[metric]["runs"], ".", color="#9ca3af", markersize=3)
            values = [entry[metric]["value"] for entry in mine]
            axis.errorbar(across - 4, values, whiskers(mine, metric, "seeds"), fmt="o", color=REAL, markersize=3, linewidth=1.2, label="over seeds")
            axis.errorbar(across + 4, values, whiskers(mine, metric, "val"), fmt="o", color=SYNTHETIC, markersize=3, linewidth=1.2, label="over val's subjects")
            axis.set_xticks(across)
            axis.set_title(f"n = {n}", fontsize=9)
            axis.tick_params(labelsize=7)
        line[0].set_ylabel(title, fontsize=7)
    axes[0][-1].legend(fontsize=6, loc="upper right")  # differences are largest at the smallest n
    for axis in axes[-1]:
        axis.set_xlabel("synthetic, % of n", fontsize=8)
    save(figure, path)


def draw_all(found, folder):
    folder.mkdir(parents=True, exist_ok=True)
    curves(found, folder / "figures.png")
    differences(found, folder / "differences.png")
