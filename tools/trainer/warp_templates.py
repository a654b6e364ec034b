"""From the lines that the measurer found to displacement templates: where each pixel of an edited image is taken from.

A template holds, for each pixel of a coarse raster, by how many pixels of the image the place it is taken from moves for one unit of
the edit. Widening and narrowing have templates of their own: the joint space is stretched between its edges in one, pressed together in the
other, so they are no multiples of each other.
"""
import numpy

SIZE = 224  # of the image
RASTER = 56  # of a template; its pixel i lies at CELL * i + (CELL - 1) / 2 of the image
CELL = SIZE // RASTER
NAMES = ("medial wider", "medial narrower", "lateral wider", "lateral narrower", "alignment")
STEP = 2.0  # % of the tibia's width by which a template's edges are moved to say what one unit does
FADE = 70.0  # pixels above the femur's edge over which its movement fades
NARROWEST = 0.5, 0.3  # pixels that remain between the edges before and after
NOTCH = 0.6  # share of the way from the notch to the middle of a compartment over which its movement comes in
BEND = 10.0  # pixels above the joint over which the femur begins to lean

Y, X = numpy.mgrid[0:RASTER, 0:RASTER] * float(CELL) + (CELL - 1) / 2


def templates(knee):
    """`knee` of roentgan measure --json --lines, of an image of SIZE pixels with a right knee -> float32 [5,RASTER,RASTER] in the order of NAMES.

    The first four displace rows, downward positive, for one per cent of the tibia's width (`narrower`: as `wider`, for one per cent
    taken away); the last displaces columns, for one degree of the femur's lean.
    """
    femur, tibia = knee["lines"]["femurEdge"], knee["lines"]["tibiaEdge"]
    middle = {side: numpy.mean(tibia[side], 0)[0] for side in ("medial", "lateral")}
    notch, half = (middle["medial"] + middle["lateral"]) / 2, abs(middle["medial"] - middle["lateral"]) / 2
    width = knee["tibialWidth"] / 100 * SIZE
    made = []
    for side in ("medial", "lateral"):
        lower = at_columns(tibia[side])
        upper = numpy.minimum(at_columns(femur[side]), lower - NARROWEST[0])
        part = smooth((X - notch) * numpy.sign(middle[side] - notch) / (NOTCH * half))
        for step in (STEP, -STEP):
            made.append(part * joint_space(upper, lower, step / 100 * width) / step)
    centre = numpy.mean([numpy.mean(edge[side], 0)[1] for edge in (femur, tibia) for side in ("medial", "lateral")])
    above = numpy.maximum(0, centre - Y)
    made.append(numpy.tan(numpy.pi / 180) * above ** 2 / (above + BEND))
    return numpy.stack(made).astype(numpy.float32)


def joint_space(upper, lower, wider):
    """Displacement of each pixel's source, in rows, that moves the femur's edge up by `wider` pixels; edges are rows by column."""
    moved = numpy.minimum(upper - wider, lower - NARROWEST[1])
    between = lower - (lower - Y) * (lower - upper) / numpy.maximum(NARROWEST[1], lower - moved)
    above = Y + (upper - moved) * (1 - smooth((moved - Y) / FADE))
    return numpy.where(Y >= lower, Y, numpy.where(Y >= moved, between, above)) - Y


def at_columns(line):
    """Rows of a line at the columns of the raster; beyond its ends that of the nearer end."""
    points = numpy.array(sorted(line))
    return numpy.interp(X[0], points[:, 0], points[:, 1])


def smooth(t):
    """0 to 1 over t in [0,1], flat at both ends."""
    t = numpy.clip(t, 0, 1)
    return t * t * (3 - 2 * t)
