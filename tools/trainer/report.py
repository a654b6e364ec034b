#!/usr/bin/python3
"""Measures a model file against real radiographs and writes the report: grade, realism, diversity, memorisation. See README.md.

Real images never leave --out, which must be outside the repository: OUT/private holds them; OUT/docs holds aggregates only.
"""
import argparse
import hashlib
import json
import pathlib
import platform
import shlex
import shutil
import sys
import time

import matplotlib
import numpy
import PIL
import torch

import data
import report_audit
import report_distance
import report_diversity
import report_document
import report_generate
import report_grades
import report_plots
import report_realism
import report_sheet
import report_text
from report_bootstrap import ROUNDS
from report_images import GRADES, ReportError, first_of_each, grade_mix, outside_repository, read_real


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("model", help="model file (.safetensors)")
    parser.add_argument("--train", required=True, help="folder 0/ to 4/ of the radiographs that it was trained on")
    parser.add_argument("--val", required=True, help="folder 0/ to 4/ of radiographs of other subjects")
    parser.add_argument("--judge", required=True, help="classifier that took no part in making the model (classifier.py)")
    parser.add_argument("--features", required=True, help="another classifier, whose features measure distances")
    parser.add_argument("--guided", action="store_true", help="say that the classifier of --features guided the model's training")
    parser.add_argument("--reference", help="knee-statistics.json; without it, the training images are the reference")
    parser.add_argument("--out", required=True, help="folder outside the repository")
    parser.add_argument("--count", type=int, default=2000, help="generated images in val's mix of grades")
    parser.add_argument("--by-grade", type=int, default=report_realism.MOST, metavar="N",
                        help="images of each grade for its realism, at most as many as the reference has; fewer save time and make shares of components larger")
    parser.add_argument("--seed", type=int, default=100_000_000, help="first seed: far from those that people try and choose by")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--publish", metavar="DOCS", help="also put report and plots into this docs folder and fill its model-card.md")
    options = parser.parse_args(arguments)
    if options.count < 50:
        parser.error(f"--count {options.count}, expected at least 50")
    if options.by_grade < 10:
        parser.error(f"--by-grade {options.by_grade}, expected at least 10")
    return options


def answers(path, classifier, what, images, folder):
    """`features` [N,C] or `logits` [N,5] of images by the classifier read from `path`, kept in `folder` for the next run."""
    digest = hashlib.sha256(pathlib.Path(path).read_bytes())
    digest.update(numpy.ascontiguousarray(images).data)
    target = folder / f"{what}-{digest.hexdigest()[:16]}.npy"
    if not target.exists():
        found = report_grades.answers(classifier.features if what == "features" else classifier, images)
        partial = target.with_suffix(".partial.npy")
        numpy.save(partial, found)
        partial.replace(target)
    return numpy.load(target)


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def facts(model, options, train, val, mix, counts, adapter):
    """Rows for a reader who wants the same figures again."""
    name = lambda path: f"{pathlib.Path(path).name}, SHA-256 {hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()[:16]}"
    many = lambda grades: f"{len(grades)} ({', '.join(map(str, numpy.bincount(grades, minlength=len(mix))))} of KL 0 to 4)"
    return [["model", f"{model.path.name}, SHA-256 {model.sha256}, {model.bytes / 1e6:.2f} MB, {model.parameters / 1e6:.2f} million parameters"],
            ["generated", f"{sum(mix)} in validation's mix ({', '.join(map(str, mix))}); realism by grade: {', '.join(map(str, counts))}"],
            ["real", f"training {many(train.grades)} of {len(set(train.subjects))} subjects, validation {many(val.grades)} of {len(set(val.subjects))}"],
            ["judge; features", f"{name(options.judge)}; {name(options.features)}"],
            ["reference", pathlib.Path(options.reference).name if options.reference else "the training images"],
            ["drawn by", adapter],
            ["measured with", f"Python {platform.python_version()}, NumPy {numpy.__version__}, PyTorch {torch.__version__}, Pillow {PIL.__version__}, Matplotlib {matplotlib.__version__}; {processor()}"]]


