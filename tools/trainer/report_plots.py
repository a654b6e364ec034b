"""Plots of a report: aggregates only, so they may be published."""
import matplotlib
import numpy

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402  (after the choice of a backend without a window)

COLOURS = {"generated": "#c2410c", "reference": "#111827", "val": "#2563eb", "train": "#0d9488"}
NAMES = {"generated": "generated", "reference": "reference", "val": "real, validation", "train": "real, training"}


def save(figure, path):
    partial = path.with_suffix(".partial.png")
    figure.tight_layout()
    figure.savefig(partial, dpi=110, metadata={"Software": None})
    pyplot.close(figure)
    partial.replace(path)


def panels(count, height=2.7):
    return pyplot.subplots(1, count, figsize=(2.6 * count, height), sharey=True, squeeze=False)


def curves(values, field, titles, across, path, label, draw="plot"):
    """One panel a grade and one overall: `values[name][grade][field]` over `across`."""
    figure, axes = panels(len(titles))
    for column, (axis, title) in enumerate(zip(axes[0], titles)):
        for name in ("reference", "val", "generated"):
            getattr(axis, draw)(across(values[name][column][field]), numpy.asarray(values[name][column][field]), color=COLOURS[name],
                                label=NAMES[name], linewidth=1.2)
        axis.set_title(title, fontsize=9)
        axis.tick_params(labelsize=7)
    axes[0][0].set_ylabel(label, fontsize=8)
    axes[0][0].legend(fontsize=7)
    save(figure, path)


def components(values, titles, path):
    figure, axes = panels(len(titles))
    for column, (axis, title) in enumerate(zip(axes[0], titles)):
        for name in ("reference", "train", "generated"):
            shares = values[name][column]["pca_cumulative_56"]
            axis.semilogx([int(k) for k in shares], list(shares.values()), ".-", color=COLOURS[name], label=NAMES[name], linewidth=1.2)
        axis.set_title(title, fontsize=9)
        axis.tick_params(labelsize=7)
    axes[0][0].set_ylabel("share of variance in the first k", fontsize=8)
    axes[0][0].legend(fontsize=7)
    save(figure, path)


def confusions(result, path):
    figure, axes = panels(2, 3.4)
    for axis, name in zip(axes[0], ("real", "generated")):
        matrix = numpy.asarray(result[name]["confusion"], float)
        share = matrix / matrix.sum(1, keepdims=True).clip(1)
        axis.imshow(share, cmap="Blues", vmin=0, vmax=1)
        for (row, column), value in numpy.ndenumerate(share):
            axis.text(column, row, f"{value:.2f}", ha="center", va="center", fontsize=7, color="white" if value > 0.5 else "black")
        axis.set_title(f"{NAMES['val'] if name == 'real' else name}, {result[name]['count']}", fontsize=9)
        axis.set_xlabel("the judge's grade", fontsize=8)
    axes[0][0].set_ylabel("known or asked grade", fontsize=8)
    save(figure, path)


def nearest(spread, path):
    """Distances to the nearest training image as cumulated shares."""
    figure, axes = pyplot.subplots(1, len(spread), figsize=(4.6 * len(spread), 3), squeeze=False)
    for axis, (name, rows) in zip(axes[0], spread.items()):
        for kind, values in zip(("generated", "val", "train"), rows):
            axis.plot(numpy.sort(values), numpy.arange(1, len(values) + 1) / len(values), color=COLOURS[kind], label=NAMES[kind])
        axis.axvline(numpy.percentile(rows[1], 1), color="#9ca3af", linestyle="--", linewidth=1)
        axis.set_title(f"distance to the nearest training image, {name}", fontsize=9)
        axis.legend(fontsize=7)
        axis.tick_params(labelsize=7)
    axes[0][0].set_ylabel("share of images", fontsize=8)
    save(figure, path)


def draw_all(report, values, spread, folder):
    """Writes every plot into `folder`; returns {name: file name}."""
    folder.mkdir(parents=True, exist_ok=True)
    grades = len(report["realism"]["counts"])
    titles = [f"KL {g}" for g in range(grades)] + ["in validation's mix"]
    bins = lambda y: (numpy.arange(len(y)) + 0.5) / len(y)
    curves(values, "histogram_32", titles, bins, folder / "histogram.png", "share of pixels, over grey 0..1")
    curves(values, "radial_power_db", titles, lambda y: numpy.arange(len(y)), folder / "spectrum.png", "power, dB, over cycles an image")
    components(values, titles, folder / "components.png")
    confusions(report["grades"], folder / "confusion.png")
    nearest(spread, folder / "nearest.png")
    return {name: f"{name}.png" for name in ("histogram", "spectrum", "components", "confusion", "nearest")}
