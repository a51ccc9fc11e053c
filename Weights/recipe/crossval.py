"""Grouped five-fold cross-validation with the program, over a base that never saw the folded source.

    python crossval.py --program hematovision --start pbc.safetensors --cache CACHE --source bccd --out WORK

Each fold: `hematovision train` fits a head on four folds (a part of them is the validation by which
it stops), `hematovision evaluate` tests it on the fifth, from image files on, in the boxes of the
program's own finder; a cell it does not find is wrong. Folds are those of `folds.py`: overlapping
fields of bccd, and slides of chula, stay together. `--start` must not have seen the source; it is
judged as it is (zero-shot) too. How such a start is made: Accuracy.md, "Cross-validation".
Folds that are done are not run again.
"""

import argparse
import csv
import subprocess
from pathlib import Path

import numpy as np

from classes import CODES, CORE
from data import Cache, shared_data
from folds import FOLDS, fold_of
from metrics import confusion, percent, wilson

NOT_FOUND = len(CODES)
NOT_ONE_CLASS = ("MULTI", "UNLABELLED")


def splits(rows, fold, folds, source):
    """Validation lies inside the four folds: every sixth group of bccd; of chula, whose few slides hold
    whole classes, every sixth picture."""
    unit = "group" if source == "bccd" else "path"
    rest = sorted({row[unit] for row in rows if folds[row["group"]] != fold})
    validation = set(rest[::6])
    return ["test" if folds[row["group"]] == fold else "val" if row[unit] in validation else "train" for row in rows]


def write_manifest(folder, root, rows, fold, folds, source):
    folder.mkdir(parents=True, exist_ok=True)
    for name in (source, "boxes.csv"):
        if not (folder / name).is_symlink():
            (folder / name).symlink_to((root / name).resolve())
    path = folder / "manifest.csv"
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for row, split in zip(rows, splits(rows, fold, folds, source)):
            writer.writerow(row | {"split": split})
    return path


def answers(report):
    """Truth, answer among the four core classes or NOT_FOUND, of every core cell of an evaluation."""
    core = [CODES[i] for i in CORE]
    for row in csv.DictReader(open(report / "cells.csv", newline="")):
        if row["truth"] in core:
            p = [row[f"p_{code}"] for code in core if row.get(f"p_{code}")]
            found = len(p) == len(core)
            yield core.index(row["truth"]), int(np.argmax([float(x) for x in p])) if found else NOT_FOUND


def line(name, pairs):
    truth, answer = np.array(pairs).T
    table = confusion(truth, answer, NOT_FOUND + 1)[: len(CORE)]
    hits, n = int(np.trace(table[:, : len(CORE)])), int(table.sum())
    recalls = [f"{table[i, i]}/{table[i].sum()}" for i in range(len(CORE))]
    balanced = np.mean([table[i, i] / table[i].sum() for i in range(len(CORE)) if table[i].any()])
    return f"{name}: {hits}/{n} = {percent(hits / n, wilson(hits, n))} / {percent(balanced)} {' '.join(recalls)}"


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--program", required=True)
    p.add_argument("--start", required=True, help="weights file that never saw the source")
    p.add_argument("--cache", required=True)
    p.add_argument("--source", choices=("bccd", "chula"), required=True)
    p.add_argument("--out", required=True)
    a = p.parse_args()
    root, out = shared_data(), Path(a.out)
    cells = Cache(a.cache).cells
    folds = {cells[i].group: fold for i, fold in fold_of(cells, a.source).items()}
    rows = [
        row for row in csv.DictReader(open(root / "manifest.csv", newline=""))
        if row["source"] == a.source and row["group"] in folds and row["class"] not in NOT_ONE_CLASS
    ]

    def evaluate(manifest, model, report, *options):
        if not (report / "cells.csv").exists():
            subprocess.run([a.program, "evaluate", manifest, "--model", model, "--source", a.source,
                            "--output", report, *options], check=True, stdout=subprocess.DEVNULL)
        return list(answers(report))

    everything, before = [], []
    for fold in range(FOLDS):
        folder = out / f"fold{fold}"
        manifest, model = write_manifest(folder, root, rows, fold, folds, a.source), folder / "head.safetensors"
        if not model.exists():
            subprocess.run([a.program, "train", manifest, "--model", a.start, "--output", model],
                           check=True, stdout=subprocess.DEVNULL)
        pairs = evaluate(manifest, model, folder / "test", "--split", "test")
        print(line(f"fold {fold}", pairs), flush=True)
        everything += pairs
        before += evaluate(manifest, Path(a.start), folder / "start", "--split", "test")
    print(line("all folds", everything))
    print(line("the start as it is", before))


if __name__ == "__main__":
    main()
