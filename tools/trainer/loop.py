"""Trains step after step with progress, log, sample sheets and checkpoints, until it is done, stopped or out of time."""
import contextlib
import dataclasses
import json
import math
import signal
import time

import checkpoint
import sheet
from progress import Progress, duration
from trainer import stage_at

LOG_STEPS = 50


@dataclasses.dataclass
class Pace:
    """When to stop and what to write on the way."""

    steps: int
    minutes: float = math.inf
    save_minutes: float = 4.0
    sheet_steps: int = 1000


@contextlib.contextmanager
def stop_signals():
    """Collects Ctrl-C and SIGTERM: the step under way is finished and saved first."""
    asked = []
    former = {number: signal.signal(number, lambda received, frame: asked.append(received)) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def write_line(log, reports, trainer, per_step):
    """One line of the log: the mean of each finite number since the last line."""
    mean = lambda values: round(sum(values) / len(values), 5) if values else None
    last = reports[-1]
    line = {name: mean([r[name] for r in reports if math.isfinite(r[name])]) for name in last}
    line |= {"step": trainer.step, "size": last["size"], "skipped": last["skipped"], "rate": trainer.settings.rate,
             "batch": trainer.settings.batch, "seconds_per_step": round(per_step, 3), "clock": time.strftime("%FT%T")}
    log.write(json.dumps(line) + "\n")
    log.flush()


def draw_sheet(trainer, out):
    size, fade = stage_at(max(0, trainer.step - 1), trainer.stages, trainer.settings.fade_steps)
    with trainer.autocast():
        generator = sheet.calibrated(trainer.average, 20, size=size, fade=fade)
        images = sheet.samples(generator, size=size, fade=fade)
    sheet.write_sheet(out / f"sheet-{trainer.step:06d}.png", images)


def train(trainer, out, run, pace):
    """Returns whether it was stopped by a signal. Writes log.jsonl, sheet-*.png and checkpoint.pt into `out`."""
    target, progress = out / "checkpoint.pt", Progress("step")
    begin = saved = lap = time.monotonic()
    reports, per_step = [], math.nan
    with stop_signals() as asked, open(out / "log.jsonl", "a") as log:
        while trainer.step < pace.steps and not asked and time.monotonic() - begin < pace.minutes * 60:
            reports.append(trainer.advance())
            now = time.monotonic()
            per_step = (now - lap) / len(reports)
            say = trainer.step % LOG_STEPS == 0
            progress.show(trainer.step, pace.steps, note(reports[-1], per_step, pace, trainer.step, now - begin), say)
            if say:
                write_line(log, reports, trainer, per_step)
                reports, lap = [], now
            if trainer.step % pace.sheet_steps == 0:
                draw_sheet(trainer, out)
            if now - saved > pace.save_minutes * 60:
                checkpoint.save(target, trainer, run)
                saved = time.monotonic()
            lap += time.monotonic() - now  # sheets and checkpoints are no steps
        progress.end()
        if reports:
            write_line(log, reports, trainer, per_step)
        checkpoint.save(target, trainer, run)
    return bool(asked)


def note(report, per_step, pace, step, elapsed):
    left = min(per_step * (pace.steps - step), pace.minutes * 60 - elapsed)
    return (f"{report['size']} px  critic {report['real']:+.2f}/{report['fake']:+.2f}  generator {report['generator']:.2f}  "
            f"anchor {report['anchor']:.2f}  {per_step:.2f} s/step  {duration(max(0, left))} left")
