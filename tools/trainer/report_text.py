"""A report in words: Markdown tables, each figure beside its limit, and the part of the model card that is filled with them."""
import pathlib

from report_images import ReportError

BEGIN, END = "<!-- report:begin (written by tools/trainer/report.py; do not edit) -->", "<!-- report:end -->"
IMAGES = "knee-report"  # folder of the plots, in docs/images


def table(head, rows, align="---:"):
    cells = [head, ["---"] + [align] * (len(head) - 1)] + [[str(c) for c in row] for row in rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in cells) + "\n"


def verdict(passes):
    """In words: True, False, None where there is no limit, or "weak" of a figure that is only that."""
    return {True: "passes", False: "**FAILS**", None: "", "weak": "**weak**"}[passes]


def percent(share, digits=1):
    return "none" if share is None else f"{100 * share:.{digits}f} %"


def ranged(entry, scale=100, digits=1, unit=" %"):
    low, high = entry["interval"]
    return f"{scale * entry['value']:.{digits}f}{unit} ({scale * low:.{digits}f} to {scale * high:.{digits}f})"


def points(entry):
    return f"{entry['points']:+.1f} points ({entry['interval'][0]:+.1f} to {entry['interval'][1]:+.1f})"


def checks(report):
    """[what, found, limit, verdict] of every figure that has a limit or that a reader looks for first."""
    g, r, d, a = report["grades"], report["realism"]["rows"], report["diversity"], report["audit"]
    weak = " (weak judge)" if g["weak"] else ""
    rows = [["judge's quadratic kappa on real validation images", ranged(g["real"]["kappa"], 1, 3, ""), f"at least {g['kappa_limit']}, or weak",
             "weak" if g["weak"] else True]]
    for name, words in (("exact", "exact grade"), ("early_or_later", "KL 0-1 against 2-4")):
        rows.append([f"{words}: generated less real{weak}", points(g[f"difference_{name}"]), f"within {g['limit_points']:.0f} points", g[f"difference_{name}"]["passes"]])
    worst = {key: [row["passes"][key] for row in r] for key in ("w1", "spectrum", "diversity")}
    count = lambda key: f"; {sum(worst[key][:-1])} of {len(r) - 1} grades pass"
    rows.append(["histogram W1, in validation's mix", f"{r[-1]['w1']:.4f}" + count("w1"), f"at most {r[-1]['w1_limit']:.3f}", all(worst["w1"])])
    rows.append(["radial power spectrum, RMS", f"{r[-1]['spectrum_db']:.2f} dB" + count("spectrum"), "at most 1.5 dB", all(worst["spectrum"])])
    rows.append(["pairwise diversity, of the reference's", percent(r[-1]["diversity"]) + count("diversity"), "at least 85 %", all(worst["diversity"])])
    ssim = d["ms_ssim"]
    rows.append(["MS-SSIM of pairs: generated less real", f"{ssim['difference']:+.3f} ({ssim['generated']['mean']:.3f}, {ssim['real']['mean']:.3f})",
                 f"within {d['limit_ssim']} (ours)", d["passes"]["ms_ssim"]])
    rows.append(["generated images with a twin among them", percent(d["twins"]), f"at most {percent(d['limit_twins'], 0)} (ours; real 1 %)", d["passes"]["twins"]])
    rows.append(["fine texture that stands still from image to image", percent(d["texture"]["generated"]["standing"]), f"at most {percent(d['limit_standing'], 0)} (ours)", d["passes"]["standing"]])
    rows.append(["grid: highest peak of the spectrum above real images'", f"{d['grid']:+.1f} dB", f"at most {d['limit_grid']:.0f} dB (ours)", d["passes"]["grid"]])
    for name in a:
        entry = a[name]
        low, high = entry["interval"]
        rows.append([f"nearer to a training image than 99 % of other patients, in {name}",
                     f"{entry['below']} of {entry['count']}: {percent(entry['share'])} ({percent(low)} to {percent(high)})", "at most 2 %", entry["passes"]])
    for name, words in (("judge", "the judge's features"), ("features", "the shipped classifier's features")):
        f = report["distance"][name]
        rows.append([f"Frechet distance in {words} (real against real)", f"{f['generated']['frechet']:.1f} ({f['real']['frechet']:.1f})", "", None])
        rows.append([f"kernel distance in {words} (real against real)", f"{f['generated']['kernel']:.4f} ({f['real']['kernel']:.4f})", "", None])
    return rows


