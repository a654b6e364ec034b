"""Attacks on images, by Pillow: what happens to a picture that is passed on.

python3 attacks.py NAME IN OUT WIDTH HEIGHT: reads 8-bit grey images one behind the other from IN, and writes to OUT for each its new width
and height (two little-endian uint32) and its pixels. Without arguments it prints the names, one a line.
"""

import io
import struct
import sys

from PIL import Image, ImageEnhance

SCALE = 0.75
CROP = 0.05


def jpeg(quality):
    def attack(image):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        return Image.open(io.BytesIO(file.getvalue())).convert("L")

    return attack


def scaled(method, back=False):
    def attack(image):
        small = image.resize((round(image.width * SCALE), round(image.height * SCALE)), method)
        return small.resize(image.size, method) if back else small

    return attack


def cropped(left, top, right, bottom):
    def attack(image):
        width, height = image.size
        box = (round(width * left), round(height * top), width - round(width * right), height - round(height * bottom))
        return image.crop(box)

    return attack


def resized_as(image, size):
    return image.resize(size, Image.BICUBIC)


def chain(*attacks):
    def attack(image):
        for step in attacks:
            image = step(image)
        return image

    return attack


def cropped_and_back(image):
    return resized_as(cropped(CROP, CROP, CROP, CROP)(image), image.size)


def flip(image):
    return image.transpose(Image.FLIP_LEFT_RIGHT)


all_sides = cropped(CROP, CROP, CROP, CROP)
one_side = cropped(CROP, 0, 0, 0)
corner = cropped(CROP, CROP, 0, 0)

ATTACKS = {
    "none": lambda image: image,
    "JPEG 90": jpeg(90),
    "JPEG 75": jpeg(75),
    "JPEG 50": jpeg(50),
    "75 %, bilinear": scaled(Image.BILINEAR),
    "75 %, bicubic": scaled(Image.BICUBIC),
    "75 %, Lanczos": scaled(Image.LANCZOS),
    "75 % and back, bicubic": scaled(Image.BICUBIC, back=True),
    "75 % and back, bilinear": scaled(Image.BILINEAR, back=True),
    "crop 5 % of each side": all_sides,
    "crop 5 % of one side": one_side,
    "crop 5 % of two sides": corner,
    "crop 5 % of each side and back to size": cropped_and_back,
    "JPEG 75, then 75 %": chain(jpeg(75), scaled(Image.BICUBIC)),
    "75 %, then JPEG 75": chain(scaled(Image.BICUBIC), jpeg(75)),
    "crop 5 %, then JPEG 75": chain(all_sides, jpeg(75)),
    "crop 5 %, 75 %, JPEG 75": chain(all_sides, scaled(Image.BICUBIC), jpeg(75)),
    "JPEG 75, crop 5 %, 75 %, JPEG 75": chain(jpeg(75), all_sides, scaled(Image.BILINEAR), jpeg(75)),
    "mirrored": flip,
    "mirrored, JPEG 75, 75 %": chain(flip, jpeg(75), scaled(Image.BICUBIC)),
    "brightness +20 %": lambda image: ImageEnhance.Brightness(image).enhance(1.2),
    "contrast -30 %": lambda image: ImageEnhance.Contrast(image).enhance(0.7),
    "contrast +30 %": lambda image: ImageEnhance.Contrast(image).enhance(1.3),
    "32 grey levels": lambda image: image.point([round(round(value / 255 * 31) / 31 * 255) for value in range(256)]),
    "50 %, bicubic": lambda image: image.resize((image.width // 2, image.height // 2), Image.BICUBIC),
    "turned by 1 degree": lambda image: image.rotate(1, Image.BICUBIC),
}


def main():
    if len(sys.argv) == 1:
        print("\n".join(ATTACKS))
        return
    name, source, target, width, height = sys.argv[1:]
    size = (int(width), int(height))
    with open(source, "rb") as images, open(target, "wb") as attacked:
        while pixels := images.read(size[0] * size[1]):
            image = ATTACKS[name](Image.frombytes("L", size, pixels))
            attacked.write(struct.pack("<II", *image.size))
            attacked.write(image.tobytes())


main()
