"""The labelled cells of the data pack: picture, box, class, source, group, split."""

import csv
import hashlib
import json
import os
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from classes import INDEX
from nucleus import nucleus_box, scaled
from score_classify import answer_of, read_results, read_truth

# Median long side of the hand-drawn cell box over that of the nucleus box (data README). The
# class may be used to undo the nucleus's size when training; a test box must not know it.
FACTOR = {"NEUTROPHIL": 1.29, "BASOPHIL": 1.01, "ERYTHROBLAST": 1.3}
FACTOR_OTHER = 1.06
FACTOR_BLIND = 1.12
# Median long side of a white cell on the PBC scanner, pixels: a platelet is shown at that
# scale, or its output learns that a small thing enlarged is soft.
PBC_CELL_SIDE = 141
CONTEXT = 3.0  # of the box: room for a crop of 2 x the box turned by 45 degrees


def shared_data():
    """The data pack: $HEMATOVISION_SHARED/data, or ../shared/data beside the repository."""
    root = os.environ.get("HEMATOVISION_SHARED")
    if root is None:
        root = Path(__file__).resolve().parents[3] / "shared"
    path = Path(root) / "data"
    if not (path / "manifest.csv").exists():
        raise SystemExit(f"no data pack at {path}: set HEMATOVISION_SHARED")
    return path


@dataclass
class Cell:
    path: str
    label: int
    source: str
    group: str
    split: str
    box: tuple  # label-blind, for tests
    train_box: tuple
    offset: int = 0  # of the stored context in the cache, and its place in the picture
    shape: tuple = ()
    origin: tuple = (0, 0)
    # The program's own box of this cell, None where it found none; known only with `found.jsonl`.
    found: tuple = None


def decode(path):
    return np.asarray(Image.open(path).convert("RGB"))


def _boxes(root):
    boxes = defaultdict(list)
    with open(root / "boxes.csv", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "WBC":
                corners = tuple(float(row[k]) for k in ("xmin", "ymin", "xmax", "ymax"))
                boxes[row["path"]].append((row["wbc_class"], corners))
    return boxes


def _centred(rgb, code):
    """(test box, training box) of a PBC picture, whose cell is centred and not boxed."""
    height, width = rgb.shape[:2]
    middle = (width / 2, height / 2, width / 2, height / 2)
    if code == "PLATELET":
        side = PBC_CELL_SIDE / 2
        box = tuple(m + s for m, s in zip(middle, (-side, -side, side, side)))
        return box, box
    found = nucleus_box(rgb)
    if found is None or max(found[2] - found[0], found[3] - found[1]) < 40:
        side = PBC_CELL_SIDE / 2
        box = tuple(m + s for m, s in zip(middle, (-side, -side, side, side)))
        return box, box
    return scaled(found, FACTOR_BLIND), scaled(found, FACTOR.get(code, FACTOR_OTHER))


def build_cache(folder):
    """Decodes every labelled cell once into one flat file of pixels and an index."""
    root, folder = shared_data(), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    boxes, cells, offset = _boxes(root), [], 0
    with open(folder / "pixels.bin.part", "wb") as pixels, open(
        root / "manifest.csv", newline=""
    ) as manifest:
        for row in csv.DictReader(manifest):
            if row["source"] not in ("bccd", "chula", "jtsc", "pbc"):
                continue
            named = [(c, b) for c, b in boxes[row["path"]] if c in INDEX]
            if row["source"] != "pbc" and not named:
                continue
            rgb = decode(root / row["path"])
            if row["source"] == "pbc":
                test, train = _centred(rgb, row["class"])
                named = [(row["class"], test)]
            for code, box in named:
                if row["source"] != "pbc":
                    train = box
                cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                half = CONTEXT * max(box[2] - box[0], box[3] - box[1]) / 2
                x0, y0 = max(0, int(cx - half)), max(0, int(cy - half))
                part = rgb[y0 : int(cy + half) + 1, x0 : int(cx + half) + 1]
                pixels.write(np.ascontiguousarray(part).tobytes())
                shift = lambda b: tuple(float(v - o) for v, o in zip(b, (x0, y0, x0, y0)))
                cells.append(
                    Cell(
                        row["path"], INDEX[code], row["source"], row["group"], row["split"],
                        shift(box), shift(train), offset, part.shape, (x0, y0),
                    )
                )
                offset += part.size
    (folder / "index.json").write_text(json.dumps([asdict(c) for c in cells]))
    os.replace(folder / "pixels.bin.part", folder / "pixels.bin")


class Cache:
    """The cells, and what the program's finder says of their pictures where `found.jsonl`, the
    output of `hematovision classify --format jsonl`, lies beside them. Its labels are not read."""

    def __init__(self, folder):
        folder = Path(folder)
        if not (folder / "pixels.bin").exists():
            build_cache(folder)
        self.cells = [Cell(**c) for c in json.loads((folder / "index.json").read_text())]
        self.file = folder / "pixels.bin"
        self._pixels = None
        self.found_boxes = {}
        if (folder / "found.jsonl").exists():
            self._match(folder / "found.jsonl")

    def _match(self, file):
        root = shared_data()
        rows, _ = read_truth(root / "manifest.csv", root / "boxes.csv")
        results, _ = read_results(file, rows)
        self.found_boxes = {p: [tuple(c["box"]) for c in r["cells"]] for p, r in results.items()}
        for cell in self.cells:
            if cell.path not in results:
                continue
            left, top = cell.origin
            x0, y0, x1, y1 = cell.box
            row = rows[cell.path]
            drawn = [] if cell.source == "pbc" else [(x0 + left, y0 + top, x1 - x0, y1 - y0)]
            answer = answer_of(results[cell.path], drawn, int(row["width"]), int(row["height"]))
            if answer:
                x, y, w, h = answer["box"]
                cell.found = (x - left, y - top, x - left + w, y - top + h)

    def pixels(self, cell):
        """The stored surroundings of a cell; its boxes are in these coordinates."""
        if self._pixels is None:
            self._pixels = np.memmap(self.file, np.uint8, "r")
        h, w, _ = cell.shape
        return self._pixels[cell.offset : cell.offset + h * w * 3].reshape(h, w, 3)

    def select(self, source=None, split=None):
        return [
            c
            for c in self.cells
            if (source is None or c.source == source) and (split is None or c.split == split)
        ]


def source_digest(paths):
    """SHA-256 over the sorted lines `path sha256-of-file`: names exactly what was seen."""
    root = shared_data()
    lines = sorted(
        f"{p} {hashlib.sha256((root / p).read_bytes()).hexdigest()}\n"
        for p in set(paths)
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()
