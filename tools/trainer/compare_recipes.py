#!/usr/bin/python3
"""Trains both objectives for equal time on the same data and prints how far each is from real images (measure.py).

One small network each, from the same seed, so that a recipe is chosen by measurement. See README.md.
"""
import argparse
import pathlib
import sys
import time

import measure
import train
from trainer import OBJECTIVES


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", help="folder of images, as for train.py")
    parser.add_argument("--out", required=True, help="folder outside the repository; each recipe has a subfolder")
    parser.add_argument("--minutes", type=float, default=5.0, help="of training for each recipe (5)")
    parser.add_argument("--size", default="56", help="(56)")
    parser.add_argument("--width", default="0.5", help="factor of all channels (0.5)")
    parser.add_argument("--count", default="1000", help="images measured (1000)")
    options, more = parser.parse_known_args(arguments)
    for objective in OBJECTIVES:
        out = pathlib.Path(options.out, objective)
        print(f"{objective}: {options.minutes:g} minutes at {options.size} px", flush=True)
        begin = time.process_time()
        train.main([options.data, "--out", str(out), "--objective", objective, "--minutes", str(options.minutes), "--restart",
                    "--size", options.size, "--width", options.width, "--sheet-steps", "1000000", *more])
        print(f"{objective}: {time.process_time() - begin:.0f} s of CPU time, reading and exporting included", flush=True)
        measure.main([options.data, str(out / "checkpoint.pt"), "--cache", str(out), "--count", options.count])


if __name__ == "__main__":
    sys.exit(main())
