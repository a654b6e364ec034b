"""Writes DICOM files with pydicom, as others would, and prints as JSON what pydicom makes of them.

Usage: dicomCases.py FOLDER

Each answer is [name, values]: greys from 0 (black) to 1 (white) as a viewer shows them, by pydicom's own modality and VOI look-up,
divided by the output range that its documentation states; RGB as it stands.
"""

import json
import sys
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi_lut
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

folder = Path(sys.argv[1])
ROWS, COLUMNS = 5, 7
rng = np.random.default_rng(20261122)


def write(name, pixels, syntax=ExplicitVRLittleEndian, stored=None, words=False, **attributes):
    """One file; returns [name, values]."""
    pixels = np.asarray(pixels)
    bits = 8 * pixels.dtype.itemsize
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = syntax
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.1.1"
    meta.MediaStorageSOPInstanceUID = "2.25.1"
    ds = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)
    ds.is_little_endian = syntax != ExplicitVRBigEndian
    ds.is_implicit_VR = syntax == ImplicitVRLittleEndian
    ds.SpecificCharacterSet = "ISO_IR 100"
    ds.PatientName = "Test^File"
    # A sequence before the pixels, with an item inside an item.
    inner = Dataset()
    inner.CodeValue, inner.CodingSchemeDesignator, inner.CodeMeaning = "72696002", "SCT", "Knee"
    outer = Dataset()
    outer.AnatomicRegionModifierSequence = [inner]
    ds.AnatomicRegionSequence = [outer]
    ds.Rows, ds.Columns = ROWS, COLUMNS
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored = bits, stored or bits
    ds.HighBit = ds.BitsStored - 1
    ds.PixelRepresentation = int(pixels.dtype.kind == "i")
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    data = pixels.astype(pixels.dtype.newbyteorder("<" if ds.is_little_endian else ">")).tobytes()
    data += b"\0" * (len(data) % 2)
    if words:
        data = np.frombuffer(data, "<u2").astype(">u2").tobytes()
    ds.add_new(0x7FE00010, "OB" if bits == 8 and not words else "OW", data)
    ds.save_as(str(folder / f"{name}.dcm"), write_like_original=False)
    return [name, values_of(ds, pixels)]


def values_of(ds, pixels):
    if ds.SamplesPerPixel == 3:
        order = pixels if ds.PlanarConfiguration == 0 else np.moveaxis(pixels, 0, -1)
        return (order / (2.0**ds.BitsStored - 1)).ravel().tolist()
    rescaled = apply_modality_lut(pixels, ds).astype(np.float64)
    slope, intercept = float(ds.get("RescaleSlope", 1)), float(ds.get("RescaleIntercept", 0))
    signed = ds.PixelRepresentation == 1
    least = -(2 ** (ds.BitsStored - 1)) if signed else 0
    low, high = sorted(slope * end + intercept for end in (least, least + 2**ds.BitsStored - 1))
    shown = apply_voi_lut(rescaled, ds).astype(np.float64) if "WindowWidth" in ds else rescaled
    grey = np.clip((shown - low) / (high - low), 0, 1)
    return (1 - grey if ds.PhotometricInterpretation == "MONOCHROME1" else grey).ravel().tolist()


def random(dtype, low, high):
    return rng.integers(low, high, (ROWS, COLUMNS), endpoint=True).astype(dtype)


u8, u12, u16 = random("u1", 0, 255), random("u2", 0, 4095), random("u2", 0, 65535)
s12, s16 = random("i2", -2048, 2047), random("i2", -32768, 32767)
rgb = rng.integers(0, 255, (ROWS, COLUMNS, 3), endpoint=True).astype("u1")
colour = dict(SamplesPerPixel=3, PhotometricInterpretation="RGB")
answers = [
    write("grey8", u8),
    write("grey8-implicit", u8, ImplicitVRLittleEndian),
    write("grey8-big-endian", u8, ExplicitVRBigEndian),
    write("grey8-big-endian-words", u8, ExplicitVRBigEndian, words=True),
    write("grey10", random("u2", 0, 1023), stored=10),
    write("grey12", u12, stored=12),
    write("grey12-big-endian", u12, ExplicitVRBigEndian, stored=12),
    write("grey16", u16),
    write("grey16-implicit", u16, ImplicitVRLittleEndian),
    write("signed12", s12, stored=12),
    write("signed16", s16),
    write("monochrome1", u12, stored=12, PhotometricInterpretation="MONOCHROME1"),
    write("window", u12, stored=12, WindowCenter=1800.5, WindowWidth=1500),
    write("two-windows", u12, stored=12, WindowCenter=[900, 3000], WindowWidth=[600, 50]),
    write("window-monochrome1", u12, stored=12, WindowCenter=2048, WindowWidth=700, PhotometricInterpretation="MONOCHROME1"),
    write("window-exact", u12, stored=12, WindowCenter=2000, WindowWidth=1000, VOILUTFunction="LINEAR_EXACT"),
    write("window-sigmoid", u12, stored=12, WindowCenter=2000, WindowWidth=1000, VOILUTFunction="SIGMOID"),
    write("narrowest-window", u12, stored=12, WindowCenter=2000, WindowWidth=1),
    write("rescaled", u12, stored=12, RescaleSlope="0.5", RescaleIntercept="-100", RescaleType="US"),
    write("rescaled-window", s16, RescaleSlope="2", RescaleIntercept="-1024", WindowCenter=40, WindowWidth=40000),
    write("falling", u12, stored=12, RescaleSlope="-1", RescaleIntercept="4095"),
    write("rgb", rgb, PlanarConfiguration=0, **colour),
    write("rgb-planes", np.moveaxis(rgb, -1, 0).copy(), PlanarConfiguration=1, **colour),
]
print(json.dumps(answers))