def summary(report):
    return table(["what", "found", "limit", ""], [[*row[:3], verdict(row[3])] for row in checks(report)], "---")


def grade_tables(g):
    score = table(["the judge", "real validation", "generated", "difference"],
                  [[words, ranged(g["real"][name]), ranged(g["generated"][name]), points(g[f"difference_{name}"])]
                   for name, words in (("exact", "exact grade"), ("early_or_later", "KL 0-1 against 2-4"))]
                  + [["quadratic kappa", ranged(g["real"]["kappa"], 1, 3, ""), ranged(g["generated"]["kappa"], 1, 3, ""), ""],
                     ["images", g["real"]["count"], g["generated"]["count"], ""]])
    recall = table(["recall"] + [f"KL {k}" for k in range(5)],
                   [[name] + [percent(v) for v in g[key]["recall"]] for key, name in (("real", "real validation"), ("generated", "generated"))])
    return score + "\n" + recall + "\n" + "\n".join(
        table([f"{name}: known or asked grade, across the judge's"] + [f"KL {k}" for k in range(5)], [[f"KL {k}"] + row for k, row in enumerate(g[key]["confusion"])])
        for key, name in (("real", "real validation"), ("generated", "generated")))


def realism_tables(realism):
    names = [f"KL {k}" for k in range(len(realism["rows"]) - 1)] + ["mix"]
    rows = realism["rows"]
    first = table(["", "histogram W1", "limit", "real val", "", "spectrum RMS dB", "real val", "from val", "", "diversity", ""],
                  [[n, f"{r['w1']:.4f}", f"{r['w1_limit']:.4f}", f"{r['w1_val']:.4f}", verdict(r["passes"]["w1"]), f"{r['spectrum_db']:.2f}", f"{r['spectrum_db_val']:.2f}",
                    f"{r['spectrum_db_from_val']:.2f}", verdict(r["passes"]["spectrum"]), percent(r["diversity"]), verdict(r["passes"]["diversity"])]
                   for n, r in zip(names, rows)])
    triple = lambda entry: f"{entry['generated']:.4f} / {entry['reference']:.4f} / {entry['val']:.4f}"
    second = table(["generated / reference / real val", "mean grey", "deviation in an image", "gradient across", "RMS of pairs at 56 px"],
                   [[n] + [triple(r[k]) for k in ("mean", "std", "mean_abs_dx", "pairwise_rms_56")] for n, r in zip(names, rows)])
    shares = list(rows[0]["pca_cumulative_56"]["generated"])
    third = table(["variance in the first components at 56 px, generated / reference"] + shares,
                  [[n] + [f"{r['pca_cumulative_56']['generated'][k]:.3f} / {r['pca_cumulative_56']['reference'][k]:.3f}" for k in shares] for n, r in zip(names, rows)])
    return first + "\n" + second + "\n" + third


def checked_table(realism):
    pair = lambda values: f"{values[0]:.4f} / {values[1]:.4f}"
    return table(["training images / reference", "mean", "deviation", "gradient", "pairs", "W1", "largest difference of component shares", "dB, rings 0-39", "dB, upper half"],
                 [[f"KL {k}"] + [pair(c[n]) for n in ("mean", "std", "mean_abs_dx", "pairwise_rms_56")]
                  + [f"{c['w1']:.4f}", f"{c['pca']:.4f}", f"{c['spectrum_db_low']:.2f}", f"{c['spectrum_db_high']:+.2f}"] for k, c in enumerate(realism["checked"])])


