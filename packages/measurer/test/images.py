"""Makes test/images with Pillow, which shares no code with our decoders: `python3 test/images.py`.

Each shows the same ramp: grey is (3 * x + 7 * y) / 255 of white at 21x13 pixels, red, green and blue are that, its inverse and x * 12.
"""
import pathlib

import numpy as np
from PIL import Image, PngImagePlugin

WIDTH, HEIGHT = 21, 13
folder = pathlib.Path(__file__).parent / "images"
x, y = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
grey = (3 * x + 7 * y).astype(np.uint8)
rgb = np.stack([grey, 255 - grey, x * 12], -1).astype(np.uint8)
alpha = (x * 12).astype(np.uint8)
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" {}/></rdf:RDF></x:xmpmeta>"""
TYPE = 'e:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/{}"'


def text(kind, compressed):
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.format(TYPE.format(kind)), zip=compressed)
    return info


def save(name, pixels, mode=None, **options):
    Image.fromarray(pixels, mode).save(folder / name, **options)


folder.mkdir(exist_ok=True)
save("grey8.png", grey)
save("rgb8.png", rgb)
save("grey-alpha8.png", np.stack([grey, alpha], -1), "LA")
save("rgb-alpha8.png", np.dstack([rgb, alpha]), "RGBA")
Image.fromarray(grey.astype(np.uint16) * 257).save(folder / "grey16.png")
Image.fromarray(rgb).quantize(256, dither=0).save(folder / "palette8.png")
Image.fromarray(((x + y) % 2 * 255).astype(np.uint8)).convert("1").save(folder / "grey1.png")
save("compressed-xmp.png", grey, pnginfo=text("algorithmicMedia", True))
save("camera-xmp.png", grey, pnginfo=text("digitalCapture", False))
save("grey.jpg", grey, quality=95)
save("rgb.jpg", rgb, quality=95, subsampling=0)
save("progressive.jpg", rgb, quality=95, subsampling=0, progressive=True)
Image.fromarray(rgb).convert("CMYK").save(folder / "cmyk.jpg", quality=95)

# Pillow writes no XMP into a JPEG here: an APP1 segment behind the first two bytes is one.
jpeg = (folder / "grey.jpg").read_bytes()
packet = b"http://ns.adobe.com/xap/1.0/\0" + XMP.format(TYPE.format("trainedAlgorithmicMedia")).encode()
segment = b"\xff\xe1" + (len(packet) + 2).to_bytes(2, "big") + packet
(folder / "marked.jpg").write_bytes(jpeg[:2] + segment + jpeg[2:])
