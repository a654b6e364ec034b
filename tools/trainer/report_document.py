"""The whole report as Markdown. Every number comes from report.json's values; this file only words them."""
import report_text as text


def picture(name, words):
    return f"![{words}](images/{text.IMAGES}/{name}.png)\n"


def write(report):
    m, made = report["model"], report["made"]
    a, d = report["audit"], report["diversity"]
    weak = "its own kappa is below that, so **these figures are weak**" if report["grades"]["weak"] else "its own kappa reaches that"
    scaled = "" if m["size"] == 224 else f" They are {m['size']}x{m['size']} and were scaled to 224x224 (Lanczos), which leaves the upper part of the spectrum empty."
    guided = ("The classifier that ships guided the training of the generator, which flatters the distances in its features; the judge had no part in it." if made["guided"]
              else "Neither guided the training of the generator.")
    failing = [row[0] for row in text.checks(report) if row[3] is False]
    return f"""# Report on {m['file']}

Written by `{made['command']}`; do not edit. **{len(failing) and f'{len(failing)} of the limits below are not met' or 'All limits below are met'}.**

{text.summary(report)}
In brackets: 95 % intervals, or the value of real images where the row says so. Limits are those set for this model before it was trained; those marked "ours" are this report's.

## What was measured

{text.table(["", ""], made['facts'], "---")}
Image k of grade g is seed {made['seed']} + {made['seed_step']} g + k of `roentgan generate --backend cpu`, unselected.{scaled} All real images are turned to the right side as in training, except where a statistic of the
reference depends on sides: there they are as taken, and every second generated image is mirrored. Nothing in this report or its plots shows a single real radiograph.

## Grade

A classifier that neither trained the generator nor found its edits, with its most likely grade; what else was seen of its figures beforehand, the model card says. A kappa of at least {report['grades']['kappa_limit']} on real validation images is asked of it; {weak}. Intervals: bootstrap,
{made['rounds']} samples, both knees of a subject together.

{text.grade_tables(report['grades'])}
{picture('confusion', "Share of each grade's images by the judge's grade, real and generated")}
## Realism

Against the reference: aggregate statistics of real knees (up to 500 a grade). The limit of W1 is the larger of 0.02 and the 95 % point of real against real (bootstrap of training against validation images). "real val" is what the {report['grades']['real']['count']}
validation images score by the same computation; "from val" compares with their spectrum instead.

{text.realism_tables(report['realism'])}
{picture('histogram', 'Grey levels by grade')}
{picture('spectrum', 'Radial power spectrum by grade')}
{picture('components', 'Cumulated variance of principal components by grade')}
The computation, checked on the first training images of each grade ({', '.join(map(str, report['realism']['counts']))}). Where that is every image of a grade, as it is for KL 4 of knee-kl, they are those of the reference and should give its numbers; else
they are another sample. The reference's pairs were drawn at random, here all pairs count.

{text.checked_table(report['realism'])}
The real images of knee-kl were re-encoded as JPEG of quality 75. They agree with the reference in grey levels, components and the lower spectrum and have less power above half its range, as that would leave it, so real images themselves do not score 0.

## Distance in a classifier's features

Features of the two classifiers, each with mean 0 and deviation 1 over the training images. They compare with the real-against-real value beside them, not with published FID or KID. As many generated as validation images,
in about the same mix. {guided}

{text.distance_table(report['distance'])}
## Diversity

{text.diversity_table(d)}
A twin is an image whose nearest neighbour among the generated ones (RMS at 56 px) is nearer than {d['twin_threshold']:.4f}, the 1st percentile among as many real knees of different people. Texture that stands still: power above a quarter cycle a
pixel of the mean image. A grid peak is measured against the median of the spectrum around it; JPEG leaves one of period 8 and its parts in real images.

## Memorisation

{text.audit_table(a)}
Pixels: sqrt(2 - 2 r) with r the best correlation at 56 px over shifts of up to 4 px (16 of 224), each image less its mean and over its deviation: 0 for a copy, 1.41 for nothing in common. Detail: the same after the mean of the 11x11
around each pixel is taken off. Features: those above. All are nearest neighbours among the same {made['train']} training images. Validation has fewer images ({a['pixels']['val_count']} of {a['pixels']['val_subjects']} other subjects): that makes its 1st percentile
uncertain, not smaller, and the intervals hold it. The classifier was trained on the training images, so features may place validation images, and generated ones, farther from them than pixels do.

Would the audit find copies? {a['pixels']['copies']} training images were moved by up to 12 px, blurred, given other exposure and contrast, and made noisy:

{text.control_table(a)}
{picture('nearest', 'Distances to the nearest training image, cumulated')}
The ten closest pairs are written side by side for a human to look at, outside the repository.
"""


def card(report):
    """What the model card shows: the file, the limits, recall by grade, and where the rest is."""
    m, g, made = report["model"], report["grades"], report["made"]
    recall = text.table(["recall of the judge"] + [f"KL {k}" for k in range(5)],
                        [[name] + [text.percent(v) for v in g[key]["recall"]] for key, name in (("real", "real validation images"), ("generated", "generated images"))])
    guided = ("\nThe shipped classifier guided the training towards the asked grade; the judge had no part in it, but learned from the same radiographs.\n"
              if made["guided"] else "")
    edits = ", ".join(f"{name} ({unit}, {low:g} to {high:g})" for name, unit, low, high in m["edits"]) or "none"
    rows = [["file", f"`{m['file']}`, {m['bytes'] / 1e6:.2f} MB, SHA-256 `{m['sha256']}`"], ["makes", f"{m['size']}x{m['size']} grey"], ["takes", "; ".join(m["inputs"])],
            ["parameters", f"{m['parameters'] / 1e6:.2f} million"], ["edits", edits], ["training data", m["provenance"].get("trainingData", "not stated")],
            ["attribution", m["provenance"].get("attribution", "not stated")], ["licence", m["provenance"].get("licence", "not stated")]]
    return f"""## The file

{text.table(["", ""], rows, "---")}
## Measured

{made['generated']} generated images in validation's mix of grades, seeds from {made['seed']}, unselected, {made['date']}. The [whole report](knee-report.md) says how each figure is computed and shows the plots.

{text.summary(report)}
{recall}{guided}"""
