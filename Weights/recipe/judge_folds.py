"""Judges models of a cross-validation, each on the fold that it did not see.

    python judge_folds.py --cache CACHE WORK/fold0/model.pt ... WORK/fold4/model.pt

Model number K was trained with `train.py --fold K` (or `refine.py --fold K` from a start that saw neither source).
One view of 1.5 times the box; boxes of the program's own finder, and a cell it did not find is wrong.
"""

import argparse
from dataclasses import replace

import torch

from classes import CODES, CORE
from crossval import NOT_FOUND, line
from data import Cache
from folds import FOLDED, fold_of
from model import MobileNetV2
from train import predict


def answers(path, cache, cells):
    """Truth, answer among the four core classes or NOT_FOUND, of each cell."""
    model = MobileNetV2(len(CODES))
    model.load_state_dict(torch.load(path))
    found = [replace(c, box=c.found) for c in cells if c.found is not None]
    answered = iter(predict(model, cache, found)[:, CORE].argmax(1))
    for cell in cells:
        yield CORE.index(cell.label), NOT_FOUND if cell.found is None else int(next(answered))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("models", nargs="+", help="one a fold, in order")
    p.add_argument("--cache", required=True)
    a = p.parse_args()
    cache = Cache(a.cache)
    for source in FOLDED:
        folds, everything = fold_of(cache.cells, source), []
        for fold, path in enumerate(a.models):
            cells = [cache.cells[i] for i, f in folds.items() if f == fold and cache.cells[i].label in CORE]
            pairs = list(answers(path, cache, cells))
            print(line(f"{source}, fold {fold}", pairs), flush=True)
            everything += pairs
        print(line(f"{source}, all folds", everything))


if __name__ == "__main__":
    main()
