"""Prints as JSON what pydicom finds in DICOM files: `readDicom.py FILE...`.

For each: `meta`, `attributes` and the contributing `equipment` by keyword as text, Synthetic Data, the `purpose` of the equipment as
code, scheme and meaning, `private` of the block ROENTGAN by number, and the pixels' shape, type and SHA-256 in little endian.
"""

import hashlib
import json
import sys

import numpy as np
import pydicom
from pydicom.config import settings

settings.reading_validation_mode = pydicom.config.RAISE


def described(path):
    ds = pydicom.dcmread(path)
    # Reads every value, so that pydicom checks all of them.
    ds.walk(lambda dataset, element: element.value)
    pixels = ds.pixel_array
    block = ds.private_block(0x0071, "ROENTGAN")
    return {
        "meta": {element.keyword: str(element.value) for element in ds.file_meta},
        "attributes": {e.keyword: str(e.value) for e in ds if e.keyword and e.VR not in ("SQ", "OB", "OW")},
        # pydicom 2.3 does not know its name yet.
        "syntheticData": ds[0x0008, 0x001C].value,
        "equipment": {e.keyword: str(e.value) for e in ds.ContributingEquipmentSequence[0] if e.VR != "SQ"},
        "purpose": [str(e.value) for e in ds.ContributingEquipmentSequence[0].PurposeOfReferenceCodeSequence[0]],
        "private": {n: str(block[n].value) for n in range(1, 16) if n in block},
        "shape": list(pixels.shape),
        "dtype": str(pixels.dtype),
        "sha256": hashlib.sha256(np.ascontiguousarray(pixels.astype(pixels.dtype.newbyteorder("<"))).tobytes()).hexdigest(),
    }


print(json.dumps([described(path) for path in sys.argv[1:]]))
