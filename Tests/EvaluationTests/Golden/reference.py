"""Makes golden.json: random labelled images, and their figures by other hands.

    python reference.py          # scikit-learn 1.9, SciPy, NumPy; writes golden.json beside itself

Which found cell answers for an image, and which boxes are the same cell, comes from
Weights/recipe/score_classify.py itself; the figures from scikit-learn and SciPy, and from NumPy
where those have none (calibration, risk and coverage). The classes' names are made up.
"""

import itertools
import json
import sys
from pathlib import Path

import numpy as np
from scipy.stats import binomtest
from sklearn.metrics import (
    accuracy_score, balanced_accuracy_score, classification_report, cohen_kappa_score,
    confusion_matrix, f1_score, precision_recall_fscore_support,
)

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "Weights" / "recipe"))
from score_classify import answer_of, matched  # noqa: E402


def box(rng, w, h):
    return [int(rng.integers(0, w - 40)), int(rng.integers(0, h - 40)),
            int(rng.integers(20, 60)), int(rng.integers(20, 60))]


def near(rng, b):
    return [max(0.0, b[i] + round(float(rng.normal(0, 4)), 1)) if i < 2
            else max(5.0, b[i] + round(float(rng.normal(0, 6)), 1)) for i in range(4)]


def images(rng, n, classes, only=None):
    result = []
    for number in range(n):
        w, h = int(rng.integers(120, 400)), int(rng.integers(120, 300))
        truth = None if rng.random() < 0.06 else int(rng.choice(only or range(classes)))
        cells = []
        for _ in range(int(rng.choice([0, 1, 1, 1, 2, 3]))):
            logits = rng.normal(0, 1.2, classes)
            if truth is not None and rng.random() < 0.8:
                logits[truth] += 3
            p = np.exp(logits) / np.exp(logits).sum()
            cells.append({"box": box(rng, w, h), "probabilities": [round(float(v), 4) for v in p],
                          "status": str(rng.choice(["ok", "ok", "uncertain", "outside"]))})
        boxes = []
        if rng.random() < 0.5:
            for c in cells:
                if rng.random() < 0.8:
                    label = truth if rng.random() < 0.8 else int(rng.integers(0, classes))
                    boxes.append({"box": near(rng, c["box"]), "class": label})
            if rng.random() < 0.2:
                boxes.append({"box": box(rng, w, h), "class": truth})
            if rng.random() < 0.1 and boxes:
                boxes.append(dict(boxes[0]))
        result.append({"path": f"image-{number:03}.png", "truth": truth, "width": w, "height": h,
                       "boxes": boxes, "cells": cells})
    return result


def interval(hits, n):
    ci = binomtest(hits, n).proportion_ci(0.95, method="wilson")
    return {"hits": hits, "count": n, "value": hits / n, "low": ci.low, "high": ci.high}


def labels(truth, answer, codes):
    """Figures of pairs; an answer of len(codes) is "no cell"."""
    present = sorted(set(truth))
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, answer, labels=present, zero_division=0)
    average = lambda kind: [float(v) for v in precision_recall_fscore_support(
        truth, answer, labels=present, average=kind, zero_division=0)[:3]]
    names = [codes[i] for i in present]
    text = classification_report(
        truth, answer, labels=present, target_names=names, zero_division=0).rstrip("\n").split("\n")
    table = confusion_matrix(truth, answer, labels=range(len(codes) + 1))[: len(codes)]
    return {
        "accuracy": interval(int((np.array(truth) == answer).sum()), len(truth)),
        "balanced": float(balanced_accuracy_score(truth, answer)),
        "macro_f1": float(f1_score(truth, answer, labels=present, average="macro")),
        "kappa": float(cohen_kappa_score(truth, answer)),
        "macro": average("macro"), "weighted": average("weighted"),
        "precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(),
        "support": support.tolist(), "counts": table.tolist(), "report": text,
    }


def calibration(confidence, right):
    edges = np.linspace(0, 1, 16)
    which = np.clip(np.digitize(confidence, edges) - 1, 0, 14)
    counts = np.bincount(which, minlength=15)
    error = sum(counts[b] / len(right) * abs(confidence[which == b].mean() - right[which == b].mean())
                for b in range(15) if counts[b])
    return {"counts": counts.tolist(), "error": float(error)}


def area(confidence, right):
    """Mean of the risks over all orders of equally sure answers (their errors spread evenly)."""
    order = np.argsort(-confidence, kind="stable")
    wrong, sure = 1.0 - right[order], confidence[order]
    for value in np.unique(sure):
        wrong[sure == value] = wrong[sure == value].mean()
    return float((np.cumsum(wrong) / np.arange(1, len(wrong) + 1)).mean())


