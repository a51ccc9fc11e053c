"""What is no white cell, for training: parts of fields without one, and drawn pictures.

Their target is the same share for every class, so that the network is sure of nothing there.
"""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from data import decode, shared_data
from score_classify import overlap, read_truth

FIELD_SOURCES = ("bccd", "chula", "pbc_boxes")
# Long side of a white cell's box in each source, pixels.
CELL_SIDE = {"bccd": 120, "chula": 130, "pbc_boxes": 140}
DRAWN_SIDE = 300


class Negatives:
    """Picks or draws pictures without a white cell; fields of training rows only."""

    def __init__(self, found):
        """`found`: path -> boxes (x, y, width, height) that the program's finder gives."""
        self.root = shared_data()
        rows, drawn = read_truth(self.root / "manifest.csv", self.root / "boxes.csv")
        self.fields = [
            r for r in rows.values() if r["source"] in FIELD_SOURCES and r["split"] == "train"
        ]
        # chula's labels leave cells out, so what the finder takes for a cell is spared as well.
        self.occupied = {
            r["path"]: [b for b, _ in drawn.get(r["path"], [])] + found.get(r["path"], [])
            for r in self.fields
        }

    def pick(self, rng):
        """(picture, box as corners, source) of something that is no white cell."""
        while True:
            if rng.random() >= 0.7:
                inset = DRAWN_SIDE * 0.2
                box = (inset, inset, DRAWN_SIDE - inset, DRAWN_SIDE - inset)
                return drawn_picture(rng), box, "drawn"
            row = self.fields[rng.integers(len(self.fields))]
            width, height = int(row["width"]), int(row["height"])
            side = CELL_SIDE[row["source"]] * math.exp(rng.uniform(math.log(0.35), math.log(1.3)))
            x = rng.uniform(-0.1, width - side * 0.9)
            y = rng.uniform(-0.1, height - side * 0.9)
            seen = (x - side * 0.3, y - side * 0.3, side * 1.6, side * 1.6)
            if not any(overlap(seen, b) > 0 for b in self.occupied[row["path"]]):
                rgb = decode(self.root / row["path"])
                return rgb, (x, y, x + side, y + side), row["source"]


def drawn_picture(rng):
    """Blank, gradient or noise, perhaps with text, ink, blots or a polygon on it."""
    side = DRAWN_SIDE
    ground = rng.uniform(150, 255, 3) if rng.random() < 0.7 else np.full(3, rng.uniform(0, 255))
    y, x = np.mgrid[0:side, 0:side] / side
    light = (x * rng.normal(0, 40) + y * rng.normal(0, 40))[..., None]
    grain = rng.normal(0, rng.choice([1, 5, 40]), (side, side, 3 if rng.random() < 0.5 else 1))
    picture = Image.fromarray(np.clip(ground + light + grain, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    dark = tuple(int(v) for v in rng.uniform(0, 140, 3))
    kind = rng.integers(5)
    if kind == 0:
        for _ in range(rng.integers(1, 8)):
            word = "".join(chr(rng.integers(48, 91)) for _ in range(rng.integers(1, 10)))
            font = ImageFont.load_default(size=int(rng.uniform(12, 120)))
            draw.text((rng.uniform(0, 200), rng.uniform(0, 280)), word, dark, font)
    elif kind == 1:
        path = np.cumsum(rng.normal(0, 40, (rng.integers(3, 12), 2)), 0) + side / 2
        draw.line([tuple(p) for p in path], dark, int(rng.uniform(2, 40)))
    elif kind == 2:
        for _ in range(rng.integers(1, 4)):
            cx, cy = rng.uniform(0, side, 2)
            r = rng.uniform(10, 120)
            ry = r * rng.uniform(0.3, 1)
            draw.ellipse((cx - r, cy - ry, cx + r, cy + ry), dark)
    elif kind == 3:
        draw.polygon([tuple(p) for p in rng.uniform(0, side, (rng.integers(3, 7), 2))], dark)
    return np.asarray(picture)
