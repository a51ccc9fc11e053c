"""Figures of a classification, with counts and intervals. NumPy only."""

import math

import numpy as np


def wilson(hits, n, z=1.959964):
    """95 % interval of a share (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    p, d = hits / n, 1 + z * z / n
    middle = (p + z * z / (2 * n)) / d
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return max(0.0, middle - half), min(1.0, middle + half)


def confusion(truth, answer, n):
    table = np.zeros((n, n), int)
    np.add.at(table, (truth, answer), 1)
    return table


def softmax(logits, temperature=1.0):
    z = logits / temperature
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def calibration_error(confidence, hit, bins=10):
    """Expected calibration error over equally wide bins (Guo et al. 2017)."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    total = 0.0
    for b in range(bins):
        inside = which == b
        if inside.any():
            total += inside.sum() * abs(confidence[inside].mean() - hit[inside].mean())
    return total / len(hit)


def summary(table, codes):
    """Accuracy, balanced accuracy, recalls and the table of counts; rows are the truth."""
    n, hits, rows = int(table.sum()), int(np.trace(table)), table.sum(1)
    present = [i for i in range(len(rows)) if rows[i]]
    recall = {codes[i]: table[i, i] / rows[i] for i in present}
    low, high = wilson(hits, n)
    return {
        "n": n,
        "correct": hits,
        "accuracy": hits / max(n, 1),
        "interval": [low, high],
        "balanced": float(np.mean(list(recall.values()))) if recall else 0.0,
        "recall": {
            codes[i]: {
                "correct": int(table[i, i]),
                "n": int(rows[i]),
                "recall": float(recall[codes[i]]),
                "interval": list(wilson(int(table[i, i]), int(rows[i]))),
            }
            for i in present
        },
        "codes": list(codes),
        "confusion": table.tolist(),
    }


def percent(share, interval=None):
    text = f"{100 * share:.1f}"
    return text if interval is None else f"{text} [{100 * interval[0]:.1f}, {100 * interval[1]:.1f}]"


def markdown_table(rows):
    """Rows of strings, the first the heading."""
    line = lambda r: "| " + " | ".join(str(c) for c in r) + " |"
    return "\n".join([line(rows[0]), "|" + " --- |" * len(rows[0]), *map(line, rows[1:])])


def markdown_confusion(result, short):
    codes = result["codes"]
    rows = [["true \\ answer", *[short[c] for c in codes], "recall"]]
    for code, line in zip(codes, result["confusion"]):
        if not sum(line):
            continue
        r = result["recall"][code]
        rows.append([short[code], *line, percent(r["recall"], r["interval"])])
    return markdown_table(rows)
