"""Simulated readers and what SciPy makes of their answers, to test the analysis of a whole study against.

Run `python3 simulated_readers.py > simulatedReaders.json` (Debian: python3-scipy) in this folder, then `npx biome format --write` on
that. An image is named by its origin, its grade and its number among those. A row of answers: image, showing, grade, rating, and the
milliseconds of both.
"""

import json
import warnings

import numpy as np
from scipy import stats

import formulas

ORIGINS = ["real", "synthetic"]


def images(per_grade):
    return [(origin, grade, number) for origin in ORIGINS for grade in range(5) for number in range(per_grade)]


def simulate(random, per_grade, readers, repeated):
    """Readers of different skill; ratings from -3 (surely real) to 3 (surely synthetic), without 0."""
    shown = images(per_grade)
    found = []
    for reader in range(readers):
        skill = random.uniform(-0.2, 1.2)
        answers = []
        for origin, grade, number in shown:
            times = 2 if (origin, grade, number) in repeated else 1
            for showing in range(1, times + 1):
                given = int(np.clip(round(grade + random.normal(0, 0.8 if origin == "real" else 1.0)), 0, 4))
                evidence = random.normal(skill if origin == "synthetic" else -skill, 1)
                level = int(np.clip(np.ceil(abs(evidence) * 1.4), 1, 3))
                answers.append(
                    {
                        "image": f"{origin}-{grade}-{number}",
                        "showing": showing,
                        "grade": given,
                        "rating": level if evidence > 0 else -level,
                        "gradeMilliseconds": int(random.lognormal(8, 0.5)),
                        "verdictMilliseconds": int(random.lognormal(8.2, 0.6)),
                    }
                )
        found.append({"code": f"R{reader + 1}", "answers": answers})
    return {"perGrade": per_grade, "repeats": [f"{o}-{g}-{n}" for o, g, n in repeated], "readers": found}


def origin_of(answer):
    return answer["image"].split("-")[0]


def known(answer):
    return int(answer["image"].split("-")[1])


def says_synthetic(answer):
    return answer["rating"] > 0


def correct(answer):
    return says_synthetic(answer) == (origin_of(answer) == "synthetic")


def first(answers):
    return [answer for answer in answers if answer["showing"] == 1]


def of(answers, origin):
    return [answer for answer in answers if origin in ("all", origin_of(answer))]


def share(hits):
    return {**formulas.clopper_pearson(sum(hits), len(hits)), "share": np.mean(hits)}


def detection(answers):
    answers = first(answers)
    synthetic, real = of(answers, "synthetic"), of(answers, "real")
    mistakes = formulas.mcnemar(sum(not correct(a) for a in synthetic), sum(not correct(a) for a in real))
    roc = formulas.roc([a["rating"] for a in synthetic], [a["rating"] for a in real])
    shares = lambda kind: {
        "accuracy": share([correct(a) for a in kind]),
        "sensitivity": share([correct(a) for a in of(kind, "synthetic")]),
        "specificity": share([correct(a) for a in of(kind, "real")]),
    }
    return {
        **shares(answers),
        "mistakes": mistakes,
        "roc": {key: roc[key] for key in ["auc", "standardError", "low", "high"]},
        "byGrade": [shares([a for a in answers if known(a) == grade]) for grade in range(5)],
    }


def table(pairs):
    counts = np.zeros((5, 5), int)
    for row, column in pairs:
        counts[row, column] += 1
    return counts.tolist()


def kappa(counts, weights):
    found = formulas.cohen(counts, weights)
    return {key: found[key] for key in ["kappa", "standardError", "low", "high"]}


def grading(answers, origin):
    answers = of(first(answers), origin)
    counts = table([(known(a), a["grade"]) for a in answers])
    away = [abs(known(a) - a["grade"]) for a in answers]
    error = formulas.mean([a["grade"] - known(a) for a in answers])
    return {
        "table": counts,
        "exact": share([d == 0 for d in away]),
        "withinOne": share([d <= 1 for d in away]),
        "linear": kappa(counts, "linear"),
        "quadratic": kappa(counts, "quadratic"),
        "error": {key: error[key] for key in ["mean", "deviation", "low", "high"]},
    }


def judged(answers):
    return {
        "detection": detection(answers),
        "grading": {origin: grading(answers, origin) for origin in ["all", *ORIGINS]},
    }


