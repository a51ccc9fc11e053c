"""Which cells a run may see: the split of the data pack, a source left out, or a fold."""

import hashlib

import numpy as np

FOLDS = 5
FOLDED = ("bccd", "chula")


def fold_of(cells, source):
    """Cell number -> fold. Groups (overlapping fields, or slides) stay whole; dealt out class by class."""
    groups = {}
    for i, cell in enumerate(cells):
        if cell.source == source:
            groups.setdefault(cell.group, []).append(i)
    digest = lambda name: hashlib.sha256(name.encode()).hexdigest()
    order = sorted(groups, key=lambda g: (cells[groups[g][0]].label, digest(g)))
    return {i: n % FOLDS for n, group in enumerate(order) for i in groups[group]}


def visible(cells, left_out=None, fold=None):
    """Bool a cell: may it be trained on?

    Never jtsc, nor any row outside the pack's training split. `left_out` names a source that is not
    seen at all. `fold`: of the sources that are folded every row but this fold's is seen.
    """
    folded = () if fold is None else FOLDED
    seen = np.array([
        c.source != "jtsc" and c.source != left_out
        and (c.split == "train" or c.source in folded)
        for c in cells
    ])
    for source in folded:
        for i, its in fold_of(cells, source).items():
            seen[i] &= its != fold
    return seen
