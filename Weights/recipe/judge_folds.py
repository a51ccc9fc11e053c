"""Judges models of a cross-validation, each on the fold that it did not see.

    python judge_folds.py --cache CACHE WORK/fold0/model.pt ... WORK/fold4/model.pt

Model number K was trained with `train.py --fold K` (or `refine.py --fold K` from a start that saw neither source).
One view of 1.5 times the box; boxes of the program's own finder, and a cell it did not find is wrong.
"""

import argparse

import numpy as np
import torch

from classes import CODES, CORE
from crop import cut, to_input
from data import Cache
from folds import FOLDED, fold_of
from metrics import percent, wilson
from model import MobileNetV2

NOT_FOUND = -1
BATCH = 32


@torch.inference_mode()
def answers(path, cache, cells):
    """The largest of the four core classes, or NOT_FOUND, of each cell."""
    model = MobileNetV2(len(CODES))
    model.load_state_dict(torch.load(path))
    model.eval()
    found = [i for i, c in enumerate(cells) if c.found is not None]
    result = np.full(len(cells), NOT_FOUND)
    for first in range(0, len(found), BATCH):
        part = found[first : first + BATCH]
        crops = np.stack([cut(cache.pixels(cells[i]), cells[i].found, 1.5) for i in part])
        result[part] = np.array(CORE)[model(to_input(crops))[:, CORE].argmax(1).numpy()]
    return result


def main():
    p = argparse.ArgumentParser()
    p.add_argument("models", nargs="+", help="one a fold, in order")
    p.add_argument("--cache", required=True)
    a = p.parse_args()
    cache = Cache(a.cache)
    for source in FOLDED:
        folds = fold_of(cache.cells, source)
        hits, truth, each = [], [], []
        for fold, path in enumerate(a.models):
            cells = [cache.cells[i] for i, f in folds.items() if f == fold and cache.cells[i].label in CORE]
            label = np.array([c.label for c in cells])
            hit = answers(path, cache, cells) == label
            hits.append(hit)
            truth.append(label)
            each.append(f"{hit.sum()}/{len(hit)}")
        hits, truth = np.concatenate(hits), np.concatenate(truth)
        recalls = [hits[truth == k] for k in CORE]
        low, high = wilson(int(hits.sum()), len(hits))
        print(f"{source}: {hits.sum()}/{len(hits)} = {percent(hits.mean())} [{percent(low)}, {percent(high)}]"
              f" / {percent(np.mean([r.mean() for r in recalls]))}")
        print("  recalls", *(f"{CODES[k]} {r.sum()}/{len(r)}" for k, r in zip(CORE, recalls)))
        print("  folds", *each)


if __name__ == "__main__":
    main()
