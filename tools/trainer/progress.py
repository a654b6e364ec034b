"""One line that says how far a long task is: redrawn on a terminal, else printed now and then."""
import sys
import time

BAR = 24
REDRAW_SECONDS = 0.2


def duration(seconds):
    """1 h 05 min, 12 min 30 s, 8 s."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"


class Progress:
    def __init__(self, what, stream=None):
        self.what, self.stream = what, stream or sys.stdout
        self.terminal, self.drawn, self.width = self.stream.isatty(), 0.0, 0

    def show(self, done, count, note="", say=False):
        """`say` asks for a whole line where there is no terminal."""
        now = time.monotonic()
        if self.terminal and (now - self.drawn > REDRAW_SECONDS or done == count):
            filled = BAR * done // max(1, count)
            line = f"{self.what} [{'#' * filled}{'.' * (BAR - filled)}] {done}/{count}  {note}"
            self.stream.write("\r" + line.ljust(self.width))
            self.stream.flush()
            self.drawn, self.width = now, len(line)
        elif say and not self.terminal:
            print(f"{self.what} {done}/{count}  {note}", file=self.stream, flush=True)

    def end(self):
        if self.terminal and self.width:
            print(file=self.stream, flush=True)
            self.width = 0
