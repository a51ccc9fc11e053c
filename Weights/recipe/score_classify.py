"""Scores what `hematovision classify --format jsonl` printed, against the data pack.

    python score_classify.py RESULTS.jsonl manifest.csv boxes.csv [--json OUT]

Detection: recall and precision of white-cell boxes at IoU 0.3 and 0.5 per source (boxes of kind
WBC; those of jtsc are the bounding boxes of its masks). Classification, end to end: pictures
with one labelled class; the answer is that of the found cell which overlaps a labelled box most,
or of the most central cell where nobody drew a box (pbc). A picture in which no cell was found
counts as wrong. Standard library and NumPy only.
"""

import argparse
import csv
import json
import math
import os
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from classes import CLASSES, CODES, CORE, INDEX
from metrics import confusion, markdown_confusion, markdown_table, percent, summary, wilson

SHORT = {c[0]: c[2] for c in CLASSES}
NONE = "no cell"


def overlap(a, b):
    """Intersection over union of two (x, y, width, height)."""
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / (a[2] * a[3] + b[2] * b[3] - w * h)


def read_truth(manifest, boxes):
    with open(manifest, newline="") as file:
        rows = {r["path"]: r for r in csv.DictReader(file)}
    drawn = defaultdict(list)
    with open(boxes, newline="") as file:
        for r in csv.DictReader(file):
            if r["kind"] == "WBC":
                x0, y0, x1, y1 = (float(r[k]) for k in ("xmin", "ymin", "xmax", "ymax"))
                drawn[r["path"]].append(((x0, y0, x1 - x0, y1 - y0), r["wbc_class"]))
    return rows, drawn


def read_results(path, rows):
    """Result per manifest path; a path in the results may have any folders before it."""
    results, unknown = {}, 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            if not line.strip():
                continue
            record = json.loads(line)
            parts = os.path.normpath(record["path"]).split("/")
            key = next(
                ("/".join(parts[i:]) for i in range(len(parts)) if "/".join(parts[i:]) in rows), None
            )
            if key is None:
                unknown += 1
            else:
                record["cells"] = record.get("cells") or []
                results[key] = record
    return results, unknown


def matched(found, drawn, threshold):
    """Greedy one-to-one pairs, best overlap first."""
    pairs = sorted(
        ((overlap(f, d), i, j) for i, f in enumerate(found) for j, d in enumerate(drawn)),
        reverse=True,
    )
    used_found, used_drawn = set(), set()
    for iou, i, j in pairs:
        if iou >= threshold and i not in used_found and j not in used_drawn:
            used_found.add(i)
            used_drawn.add(j)
    return len(used_found)


def detection(results, rows, drawn, threshold):
    count = defaultdict(Counter)
    for path, record in results.items():
        if path not in drawn:
            continue
        found = [c["box"] for c in record["cells"]]
        boxes = [b for b, _ in drawn[path]]
        entry = count[rows[path]["source"]]
        entry["pictures"] += 1
        entry["hit"] += matched(found, boxes, threshold)
        entry["drawn"] += len(boxes)
        entry["found"] += len(found)
    return {
        s: {
            **e,
            "recall": e["hit"] / max(1, e["drawn"]),
            "recall_interval": wilson(e["hit"], e["drawn"]),
            "precision": e["hit"] / max(1, e["found"]),
            "precision_interval": wilson(e["hit"], e["found"]),
        }
        for s, e in sorted(count.items())
    }


def answer_of(record, boxes, width, height):
    """The found cell that speaks for the picture, or None."""
    if not record["cells"]:
        return None
    if boxes:
        best = max(record["cells"], key=lambda c: max(overlap(c["box"], b) for b in boxes))
        return best if max(overlap(best["box"], b) for b in boxes) > 0 else None
    distance = lambda c: math.hypot(
        c["box"][0] + c["box"][2] / 2 - width / 2, c["box"][1] + c["box"][3] / 2 - height / 2
    )
    return min(record["cells"], key=distance)