def distance_table(distance):
    words = {"frechet": "Frechet distance", "kernel": "kernel distance (polynomial, squared)", "precision": "precision (generated among real)", "recall": "recall (real among generated)"}
    kinds = [("the judge", distance["judge"]), ("the shipped classifier", distance["features"])]
    head = [f"{kinds[0][1]['count']} images against {kinds[0][1]['train']}"] + [f"{name}, {kind}" for name, f in kinds for kind in
                                                                              (f"generated (range of {f['repeats']} draws)", "real validation")]
    return table(head, [[text] + [cell for _, f in kinds for cell in
                                  (f"{f['generated'][n]:.4g} ({f['range'][n][0]:.4g} to {f['range'][n][1]:.4g})", f"{f['real'][n]:.4g}")] for n, text in words.items()])


def diversity_table(d):
    pick = lambda key: [d[key][n] for n in ("generated", "real")]
    rows = [["MS-SSIM of pairs within a grade, mean (95 %)"] + [f"{v['mean']:.3f} ({v['interval'][0]:.3f} to {v['interval'][1]:.3f})" for v in
                                                               (d["ms_ssim"]["generated"], d["ms_ssim"]["real"])],
            ["... highest of the pairs"] + [f"{d['ms_ssim'][n]['highest']:.3f}" for n in ("generated", "real")],
            ["distance to the nearest of the same set, 1st percentile / median"] + [f"{v[0]:.4f} / {v[1]:.4f}" for v in pick("nearest")],
            ["directions in use (participation ratio of the components at 56 px)"] + [f"{v:.1f}" for v in pick("directions")],
            ["fine texture that stands still from image to image"] + [percent(v["standing"]) for v in pick("texture")]]
    for period in d["texture"]["real"]["grid"]:
        rows.append([f"grid of period {period} px: highest peak of the spectrum, dB"] + [f"{v['grid'][period]:+.1f}" for v in pick("texture")])
    return table([f"{d['count']} images each, in validation's mix", "generated", "real training, one a subject"], rows)


def audit_table(a):
    three = lambda v: " / ".join(f"{x:.3f}" for x in v)
    rows = []
    for name in a:
        e = a[name]
        rows.append([name, three(e["generated"]), three(e["val"]), three(e["train"]), f"{e['threshold']:.3f} ({e['threshold_interval'][0]:.3f} to {e['threshold_interval'][1]:.3f})",
                     f"{percent(e['share'])}, {percent(e['below_train'])}"])
    return table(["distance to the nearest training image: least / 1st percentile / median", "generated", "real validation", "real training, to other subjects",
                  "1st percentile of validation (95 %)", "generated below that of validation, of training"], rows)


def fill_card(path, text):
    """Puts `text` between the card's two markers."""
    path = pathlib.Path(path)
    try:
        old = path.read_text()
    except OSError as error:
        raise ReportError(f'card "{path}" cannot be read ({error.strerror})') from error
    if old.count(BEGIN) != 1 or old.count(END) != 1 or old.index(BEGIN) > old.index(END):
        raise ReportError(f'card "{path}" has no part for the report, expected the lines "{BEGIN}" and "{END}" once each')
    head, rest = old.split(BEGIN)
    partial = path.with_suffix(".partial")
    partial.write_text(f"{head}{BEGIN}\n\n{text.strip()}\n\n{END}{rest.split(END)[1]}")
    partial.replace(path)


def control_table(a):
    """How well the audit would find copies, for the measures on pixels."""
    rows = [[name, percent(e["copies_found"], 0), percent(e["copies_named"], 0), f"{e['copies_median']:.3f}",
             "none" if e["other_knee"] is None else f"{e['other_knee']:.3f}"] for name, e in a.items() if "copies" in e]
    return table(["disguised copies of training images", "below the threshold", "nearest to their original", "median distance", "other knee of the same person, median"], rows)