def area_by_permutations(confidence, right):
    """The same by trying every order: only for a handful."""
    areas = []
    for order in itertools.permutations(range(len(right))):
        sure = [confidence[i] for i in order]
        if all(a >= b for a, b in zip(sure, sure[1:])):
            wrong = 1.0 - np.array([right[i] for i in order])
            areas.append((np.cumsum(wrong) / np.arange(1, len(wrong) + 1)).mean())
    return float(np.mean(areas))


def figures(rows, classes):
    codes = [c["code"] for c in classes]
    core = [i for i, c in enumerate(classes) if c["core"]]
    foreign = [i for i, c in enumerate(classes) if not c["core"]]
    chosen = []
    for r in rows:
        same = [b["box"] for b in r["boxes"] if r["truth"] is not None and b["class"] == r["truth"]]
        cell = answer_of(r, same, r["width"], r["height"])
        chosen.append(None if cell is None else next(
            i for i, c in enumerate(r["cells"]) if c is cell))
    known = [(r, None if a is None else r["cells"][a])
             for r, a in zip(rows, chosen) if r["truth"] is not None]
    truth = [r["truth"] for r, _ in known]
    answer = [len(codes) if c is None else int(np.argmax(c["probabilities"])) for _, c in known]
    in_core = [(r, c) for r, c in known if r["truth"] in core]
    result = {"answers": chosen, "all": labels(truth, answer, codes)}
    if foreign:
        result["core"] = labels(
            [core.index(r["truth"]) for r, _ in in_core],
            [len(core) if c is None else int(np.argmax(np.array(c["probabilities"])[core]))
             for _, c in in_core], [codes[i] for i in core])
    found = [(r, c) for r, c in known if c is not None]
    sure = np.array([max(c["probabilities"]) for _, c in found])
    right = np.array([int(np.argmax(c["probabilities"])) == r["truth"] for r, c in found], float)
    result["calibration"] = calibration(sure, right)
    every = np.array([0 if c is None else max(c["probabilities"]) for _, c in known])
    hit = np.array([t == a for t, a in zip(truth, answer)], float)
    result["risk_area"] = area(every, hit)
    result["covered"] = [[t, int((every >= t).sum()), int(hit[every >= t].sum())]
                         for t in (0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)]
    result["status"] = [sum(c is not None and c["status"] == s for _, c in in_core)
                        for s in ("ok", "uncertain", "outside")]
    result["ok_right"] = sum(c is not None and c["status"] == "ok"
                             and int(np.argmax(c["probabilities"])) == r["truth"]
                             for r, c in in_core)
    if foreign:
        score = lambda c: float(np.array(c["probabilities"])[foreign].sum())
        threshold = float(np.quantile([score(c) for r, c in in_core if c], 0.99))
        result["foreign"] = {
            "threshold": threshold,
            "core_flagged": sum(score(c) > threshold for _, c in in_core if c),
            "flagged": [[codes[k], sum(score(c) > threshold for r, c in found if r["truth"] == k),
                         sum(r["truth"] == k for r, _ in found)]
                        for k in foreign if any(r["truth"] == k for r, _ in found)],
        }
    drawn = [r for r in rows if r["boxes"]]
    result["detection"] = [
        {"overlap": t,
         "hits": sum(matched([c["box"] for c in r["cells"]], [b["box"] for b in r["boxes"]], t)
                     for r in drawn),
         "drawn": sum(len(r["boxes"]) for r in drawn),
         "found": sum(len(r["cells"]) for r in drawn)} for t in (0.3, 0.5)]
    return result


def classes(names, core):
    return [{"code": n.upper(), "name": n, "short": n[:3].title(), "letter": n[0].upper(),
             "core": n in core, "counts_in_total": True} for n in names]


def main():
    rng = np.random.default_rng(20261124)
    eight = classes(["amber", "birch", "cedar", "dogwood", "elm", "fir", "ginkgo", "hazel"],
                    ["amber", "birch", "cedar", "dogwood"])
    five = classes(["quartz", "rutile", "spinel", "topaz", "ultramarine-stone"],
                   ["rutile", "topaz", "spinel"])
    three = classes(["one", "two", "six"], ["one", "two", "six"])
    cases = []
    for name, known, n, only in (
        ("eight classes", eight, 120, None), ("two classes of eight occur", eight, 40, [1, 3]),
        ("five classes, the core not first", five, 60, None), ("every class is core", three, 50, None),
    ):
        rows = images(rng, n, len(known), only)
        cases.append({"name": name, "classes": known, "images": rows,
                      "expected": figures(rows, known)})
    ties = {"confidence": [0.9, 0.5, 0.5, 0.5, 0.5, 0.2], "right": [1, 0, 1, 1, 0, 0]}
    ties["area"] = area_by_permutations(ties["confidence"], ties["right"])
    (HERE / "golden.json").write_text(json.dumps({"cases": cases, "ties": ties}) + "\n")


if __name__ == "__main__":
    main()