def measure(options, say):
    out = outside_repository(options.out)
    private, model = out / "private", report_generate.read_model(options.model)
    judge, describer = (report_grades.load_classifier(path) for path in (options.judge, options.features))
    train, val = (read_real(folder, private) for folder in (options.train, options.val))
    classes = GRADES
    mix = grade_mix(val.grades, options.count)
    if options.reference:
        reference, counts = report_realism.read_reference(options.reference, classes)
    else:
        counts = [min(report_realism.MOST, int(n)) for n in numpy.bincount(train.grades, minlength=classes)]
        reference = report_realism.by_grade(train.images, train.grades, train.left, counts)
    counts = [min(n, options.by_grade) for n in counts]
    images, grades, adapter = report_generate.generate(model, [max(pair) for pair in zip(mix, counts)], options.seed, private, say)
    in_mix = first_of_each(grades, mix)
    say("grades")
    parts = (images[in_mix], val.images, train.images)
    judged = [answers(options.judge, judge, "logits", part, private).argmax(1) for part in parts[1::-1]]
    report = {"grades": report_grades.compare((val.grades, judged[0]), (grades[in_mix], judged[1]), val.subjects)}
    say("realism")
    report["realism"], curves = report_realism.compare(images, grades, train, val, reference, counts)
    say("features")
    features = [answers(options.features, describer, "features", part, private) for part in parts]
    judged = [answers(options.judge, judge, "features", part, private) for part in parts]
    report["distance"] = {name: report_distance.compare(*rows) for name, rows in (("features", features), ("judge", judged))}
    say("diversity")
    report["diversity"] = report_diversity.compare(images[in_mix], grades[in_mix], train, val.grades)
    say("memorisation")
    report["audit"], pairs, spread = report_audit.audit(images[in_mix], val, train, features)
    seeds = options.seed + grades * report_generate.SEED_STEP + numpy.arange(len(grades)) - numpy.searchsorted(grades, grades)
    names = [[f"KL {g} seed {s}" for g, s in zip(grades[in_mix], seeds[in_mix])], [f"val {p.parent.name}/{p.name}" for p in val.paths]]
    closest = {}
    for name, (made, held) in pairs.items():
        for kind, near, part, known in (("generated", made, images[in_mix], names[0]), ("val", held, val.images, names[1])):
            sheet, closest[f"{kind}, {name}"] = report_sheet.closest_pairs(part, known, near, train)
            report_sheet.save(sheet, private / f"closest-{name}-{kind}.png")
    (private / "closest.json").write_text(json.dumps(closest, indent=1))
    report["model"] = {**model._asdict(), "path": str(model.path), "file": model.path.name}
    report["made"] = {"facts": facts(model, options, train, val, mix, counts, adapter), "seed": options.seed, "seed_step": report_generate.SEED_STEP,
                      "rounds": ROUNDS, "train": len(train.grades), "generated": sum(mix), "guided": options.guided, "date": time.strftime("%Y-%m-%d")}
    return report, curves, spread, out


def publish(out, docs, report):
    """Copies what shows aggregates only, and fills the model card."""
    docs = pathlib.Path(docs)
    report_text.fill_card(docs / "model-card.md", report_document.card(report))
    shutil.copy(out / "docs" / "knee-report.md", docs / "knee-report.md")
    shutil.copytree(out / "docs" / "images", docs / "images", dirs_exist_ok=True)


def run(options, command):
    begin = time.monotonic()
    say = lambda text: print(f"{time.monotonic() - begin:6.0f} s  {text}", flush=True)
    torch.set_num_threads(options.threads)
    report, curves, spread, out = measure(options, say)
    report["made"]["command"] = command
    report["made"]["facts"].append(["time", f"{(time.monotonic() - begin) / 60:.1f} minutes (images and features of an earlier run are kept)"])
    report_plots.draw_all(report, curves, spread, out / "docs" / "images" / report_text.IMAGES)
    (out / "report.json").write_text(json.dumps(report, indent=1))
    (out / "docs" / "knee-report.md").write_text(report_document.write(report))
    if options.publish:
        publish(out, options.publish, report)
    for what, found, limit, passes in report_text.checks(report):
        print(f"{report_text.verdict(passes).strip('*'):7} {what}: {found}{limit and f'; limit: {limit}'}")
    say(f"{out}/docs/knee-report.md; pairs to look at: {out}/private/closest-*.png")


def main(arguments=None):
    options = parse(arguments)
    try:
        run(options, shlex.join(["report.py", *(arguments or sys.argv[1:])]))
    except (ReportError, data.DataError) as error:
        sys.exit(f"report: {error}")


if __name__ == "__main__":
    main()
