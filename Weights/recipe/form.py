"""The form of the nucleus: fits what the weights' header says of it, and applies it as the program does.

    python form.py --measures measures.jsonl --cache CACHE --json form.json
    python form.py --golden form.json Tests/AnalysisTests/Golden/form.json

A multinomial logistic regression over two measures of the program's own segmentation (`hematovision measure
--format jsonl`), which know nothing of colour: lobes and roundness of the nucleus. It tells segmented, round and
bent nuclei apart, and is asked where the network is not sure.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from classes import CODES, CORE, INDEX
from data import Cache, shared_data
from folds import visible
from score_classify import read_results, read_truth

GROUPS = [["EOSINOPHIL", "NEUTROPHIL"], ["LYMPHOCYTE"], ["MONOCYTE"]]
GROUP_OF = {INDEX[code]: g for g, codes in enumerate(GROUPS) for code in codes}
MOST_LOBES = 5
FLOOR = 0.02
# The form is asked where the groups' classes together have this share, and this part of it lies with other
# groups than the likeliest.
LEAST_SHARE = 0.02
LEAST_DOUBT = 0.1


def measures_of(cache, file):
    """Per cell of the cache (lobes, roundness), NaN where the program found no cell or no nucleus."""
    root = shared_data()
    rows, _ = read_truth(root / "manifest.csv", root / "boxes.csv")
    records, _ = read_results(file, rows)
    pictures = {
        path: {tuple(c["box"]): c for c in r["white_cells"]}
        for path, r in records.items() if r["status"] == "ok"
    }
    result = np.full((len(cache.cells), 2), np.nan)
    for i, cell in enumerate(cache.cells):
        if cell.found is None or cell.path not in pictures:
            continue
        x0, y0, x1, y1 = cell.found
        box = (x0 + cell.origin[0], y0 + cell.origin[1], x1 - x0, y1 - y0)
        measured = pictures[cell.path].get(tuple(round(v) for v in box))
        if measured and measured["nucleus_area_px"]:
            result[i] = min(measured["nucleus_lobes"], MOST_LOBES), measured["nucleus_roundness"]
    return result


def fit(measures, labels, sources):
    """The header's entry. Every source counts the same, and within it every group, and within that every class."""
    keep = np.isin(labels, CORE) & ~np.isnan(measures).any(1)
    x, label, source = measures[keep], labels[keep], sources[keep]
    group = np.array([GROUP_OF[k] for k in label])
    weight = np.zeros(len(x))
    for name in np.unique(source):
        for k in CORE:
            rows = (source == name) & (label == k)
            if rows.any():
                weight[rows] = 1 / (rows.sum() * len(GROUPS[GROUP_OF[k]]))
    mean, spread = x.mean(0), x.std(0)
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit((x - mean) / spread, group, sample_weight=weight * len(x) / weight.sum())
    slope = model.coef_ / spread
    bias = model.intercept_ - slope @ mean
    digits = lambda v: round(float(v), 4)
    return {
        "groups": [
            {"classes": codes, "bias": digits(bias[g]), "lobes": digits(slope[g, 0]),
             "roundness": digits(slope[g, 1])}
            for g, codes in enumerate(GROUPS)
        ],
        "floor": FLOOR,
    }


def group_probabilities(form, measures):
    """N x groups; the same share for each where nothing was measured."""
    known = ~np.isnan(measures).any(1)
    x = np.nan_to_num(measures)
    score = np.stack(
        [g["bias"] + x @ [g["lobes"], g["roundness"]] for g in form["groups"]], 1
    )
    p = np.exp(score - score.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    return np.where(known[:, None], p, 1 / len(form["groups"]))


def weighed(p, form, measures, ok):
    """Probabilities after the second look, at the cells that are not `ok` and lie between groups."""
    said = group_probabilities(form, measures)
    factor, shares = np.zeros_like(p), []
    for g, group in enumerate(form["groups"]):
        places = [CODES.index(code) for code in group["classes"]]
        factor[:, places] = said[:, g : g + 1] + form["floor"]
        shares.append(p[:, places].sum(1))
    before = np.sum(shares, 0)
    asked = ~ok & (before >= LEAST_SHARE) & (before - np.max(shares, 0) >= LEAST_DOUBT * before)
    after = (p * factor).sum(1)
    both = np.where(factor > 0, p * factor * (before / np.maximum(after, 1e-300))[:, None], p)
    return np.where(asked[:, None], both, p)


def golden(form):
    """Made-up cells, for the test that the program computes the same."""
    rng = np.random.default_rng(11)
    rows = []
    for _ in range(40):
        measures = np.array([[rng.integers(1, 8), round(rng.uniform(0.1, 1), 4)]])
        seen = np.minimum(measures, [MOST_LOBES, 1])
        p = rng.dirichlet(np.full(len(CODES), 0.7))[None]
        rows.append({
            "lobes": int(measures[0, 0]), "roundness": measures[0, 1],
            "groups": group_probabilities(form, seen)[0].tolist(),
            "before": p[0].tolist(),
            "after": weighed(p, form, seen, np.array([False]))[0].tolist(),
        })
    return rows


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--golden", nargs=2, metavar=("FORM", "OUT"))
    a.add_argument("--measures")
    a.add_argument("--cache")
    a.add_argument("--json")
    a = a.parse_args()
    if a.golden:
        Path(a.golden[1]).write_text(json.dumps(golden(json.loads(Path(a.golden[0]).read_text())), indent=1) + "\n")
        return
    cache = Cache(a.cache)
    measures = measures_of(cache, a.measures)
    labels = np.array([c.label for c in cache.cells])
    sources = np.array([c.source for c in cache.cells])
    train = visible(cache.cells)
    form = fit(measures[train], labels[train], sources[train])
    Path(a.json).write_text(json.dumps(form) + "\n")
    said = group_probabilities(form, measures).argmax(1)
    truth = np.array([GROUP_OF.get(k, -1) for k in labels])
    # Rows on which nothing was fitted: of jtsc, which is never trained on, all.
    unseen = np.array([c.source == "jtsc" or c.split == "val" for c in cache.cells])
    for source in np.unique(sources):
        held = (truth >= 0) & (sources == source) & ~np.isnan(measures).any(1) & unseen
        print(f"{source}: {(said == truth)[held].sum()} of {held.sum()} groups right by the form alone")


if __name__ == "__main__":
    main()
