"""The student report's recipe, scored twice on bccd: split by original, and with the leak.

    python baseline.py --base base.pt --json baseline.json

Frozen base, the whole 640x480 field squashed to 224x224, a dense layer of 128 and a softmax.
The leaky rows make turned, mirrored and shifted copies of each original, as the Kaggle set does,
and split them by file, so that copies of one original stand on both sides.
"""

import argparse
import csv
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from sklearn.model_selection import StratifiedGroupKFold, train_test_split
from torch import nn

from classes import CODES, CORE, INDEX
from crop import to_input
from data import shared_data
from metrics import confusion, percent, summary
from model import MobileNetV2

COPIES = 8
FOUR = [CODES[i] for i in CORE]


def fields():
    root = shared_data()
    with open(root / "manifest.csv", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["source"] == "bccd" and r["class"] in FOUR]
    pictures = [Image.open(root / r["path"]).convert("RGB") for r in rows]
    return rows, pictures


def copy_of(picture, rng):
    if rng.random() < 0.5:
        picture = picture.transpose(Image.FLIP_LEFT_RIGHT)
    shift = (int(rng.integers(-60, 61)), int(rng.integers(-45, 46)))
    return picture.rotate(rng.uniform(-180, 180), Image.BILINEAR, translate=shift)


@torch.inference_mode()
def features(model, pictures):
    parts = []
    for i in range(0, len(pictures), 32):
        squashed = [p.resize((224, 224), Image.BILINEAR) for p in pictures[i : i + 32]]
        parts.append(model.features(to_input(np.stack([np.asarray(p) for p in squashed]))))
    return torch.cat(parts)


def dense_head(x, y, seed, epochs=60):
    torch.manual_seed(seed)
    head = nn.Sequential(nn.Linear(1280, 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, 4))
    optimizer = torch.optim.Adam(head.parameters(), 1e-3)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(32):
            optimizer.zero_grad()
            nn.functional.cross_entropy(head(x[rows]), y[rows]).backward()
            optimizer.step()
    return head.eval()


def scored(head, x, y):
    with torch.inference_mode():
        return confusion(y.numpy(), head(x).argmax(1).numpy(), 4)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--base", required=True)
    p.add_argument("--json", required=True)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(2)
    model = MobileNetV2(len(CODES))
    model.load_state_dict(torch.load(a.base))
    model.eval()
    rows, pictures = fields()
    y = torch.tensor([CORE.index(INDEX[r["class"]]) for r in rows])
    groups = np.array([r["group"] for r in rows])
    split = np.array([r["split"] for r in rows])
    x = features(model, pictures)

    result = {}
    train, test = torch.from_numpy(split == "train"), torch.from_numpy(split == "test")
    table = scored(dense_head(x[train], y[train], a.seed), x[test], y[test])
    result["split by group, test rows"] = summary(table, FOUR)

    table = np.zeros((4, 4), int)
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=a.seed)
    for fit, held in folds.split(x, y, groups):
        table += scored(dense_head(x[fit], y[fit], a.seed), x[held], y[held])
    result["split by group, 5-fold"] = summary(table, FOUR)

    rng = np.random.default_rng(a.seed)
    copied = features(model, [copy_of(p, rng) for p in pictures for _ in range(COPIES)])
    labels = y.repeat_interleave(COPIES)
    fit, held = train_test_split(
        np.arange(len(labels)), test_size=0.2, random_state=a.seed, stratify=labels
    )
    table = scored(dense_head(copied[fit], labels[fit], a.seed), copied[held], labels[held])
    result[f"LEAKY: {COPIES} copies an original, split by file"] = summary(table, FOUR)

    Path(a.json).write_text(json.dumps(result, indent=1) + "\n")
    for name, r in result.items():
        print(f"{name}: n {r['n']} accuracy {percent(r['accuracy'], r['interval'])} "
              f"balanced {percent(r['balanced'])}")


if __name__ == "__main__":
    main()
