#!/usr/bin/env python3
"""Adapting the shipped model to a foreign laboratory: draws of a few of its cells, a head trained on each.

    python3 Tools/training/draws.py ../shared/data --cells 100 [--seeds 5] [--first 0] [--source jtsc] [-- OPTIONS OF TRAIN]

Each draw takes so many cells, as even over the four classes as at most 60 % of a class allow, 15 % of them for
validation, and tests on all others that share no group with them. The manifests and reports stay in --work. Prints
accuracy and balanced accuracy of the trained and of the shipped head a draw, and their means. Only the standard library.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLASSES = ("EOSINOPHIL", "LYMPHOCYTE", "MONOCYTE", "NEUTROPHIL")
MOST = 0.6  # of a class may be drawn
VALIDATION = 0.15


def shares(sizes, wanted):
    """How many of each class: the same of all, but no more than MOST of a class."""
    limits = {name: int(MOST * size) for name, size in sizes.items()}
    taken = dict.fromkeys(sizes, 0)
    while sum(taken.values()) < wanted:
        open_classes = [name for name in taken if taken[name] < limits[name]]
        if not open_classes:
            raise SystemExit(f"only {sum(taken.values())} cells can be drawn")
        taken[min(open_classes, key=lambda name: (taken[name], name))] += 1
    return taken


def split(rows, wanted, seed):
    """Row number -> train, val or test; rows that share a group with a drawn one are left out."""
    draw = random.Random(seed)
    members = defaultdict(list)
    for number, row in enumerate(rows):
        members[row["class"]].append(number)
    parts = {}
    for name, count in shares({n: len(m) for n, m in members.items()}, wanted).items():
        chosen = draw.sample(members[name], count)
        held = round(VALIDATION * count)
        parts.update({n: "val" if i < held else "train" for i, n in enumerate(chosen)})
    groups = {rows[n]["group"] for n in parts}
    for number, row in enumerate(rows):
        if number not in parts and row["group"] not in groups:
            parts[number] = "test"
    return parts


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("data", type=Path)
    p.add_argument("--cells", type=int, default=100)
    p.add_argument("--seeds", type=int, default=5)
    p.add_argument("--first", type=int, default=0)
    p.add_argument("--source", default="jtsc")
    p.add_argument("--program", type=Path, default=ROOT / ".build/release/hematovision")
    p.add_argument("--work", type=Path, help="a folder for manifests and reports (default: a temporary one)")
    own, options = sys.argv[1:], []
    if "--" in own:
        own, options = own[: own.index("--")], own[own.index("--") + 1 :]
    a = p.parse_args(own)
    work = a.work or Path(tempfile.mkdtemp(prefix="draws-"))
    work.mkdir(parents=True, exist_ok=True)
    with open(a.data / "manifest.csv") as file:
        rows = [r for r in csv.DictReader(file) if r["source"] == a.source and r["class"] in CLASSES]
    results = []
    for seed in range(a.first, a.first + a.seeds):
        parts = split(rows, a.cells, seed)
        manifest = work / f"draw-{a.cells}-{seed}.csv"
        with open(manifest, "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["path", "class", "source", "group", "split"])
            for number, part in sorted(parts.items()):
                row = rows[number]
                path = (a.data / row["path"]).resolve()
                out.writerow([path, row["class"], row["source"], row["group"], part])
        model = work / f"draw-{a.cells}-{seed}.safetensors"
        subprocess.run([a.program, "train", manifest, "--output", model, *options],
                       check=True, stdout=subprocess.DEVNULL)
        results.append(scores(model))
        print(f"draw {seed:3}: " + told(results[-1]), flush=True)
    print("mean:     " + told([sum(column) / len(column) for column in zip(*results)]))
    print(f"manifests and reports: {work}")


def scores(model):
    """Accuracy and balanced accuracy on the test cells: of the trained head, then of the one in use."""
    report = json.loads((model.parent / f"{model.stem}-report" / "report.json").read_text())
    tests = [s["confusion"] for s in report["scores"] if "test" in s["cells"]]
    return [value for t in tests for value in (t["accuracy"]["value"], t["balanced_accuracy"])]


def told(values):
    trained, shipped = values[:2], values[2:]
    text = lambda pair: f"{100 * pair[0]:5.1f} / {100 * pair[1]:5.1f}"
    return f"trained {text(trained)}, in use {text(shipped)}"


if __name__ == "__main__":
    main()
