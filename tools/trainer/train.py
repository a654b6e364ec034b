#!/usr/bin/python3
"""Trains a grade-conditional generator of knee radiographs on a folder `<grade>/*.jpg`. See README.md."""
import argparse
import json
import pathlib
import signal
import sys
import time

import torch

import checkpoint
import data
import sheet
from trainer import STAGES, WARMUP, Trainer, stage_at


def stages(text):
    try:
        parsed = tuple(tuple(int(n) for n in part.split(":")) for part in text.split(","))
        assert [size for size, _ in parsed] == sorted({32, 64, 128} & {size for size, _ in parsed})
        assert all(steps > 0 for _, steps in parsed)
    except (ValueError, AssertionError):
        raise argparse.ArgumentTypeError(f'"{text}", expected SIZE:STEPS,... with sizes 32, 64, 128 rising')
    return parsed


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("data", help="folder with subfolders 0-4 of radiographs")
    parser.add_argument("--out", default="/tmp/knee-train", help="checkpoint, log, sheets and the decoded images (outside the repository)")
    parser.add_argument("--stages", type=stages, default=STAGES, help="steps at each resolution")
    parser.add_argument("--warmup", type=int, default=WARMUP, help="first steps, which only teach coarse shapes")
    parser.add_argument("--fade", type=int, default=300, help="steps over which a new resolution is blended in")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=4e-4, help="Adam's learning rate")
    parser.add_argument("--penalty", type=float, default=0.15, help="weight of the critic's gradient penalty (R1) at 128 px")
    parser.add_argument("--anchor", type=float, default=1.0, help="weight of anchoring coarse shapes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save-minutes", type=float, default=4)
    parser.add_argument("--sheet-steps", type=int, default=600)
    parser.add_argument("--restart", action="store_true", help="ignore the checkpoint in --out")
    return parser.parse_args(arguments)


def draw(trainer, out):
    size, fade = stage_at(max(0, trainer.step - 1), trainer.stages, trainer.fade_steps)
    with trainer.autocast():
        generator = sheet.calibrated(trainer.average, 20, size=size, fade=fade)
        images = sheet.samples(generator, size=size, fade=fade)
    sheet.write_sheet(out / f"sheet-{trainer.step:06d}.png", images)


def run(options):
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    images, grades = data.load(options.data, options.stages[-1][0], out)
    trainer = Trainer(images, grades, options.stages, options.warmup, options.fade, options.batch,
                      options.rate, options.penalty, options.anchor, seed=options.seed)
    target = out / "checkpoint.pt"
    if target.exists() and not options.restart:
        trainer.restore(checkpoint.read(target))
    total = sum(steps for _, steps in options.stages)
    print(f"{len(images)} images, step {trainer.step} of {total}, batch {options.batch}", flush=True)
    begin = saved = time.monotonic()
    first = trainer.step
    asked = []  # signals that ask for an end: the step is finished and saved first
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, frame: asked.append(received))
    with open(out / "log.jsonl", "a") as log:
        while trainer.step < total and not asked:
            report = trainer.advance()
            if trainer.step % 50 == 0:
                now = time.monotonic()
                report["seconds"] = round(now - begin, 1)
                log.write(json.dumps({k: round(v, 4) for k, v in report.items()}) + "\n")
                log.flush()
                print(f"step {trainer.step}/{total}  {report['size']} px  critic {report['critic']:.3f}  generator "
                      f"{report['generator']:.3f}  anchor "
                      f"{report['anchor']:.3f}  skipped {trainer.skipped}  {(now - begin) / (trainer.step - first):.2f} s/step  {(now - begin) / 60:.1f} min", flush=True)
            if trainer.step % options.sheet_steps == 0:
                draw(trainer, out)
            if time.monotonic() - saved > options.save_minutes * 60:
                checkpoint.save(target, trainer)
                saved = time.monotonic()
    checkpoint.save(target, trainer)
    print(f"{'stopped' if asked else 'done'} at step {trainer.step}: {target}")


def main(arguments=None):
    try:
        run(parse(arguments))
    except (data.DataError, checkpoint.CheckpointError) as error:
        sys.exit(f"train: {error}")


if __name__ == "__main__":
    main()
