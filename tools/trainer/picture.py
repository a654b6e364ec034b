"""Reads one image file as square pixels."""
import pathlib
import re

import numpy
from PIL import Image, ImageOps

SUFFIXES = (".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
SMALLEST = 8


class DataError(Exception):
    """A folder or a file in it cannot be used; the message names it, what was found and what was expected."""


def natural(name):
    """A key that sorts numbers in names by value: "2" before "10"."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part.lower()) for part in re.split(r"(\d+)", name) if part] + [(2, 0, name)]


def to_8_bits(image):
    """Deeper grey values become 8 bits, scaled by the fewest bits that hold the brightest one: 12-bit images in 16-bit files are common."""
    if image.mode == "F":
        raise ValueError("it holds fractions, expected whole numbers")
    if not image.mode.startswith("I"):
        return image
    values = numpy.asarray(image, dtype=numpy.float64)
    if values.min() < 0:
        raise ValueError("it has negative values")
    bits = max(8, int(values.max()).bit_length())
    return Image.fromarray((values / (2 ** bits - 1) * 255).round().astype(numpy.uint8))


def square(image, size):
    """The largest centred square, resized."""
    width, height = image.size
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    return image.resize((size, size), Image.LANCZOS, (left, top, left + side, top + side))


def read_picture(path, size, colour):
    """uint8 [3 or 1,size,size]."""
    try:
        with Image.open(path) as image:
            if min(image.size) < SMALLEST:
                raise ValueError(f"it is {image.size[0]}x{image.size[1]} pixels, expected at least {SMALLEST}x{SMALLEST}")
            upright = ImageOps.exif_transpose(to_8_bits(image))
            pixels = numpy.asarray(square(upright.convert("RGB" if colour else "L"), size))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        start = pathlib.Path(path).read_bytes()[:4].hex(" ") or "no bytes"
        raise DataError(f'"{path}" cannot be read ({error}; it starts with {start}), expected an image') from error
    return pixels.transpose(2, 0, 1) if colour else pixels[None]
