"""The edits that a generator learned, as `roentgan edits find --learned` takes them."""
import json
import os
import pathlib


def learned(state):
    """`{"edits": [...]}` of a checkpoint's state, None where it learned none: what one unit adds to the latent, unit, and the largest amount taught."""
    edits = state.get("edits")
    if not edits or not edits["begun"]:
        return None
    found = []
    for name, unit, deviation, direction in zip(edits["names"], edits["units"], edits["deviations"], edits["average"]):
        found.append({"name": name, "unit": unit, "taughtTo": round(2 * deviation, 4), "vector": [float(f"{v:.6g}") for v in (direction / deviation).tolist()]})
    return {"edits": found}


def write(state, path):
    """Writes the file where there are edits; returns whether there are."""
    edits, path = learned(state), pathlib.Path(path)
    if edits:
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(edits) + "\n")
        os.replace(partial, path)
    return edits is not None
