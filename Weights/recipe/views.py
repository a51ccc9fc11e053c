"""Renders augmented views of the cells that training may choose from, once, into one flat file.

    python views.py --cache CACHE --out VIEWS --side 160 --seed 1 \
        --counts bccd=48,chula=36,pbc=8,negative=3600

Many runs (folds, sources left out, seeds) train on one file: each takes only the views whose cell,
and whose lender of colours, it may see. View number n of seed s is the same picture however the
work is split, so a rendering that was stopped goes on where it was.
"""

import argparse
import json
import multiprocessing
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import augment
from data import Cache
from negatives import Negatives

SOURCES = ("bccd", "chula", "pbc")
NEGATIVE_SOURCES = ("bccd", "chula", "pbc_boxes", "drawn")
NONE = -1
UNMADE = -2
# Strength of the stain augmentation in each tier; tier 3 has no colour at all.
STRENGTH = {1: 1.0, 2: 1.6}


def plan(cells, counts, seed):
    """Cell number of every view, NONE for a picture without a cell, in random order.

    `counts`: views a cell on the mean of its source, and the number of pictures without a cell. Within a source the classes get views by the square root of their counts: between the natural
    mix and one part each.
    """
    rng = np.random.default_rng([seed, 77])
    order = []
    for source in SOURCES:
        chosen = eligible(cells, source)
        count = Counter(cells[i].label for i in chosen)
        weight = np.array([count[cells[i].label] ** -0.5 for i in chosen])
        weight *= counts[source] * len(chosen) / weight.sum()
        for i, share in zip(chosen, weight):
            order += [i] * (int(share) + (rng.random() < share - int(share)))
    order += [NONE] * int(counts["negative"])
    rng.shuffle(order)
    return order


def eligible(cells, source):
    """pbc is never trained on outside its training rows; folds may want any row of the others."""
    return [
        i for i, c in enumerate(cells)
        if c.source == source and (source != "pbc" or c.split == "train")
    ]


@dataclass
class Renderer:
    cache: Cache
    negatives: Negatives
    counts: dict
    side: int
    seed: int

    def __post_init__(self):
        self.order = plan(self.cache.cells, self.counts, self.seed)
        self.lenders = [eligible(self.cache.cells, s) for s in SOURCES]

    def view(self, n):
        """(picture, (cell, lender, found box or not, tier, source of a negative))"""
        number = self.order[n]
        rng = np.random.default_rng([self.seed, n])
        lenders = self.lenders[rng.integers(len(SOURCES))]
        lender = lenders[rng.integers(len(lenders))]
        is_found, origin = 0, NONE
        if number == NONE:
            rgb, box, source = self.negatives.pick(rng)
            origin = NEGATIVE_SOURCES.index(source)
        else:
            cell = self.cache.cells[number]
            rgb = self.cache.pixels(cell)
            # Half of them as the program will cut them, half as a person boxed them.
            is_found = int(cell.found is not None and rng.random() < 0.5)
            box = cell.found if is_found else cell.train_box
        x = augment.warp(rgb, box, rng, self.side)
        tier, lent = 0, NONE
        draw = rng.random()
        if draw >= 0.2:
            tier, lent = (1 if draw < 0.7 else 2), lender
            other = self.cache.pixels(self.cache.cells[lender])
            x = augment.stain(x, rng, STRENGTH[tier], other)
            if rng.random() < 0.07:
                x, tier = augment.grey(x), 3
        x = augment.camera(x, rng)
        pixels = x.clamp(0, 255).round().to(torch.uint8).permute(1, 2, 0).numpy()
        return pixels, (number, lent, is_found, tier, origin)


class Views:
    """A rendered file, opened."""

    def __init__(self, path):
        self.pixels = np.load(f"{path}.npy", mmap_mode="r")
        self.cell, self.lender, self.found, self.tier, self.origin = np.load(f"{path}.meta.npy").T

    def usable(self, allowed, left_out=None):
        """Which views may be seen: `allowed[cell]` for the cell and for the lender of colours."""
        allowed = np.append(allowed, True)  # NONE is the last place
        usable = allowed[self.cell] & allowed[self.lender]
        if left_out in NEGATIVE_SOURCES:
            usable &= self.origin != NEGATIVE_SOURCES.index(left_out)
        return usable


def counts_of(text):
    return {k: float(v) for k, v in (part.split("=") for part in text.split(","))}


def render(part, parts, args):
    torch.set_num_threads(1)
    cache = Cache(args.cache)
    renderer = Renderer(cache, Negatives(cache.found_boxes), args.counts, args.side, args.seed)
    pixels = np.load(f"{args.out}.part.npy", mmap_mode="r+")
    notes = np.load(f"{args.out}.part.meta.npy", mmap_mode="r+")
    for n in range(part, len(renderer.order), parts):
        if notes[n, 0] == UNMADE:
            pixels[n], notes[n] = renderer.view(n)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--cache", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--side", type=int, required=True)
    p.add_argument("--seed", type=int, required=True)
    p.add_argument("--counts", type=counts_of, required=True)
    p.add_argument("--processes", type=int, default=2)
    args = p.parse_args()
    count = len(plan(Cache(args.cache).cells, args.counts, args.seed))
    part = Path(f"{args.out}.part.npy")
    if not part.exists():
        new = np.lib.format.open_memmap
        new(f"{args.out}.part.meta.npy", "w+", np.int32, (count, 5))[:] = UNMADE
        new(part, "w+", np.uint8, (count, args.side, args.side, 3)).flush()
    spawn = multiprocessing.get_context("spawn")
    workers = [
        spawn.Process(target=render, args=(i, args.processes, args)) for i in range(args.processes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise SystemExit("a renderer stopped; start again to go on")
    os.replace(f"{args.out}.part.meta.npy", f"{args.out}.meta.npy")
    os.replace(part, f"{args.out}.npy")
    print(json.dumps({"views": count, "side": args.side, "seed": args.seed}))


if __name__ == "__main__":
    main()