def classification(results, rows, drawn, source, split):
    """Counts of one source and split, over eight classes and over the four."""
    eight, four, status, missed = [], [], Counter(), Counter()
    for path, record in results.items():
        row = rows[path]
        if row["source"] != source or (split and row["split"] != split) or row["class"] not in INDEX:
            continue
        truth, code = INDEX[row["class"]], row["class"]
        boxes = [b for b, c in drawn.get(path, []) if c == code]
        cell = answer_of(record, boxes, int(row["width"]), int(row["height"]))
        core = truth in CORE
        if cell is None:
            missed[code] += 1
            eight.append((truth, len(CODES)))
            if core:
                four.append((CORE.index(truth), len(CORE)))
            continue
        p = np.array([cell["probabilities"].get(c, 0.0) for c in CODES])
        eight.append((truth, int(p.argmax())))
        status[("core" if core else "foreign", cell["status"])] += 1
        if core:
            four.append((CORE.index(truth), int(p[CORE].argmax())))
            status[("right" if p.argmax() == truth else "wrong", cell["status"])] += 1
    if not eight:
        return None

    def table(pairs, codes):
        truth, answer = np.array(pairs, int).reshape(-1, 2).T
        return summary(confusion(truth, answer, len(codes) + 1), [*codes, NONE])

    return {
        "four": table(four, [CODES[i] for i in CORE]),
        "eight": table(eight, CODES),
        "no_cell": dict(missed),
        "status": {f"{a} {b}": n for (a, b), n in sorted(status.items())},
    }


TESTS = [
    ("bccd test", "bccd", "test"), ("bccd, all rows", "bccd", None),
    ("chula test", "chula", "test"), ("pbc test", "pbc", "test"),
    ("jtsc, all rows, never trained on", "jtsc", None),
]


def report(results, unknown, detections, classes):
    text = [f"{len(results)} pictures of the manifest in the results, {unknown} others.", ""]
    errors = Counter(r["status"] for r in results.values())
    text += ["Status: " + ", ".join(f"{n} {s}" for s, n in sorted(errors.items())), ""]
    for threshold, found in detections.items():
        rows = [["source", "pictures", "drawn", "found", "matched", "recall [95 %]", "precision [95 %]"]]
        for s, e in found.items():
            rows.append([s, e["pictures"], e["drawn"], e["found"], e["hit"],
                         percent(e["recall"], e["recall_interval"]),
                         percent(e["precision"], e["precision_interval"])])
        text += [f"White-cell boxes, IoU at least {threshold}:", "", markdown_table(rows), ""]
    rows = [["test", "n", "accuracy [95 %]", "balanced", "no cell", "ok / uncertain / outside of core", "right of ok"]]
    for name, r in classes.items():
        s = r["status"]
        states = " / ".join(str(s.get(f"core {k}", 0)) for k in ("ok", "uncertain", "outside"))
        right, wrong = s.get("right ok", 0), s.get("wrong ok", 0)
        for kind in ("four", "eight"):
            f = r[kind]
            if f["n"]:
                rows.append([f"{name}, {kind} classes", f["n"], percent(f["accuracy"], f["interval"]),
                             percent(f["balanced"]), f["confusion"] and sum(l[-1] for l in f["confusion"]),
                             states, f"{right} of {right + wrong}"])
    text += ["Classification, images to answers:", "", markdown_table(rows), ""]
    for name, r in classes.items():
        kind = "eight" if name.startswith("pbc") else "four"
        if r[kind]["n"]:
            text += [f"{name}, rows true, columns answered:", "",
                     markdown_confusion(r[kind], {**SHORT, NONE: NONE}), ""]
    return "\n".join(text)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("results")
    p.add_argument("manifest")
    p.add_argument("boxes")
    p.add_argument("--json")
    a = p.parse_args()
    rows, drawn = read_truth(a.manifest, a.boxes)
    results, unknown = read_results(a.results, rows)
    detections = {str(t): detection(results, rows, drawn, t) for t in (0.3, 0.5)}
    classes = {}
    for name, source, split in TESTS:
        entry = classification(results, rows, drawn, source, split)
        if entry:
            classes[name] = entry
    if a.json:
        Path(a.json).write_text(json.dumps({"detection": detections, "classification": classes}, indent=1) + "\n")
    print(report(results, unknown, detections, classes))


if __name__ == "__main__":
    main()
