"""Grad-CAM by PyTorch's autograd on the weights file: the reference of the program's own.

    python gradcam.py golden WEIGHTS SAMPLES Tests/AnalysisTests/Golden/gradcam.json
    hematovision explain --format jsonl IMAGE... | python gradcam.py compare WEIGHTS

`golden` writes the maps of 50 crops of the synthetic fields, for two classes each: the 44 cells drawn there, and
six boxes moved half off their cell. `compare` reads what the program said of any pictures and prints how its maps
correlate with autograd's. Both in float64. The crop is crop.py's, the network folded.py's, the gradient autograd's:
nothing here is the program's.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F

import crop
from folded import FoldedNetwork


def evidence(network, rgb, box, classes):
    """Logits, and for each class the gradient-weighted sum at the last convolution, 7 x 7, before the ReLU.

    `box` is (x, y, width, height). Selvaraju et al. 2017, equations 1 and 2.
    """
    scale = json.loads(network.metadata["preprocess"])["crop_scale"]
    x, y, width, height = box
    square = crop.cut(rgb, (x, y, x + width, y + height), scale)
    value = crop.to_input(square[None]).double()
    last = dict(network.stages(value))["last"].clone().requires_grad_()
    logits = F.linear(last.mean((2, 3)), network.t["head.weight"], network.t["head.bias"])
    sums = []
    for number in classes(logits[0].detach().numpy()):
        (gradient,) = torch.autograd.grad(logits[0, number], last, retain_graph=True)
        weights = gradient.mean((2, 3), keepdim=True)
        sums.append((number, (weights * last).sum(1)[0].detach().numpy()))
    return logits[0].detach().numpy(), sums


def read(path):
    return np.asarray(Image.open(path).convert("RGB"))


def golden(weights, samples, target):
    network, cells = FoldedNetwork(weights, torch.float64), []
    with open(Path(samples) / "boxes.csv") as file:
        drawn = [
            (row["path"], [int(row[k]) for k in ("xmin", "ymin", "xmax", "ymax")])
            for row in csv.DictReader(file)
        ]
    boxes = [(path, [x, y, r - x, b - y]) for path, (x, y, r, b) in drawn]
    moved = [(path, [x + w // 2, y - h // 3, w, h]) for path, (x, y, w, h) in boxes[:6]]
    for place, (path, box) in enumerate(boxes + moved):

        def two(logits):
            best = int(logits.argmax())
            return best, (best + 1 + place % (len(logits) - 1)) % len(logits)

        _, sums = evidence(network, read(Path(samples) / path), box, two)
        for number, values in sums:
            numbers = [float(f"{v:.7g}") for v in values.reshape(-1)]
            cells.append({"path": path, "box": box, "class": number, "evidence": numbers})
    head = {"made_by": "Weights/recipe/gradcam.py", "data_sha256": network.metadata["data_sha256"]}
    lines = ",\n".join(json.dumps(cell, separators=(",", ":")) for cell in cells)
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).write_text(json.dumps(head)[:-1] + ', "cells": [\n' + lines + "\n]}\n")


def compare(weights):
    network = FoldedNetwork(weights, torch.float64)
    codes = [entry["code"] for entry in json.loads(network.metadata["classes"])]
    correlations, empty = [], 0
    for line in sys.stdin:
        told = json.loads(line)
        for cell in told.get("cells", []):
            number = codes.index(cell["class"])
            rgb = read(told["path"])
            _, [(_, values)] = evidence(network, rgb, cell["box"], lambda _: [number])
            ours = np.array(cell["evidence"]).reshape(-1)
            ours, theirs = np.maximum(ours, 0), np.maximum(values.reshape(-1), 0)
            if not theirs.any():
                # Nothing speaks for the class: there is no correlation, only the same emptiness.
                assert not ours.any(), told["path"]
                empty += 1
                continue
            correlations.append(float(np.corrcoef(ours, theirs)[0, 1]))
    print(
        f"{len(correlations)} cells, correlation with autograd: least {min(correlations):.7f}, "
        f"median {np.median(correlations):.7f}; {empty} more without any heat in both"
    )


if __name__ == "__main__":
    torch.set_num_threads(1)
    {"golden": golden, "compare": compare}[sys.argv[1]](*sys.argv[2:])
