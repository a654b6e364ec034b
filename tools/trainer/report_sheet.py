"""Sheets for a human to look at: nearest pairs side by side. They show real radiographs, so they stay outside the repository."""
import numpy
from PIL import Image, ImageDraw

GAP, CAPTION = 6, 16


def captioned(image, text):
    """uint8 [s,s] above a line of text."""
    height, width = image.shape
    tile = Image.new("L", (width, height + CAPTION), 255)
    tile.paste(Image.fromarray(image), (0, 0))
    ImageDraw.Draw(tile).text((2, height + 2), text, fill=0)
    return tile


def grid(tiles, columns):
    """Tiles of one size in rows of `columns`."""
    width, height = tiles[0].size
    rows = -(-len(tiles) // columns)
    sheet = Image.new("L", (columns * (width + GAP) - GAP, rows * (height + GAP) - GAP), 255)
    for index, tile in enumerate(tiles):
        sheet.paste(tile, (index % columns * (width + GAP), index // columns * (height + GAP)))
    return sheet


def save(image, path):
    partial = path.with_suffix(".partial.png")
    image.save(partial)
    partial.replace(path)


def closest_pairs(images, names, nearest, train, count=10):
    """The `count` images nearest to a training image, each with it to the right, two pairs a row. Also what is in it, in words."""
    distance, index = nearest
    tiles, lines = [], []
    for q in numpy.argsort(distance)[:count]:
        path = train.paths[index[q]]
        tiles += [captioned(images[q], f"{names[q]}  distance {distance[q]:.3f}"), captioned(train.images[index[q]], f"train {path.parent.name}/{path.name}")]
        lines.append({"image": names[q], "train": f"{path.parent.name}/{path.name}", "distance": float(distance[q])})
    return grid(tiles, 4), lines
