"""Pictures that show no white cell, to see how often the program is sure of a class all the same.

    python strange.py make FOLDER               # draws and cuts the pictures, seeded
    hematovision classify FOLDER --format jsonl > strange.jsonl
    python strange.py score strange.jsonl

Kinds drawn here: blank, gradient, noise, text, ink, shapes, bubbles, fibres, tiles. Kinds cut from
the data pack's test rows and never from training rows: red cells (parts of bccd and pbc_boxes
fields in which nobody boxed a white cell) and platelets (pbc pictures of that class).
"""

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from data import decode, shared_data
from metrics import markdown_table, percent, wilson
from score_classify import overlap, read_truth

WIDTH, HEIGHT = 640, 480
# Kinds of which the training shows something like it, with another seed; the others are new to it.
TRAINED = ("blank", "gradient", "noise", "text", "ink", "shapes", "red cells")


def ground(rng):
    """An empty, unevenly lit slide."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    colour = rng.uniform(170, 245, 3)
    fall = 1 - rng.uniform(0, 0.3) * (((x - 320) / 400) ** 2 + ((y - 240) / 300) ** 2)[..., None]
    grain = rng.normal(0, rng.uniform(0.5, 4), (HEIGHT, WIDTH, 3))
    return Image.fromarray(np.clip(colour * fall + grain, 0, 255).astype(np.uint8))


def dark(rng):
    return tuple(int(v) for v in rng.uniform(0, 150, 3))


def blank(rng):
    return ground(rng)


def gradient(rng):
    a, b = rng.uniform(0, 255, (2, 3))
    t = np.linspace(0, 1, WIDTH)[None, :, None] * np.ones((HEIGHT, 1, 1))
    return Image.fromarray((a * t + b * (1 - t)).astype(np.uint8))


def noise(rng):
    scale = int(rng.choice([1, 2, 4, 8, 16]))
    field = rng.integers(0, 256, (HEIGHT // scale, WIDTH // scale, 3)).astype(np.uint8)
    return Image.fromarray(field).resize((WIDTH, HEIGHT), Image.BILINEAR)


def text(rng):
    picture = ground(rng)
    draw = ImageDraw.Draw(picture)
    for _ in range(rng.integers(2, 10)):
        word = "".join(chr(rng.integers(65, 123)) for _ in range(rng.integers(2, 14)))
        place = (rng.uniform(0, 500), rng.uniform(0, 430))
        draw.text(place, word, dark(rng), ImageFont.load_default(size=int(rng.uniform(12, 90))))
    return picture


def ink(rng):
    picture = ground(rng)
    draw = ImageDraw.Draw(picture)
    for _ in range(rng.integers(1, 4)):
        steps = rng.normal(0, 70, (rng.integers(4, 14), 2))
        path = np.cumsum(steps, 0) + rng.uniform((100, 100), (540, 380))
        draw.line([tuple(p) for p in path], dark(rng), int(rng.uniform(4, 60)), "curve")
    return picture.filter(ImageFilter.GaussianBlur(rng.uniform(0, 4)))


def shapes(rng):
    picture = ground(rng)
    draw = ImageDraw.Draw(picture)
    for _ in range(rng.integers(1, 8)):
        x, y, r = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(8, 120)
        if rng.random() < 0.5:
            draw.rectangle((x - r, y - r, x + r, y + r), dark(rng))
        else:
            draw.regular_polygon((x, y, r), int(rng.integers(3, 7)), rng.uniform(0, 90), dark(rng))
    return picture


def bubbles(rng):
    picture = ground(rng)
    draw = ImageDraw.Draw(picture)
    for _ in range(rng.integers(1, 12)):
        x, y, r = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(10, 110)
        draw.ellipse((x - r, y - r, x + r, y + r), None, dark(rng), int(rng.uniform(2, 12)))
    return picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 2)))


def fibres(rng):
    picture = ground(rng)
    draw = ImageDraw.Draw(picture)
    for _ in range(rng.integers(1, 6)):
        t = np.linspace(0, 1, 60)
        start, bend, end = rng.uniform(-50, 690, (3, 2)) * (1, 0.75)
        curve = ((1 - t) ** 2)[:, None] * start + (2 * t * (1 - t))[:, None] * bend + (t**2)[:, None] * end
        draw.line([tuple(p) for p in curve], dark(rng), int(rng.uniform(2, 9)), "curve")
    return picture.filter(ImageFilter.GaussianBlur(rng.uniform(0, 3)))


def tiles(rng):
    side = int(rng.integers(6, 90))
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] // side
    colours = rng.integers(0, 256, (2, 3))
    return Image.fromarray(colours[(x + y) % 2].astype(np.uint8))


DRAWN = (blank, gradient, noise, text, ink, shapes, bubbles, fibres, tiles)


def red_cells(rng, rows, drawn, count):
    """Parts of fields, as large as the boxes leave room for, in which no white cell is boxed."""
    root = shared_data()
    fields = [r for r in rows.values() if r["source"] in ("bccd", "pbc_boxes") and r["split"] == "test"]
    made = 0
    for attempt in range(count * 50):
        row = fields[attempt % len(fields)]
        width, height = int(row["width"]), int(row["height"])
        w, h = int(width * rng.uniform(0.35, 0.6)), int(height * rng.uniform(0.45, 1))
        x, y = int(rng.uniform(0, width - w + 1)), int(rng.uniform(0, height - h + 1))
        if any(overlap((x, y, w, h), b) > 0 for b, _ in drawn.get(row["path"], [])):
            continue
        yield Image.fromarray(decode(root / row["path"])[y : y + h, x : x + w])
        made += 1
        if made == count:
            return


def make(folder, each):
    folder.mkdir(parents=True, exist_ok=True)
    root = shared_data()
    rows, drawn = read_truth(root / "manifest.csv", root / "boxes.csv")
    for number, kind in enumerate(DRAWN):
        rng = np.random.default_rng([2026, number])
        for i in range(each):
            kind(rng).save(folder / f"{kind.__name__}-{i:03}.png")
    rng = np.random.default_rng([2026, len(DRAWN)])
    for i, picture in enumerate(red_cells(rng, rows, drawn, 4 * each)):
        picture.save(folder / f"red_cells-{i:03}.png")
    platelets = [r for r in rows.values() if (r["class"], r["split"]) == ("PLATELET", "test")]
    for i, row in enumerate(platelets):
        Image.open(root / row["path"]).save(folder / f"platelets-{i:03}.png")


def score(results):
    """A picture fails when any of its cells is answered `ok`: the station would offer it to Space."""
    count, labels = defaultdict(Counter), defaultdict(Counter)
    for line in results.read_text().splitlines():
        record = json.loads(line)
        kind = Path(record["path"]).stem.rsplit("-", 1)[0].replace("_", " ")
        sure = [c["label"] for c in record["cells"] or [] if c["status"] == "ok"]
        count[kind]["pictures"] += 1
        count[kind]["boxed"] += bool(record["cells"])
        count[kind]["sure"] += bool(sure)
        labels[kind].update(sure)
    table = [["kind", "like something trained on", "pictures", "with a box", "with a sure class",
              "without a sure class [95 %]", "sure of"]]
    total = Counter()
    for kind, c in sorted(count.items()):
        total.update(c)
        table.append(line_of(kind, "yes" if kind in TRAINED else "no", c, labels[kind]))
    table.append(line_of("all", "", total, sum(labels.values(), Counter())))
    print(markdown_table(table))


def line_of(kind, trained, c, labels):
    held = c["pictures"] - c["sure"]
    return [kind, trained, c["pictures"], c["boxed"], c["sure"],
            percent(held / c["pictures"], wilson(held, c["pictures"])),
            ", ".join(f"{label.lower()} {n}" for label, n in labels.most_common())]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("task", choices=("make", "score"))
    p.add_argument("path", type=Path)
    p.add_argument("--each", type=int, default=30)
    a = p.parse_args()
    make(a.path, a.each) if a.task == "make" else score(a.path)


if __name__ == "__main__":
    main()