def fleiss(readers, origin, category, categories):
    names = [a["image"] for a in of(first(readers[0]["answers"]), origin)]
    by_reader = [{a["image"]: category(a) for a in first(reader["answers"])} for reader in readers]
    counts = [[sum(rated[name] == c for rated in by_reader) for c in range(categories)] for name in names]
    found = formulas.fleiss(counts)
    return {key: found[key] for key in ["kappa", "low", "high"]}


def agreement(readers):
    pairs = []
    for at, one in enumerate(readers):
        for other in readers[at + 1 :]:
            grades = {a["image"]: a["grade"] for a in first(other["answers"])}
            counts = table([(a["grade"], grades[a["image"]]) for a in first(one["answers"])])
            codes = [one["code"], other["code"]]
            pairs.append({"readers": codes, "linear": kappa(counts, "linear"), "quadratic": kappa(counts, "quadratic")})
    kinds = ["all", *ORIGINS]
    return {
        "verdicts": {kind: fleiss(readers, kind, lambda a: int(says_synthetic(a)), 2) for kind in kinds},
        "grades": {kind: fleiss(readers, kind, lambda a: a["grade"], 5) for kind in kinds},
        "pairs": pairs,
    }


def repeats(answers):
    pairs = [(a, b) for a in answers for b in answers if a["image"] == b["image"] and (a["showing"], b["showing"]) == (1, 2)]
    return {
        "grades": share([a["grade"] == b["grade"] for a, b in pairs]),
        "verdicts": share([says_synthetic(a) == says_synthetic(b) for a, b in pairs]),
    }


def comparisons(readers):
    measures = [
        lambda answers: np.median([a["gradeMilliseconds"] / 1000 for a in answers]),
        lambda answers: np.mean([a["grade"] - known(a) for a in answers]),
        lambda answers: np.mean([abs(a["grade"] - known(a)) for a in answers]),
        lambda answers: np.median([a["verdictMilliseconds"] / 1000 for a in answers]),
        lambda answers: np.mean([abs(a["rating"]) for a in answers]),
        lambda answers: np.mean([correct(a) for a in answers]),
    ]
    found = []
    for measure in measures:
        values = {o: [measure(of(first(r["answers"]), o)) for r in readers] for o in ORIGINS}
        differences = np.round(np.array(values["synthetic"]) - np.array(values["real"]), 10)
        changed = differences[differences != 0]
        exact = len(changed) == len(differences) and len(set(abs(changed))) == len(changed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            test = stats.wilcoxon(differences, mode="exact" if exact else "approx")
        found.append(
            {
                "real": np.median(values["real"]),
                "synthetic": np.median(values["synthetic"]),
                "test": {"pairs": len(changed), "statistic": test.statistic, "p": test.pvalue},
            }
        )
    adjusted = formulas.holm([one["test"]["p"] for one in found])["adjusted"]
    return [{**one, "adjusted": p} for one, p in zip(found, adjusted)]


def over_readers(values):
    found = formulas.mean(values)
    return {key: found[key] for key in ["mean", "deviation", "low", "high"]}


def analyse(study):
    readers = study["readers"]
    each = [{**judged(r["answers"]), "repeats": repeats(r["answers"])} for r in readers]
    adjusted = formulas.holm([one["detection"]["mistakes"]["p"] for one in each])["adjusted"]
    pooled = judged([a for reader in readers for a in reader["answers"]])
    return {
        "readers": [{**one, "mistakesAdjusted": p} for one, p in zip(each, adjusted)],
        "pooled": {
            **pooled,
            "accuracy": over_readers([one["detection"]["accuracy"]["share"] for one in each]),
            "auc": over_readers([one["detection"]["roc"]["auc"] for one in each]),
        },
        "agreement": agreement(readers),
        "comparisons": comparisons(readers),
    }


def compact(study):
    """Answers as rows, so that the file stays short."""
    readers = [{**reader, "answers": [list(answer.values()) for answer in reader["answers"]]} for reader in study["readers"]]
    return {**study, "readers": readers}


def main():
    random = np.random.default_rng(20)
    small = simulate(random, 2, 2, [("real", 1, 0), ("synthetic", 3, 1)])
    repeated = [(o, g, 4) for o in ORIGINS for g in (0, 2, 4)]
    large = simulate(random, 6, 7, repeated)
    cases = {name: {**compact(study), "expected": analyse(study)} for name, study in [("small", small), ("large", large)]}
    print(json.dumps(cases, default=float, separators=(",", ":")))


if __name__ == "__main__":
    main()
