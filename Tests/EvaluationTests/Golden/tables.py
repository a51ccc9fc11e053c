"""Tables of true and answered classes by scikit-learn; writes tables.json beside itself

Run it with any Python that has scikit-learn (1.9.0 made the file): python3 tables.py

Random tables of 2 to 32 classes, from one cell to some 60,000, with classes that do not occur, classes that are never
answered, cells that were not found, names of any length. For each what scikit-learn prints
(classification_report with the classes that occur as labels, zero_division=0) and its figures. Then lists of
confidences with scikit-learn's calibration_curve and, weighed by NumPy, the expected calibration error.
"""

import json
import warnings
from pathlib import Path

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    accuracy_score, balanced_accuracy_score, classification_report, cohen_kappa_score, f1_score,
    precision_recall_fscore_support,
)

HERE = Path(__file__).resolve().parent
FOUR = ["EOSINOPHIL", "LYMPHOCYTE", "MONOCYTE", "NEUTROPHIL"]
EIGHT = ["NEUTROPHIL", "EOSINOPHIL", "BASOPHIL", "LYMPHOCYTE", "MONOCYTE", "IG", "ERYTHROBLAST", "PLATELET"]
LONG = ["SEGMENTED_NEUTROPHILIC_GRANULOCYTE_WITH_TOXIC_GRANULATION", "NEUTRÓFILO EN BANDA", "x", "芽細胞"]


def codes(rng):
    kind = int(rng.integers(0, 6))
    if kind == 0:
        return FOUR
    if kind in (1, 2):
        return EIGHT
    if kind == 3:
        return LONG
    if kind == 4:
        return ["YES", "NO"]
    return [f"CLASS_{i}" for i in range(int(rng.integers(2, 33)))]


def table(rng, names):
    """Counts: a row for each class, the last column for cells that were not found."""
    n = len(names)
    size = rng.choice([0.3, 1, 2, 5, 40, 3000])
    counts = rng.poisson(rng.random((n, n + 1)) ** 3 * size)
    counts[range(n), range(n)] += rng.poisson(2 * size, n)
    if rng.random() < 0.4:
        counts[rng.random(n) < 0.4] = 0
    if rng.random() < 0.4:
        counts[:, :-1][:, rng.random(n) < 0.3] = 0
    if rng.random() < 0.6:
        counts[:, -1] = 0
    if rng.random() < 0.3:
        occurs = counts.sum(1) > 0
        counts[:, :-1][:, ~occurs] = 0
    if counts[range(n), range(n)].sum() == 0:
        # Without any right answer scikit-learn prints supports as `1.0`: an oddity that is not copied.
        place = int(rng.integers(0, n))
        counts[place, place] = 1
    return counts


def expected(names, counts):
    truth, answer = [], []
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            truth += [row] * int(count)
            answer += [column] * int(count)
    present = sorted(set(truth))
    kappa = float(cohen_kappa_score(truth, answer))
    mean = lambda kind: [float(v) for v in precision_recall_fscore_support(
        truth, answer, labels=present, average=kind, zero_division=0)[:3]]
    return {
        "codes": names, "counts": counts.tolist(),
        "report": classification_report(
            truth, answer, labels=present, target_names=[names[i] for i in present], zero_division=0),
        "accuracy": float(accuracy_score(truth, answer)),
        "balanced": float(balanced_accuracy_score(truth, answer)),
        "macro_f1": float(f1_score(truth, answer, labels=present, average="macro", zero_division=0)),
        "kappa": None if np.isnan(kappa) else kappa,
        "macro": mean("macro"), "weighted": mean("weighted"),
    }


def calibrated(rng):
    n = int(rng.choice([1, 2, 7, 30, 200]))
    confidence = np.round(rng.beta(rng.choice([1, 3, 8]), 1, n), 6)
    right = (rng.random(n) < confidence ** rng.choice([0.5, 1, 3])).astype(float)
    # In which bin a value on an edge belongs is a matter of taste: none is.
    confidence = np.where(np.isclose(confidence * 15 % 1, 0), confidence + 1e-5, confidence)
    share, mean = calibration_curve(right, confidence, n_bins=15) if n > 1 else (right, confidence)
    held = np.bincount(np.searchsorted(np.linspace(0, 1, 16)[1:-1], confidence), minlength=15)
    held = held[held > 0]
    return {"confidence": confidence.tolist(), "right": right.astype(int).tolist(),
            "share": share.tolist(), "mean": mean.tolist(),
            "error": float(np.sum(held * np.abs(share - mean)) / n)}


def main():
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(20261126)
    tables = []
    for _ in range(250):
        names = codes(rng)
        tables.append(expected(names, table(rng, names)))
    (HERE / "tables.json").write_text(json.dumps(
        {"tables": tables, "calibrations": [calibrated(rng) for _ in range(40)]},
        ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
