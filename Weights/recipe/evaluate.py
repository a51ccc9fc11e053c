"""Calibrates on the validation rows and scores the test rows, each cell as the program cuts it.

    python evaluate.py --weights FILE --cache cache --json figures.json --markdown Figures.md \
        [--calibration calibration.json]

With --calibration the temperature and thresholds are chosen anew on the validation rows and
written; without, those in the file are used. Where the file asks the form of nuclei (form.py), what the
program measures of the cells is expected in the cache's folder, as `measures.jsonl`. Boxes are those of the
program's finder (see `Cache`); a cell that it did not find is cut by the box drawn by hand, where the program's own figures
(`hematovision evaluate`) count it as wrong.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from classes import CLASSES, CODES, CORE, FOREIGN
from crop import cut, to_input
from data import Cache
from folded import FoldedNetwork
from form import measures_of, weighed
from metrics import (
    calibration_error, confusion, markdown_confusion, markdown_table, percent, softmax, summary,
    wilson,
)

SHORT = {c[0]: c[2] for c in CLASSES}
TARGET_ACCURACY = 0.97
FALSE_FLAGS = 0.01


class Runner:
    """Logits of cells, kept beside the cache so that a change of rule needs no new run."""

    def __init__(self, network, cache):
        self.network, self.cache = network, cache
        self.form = json.loads(network.metadata.get("nucleus_form", "null"))
        measures = measures_of(cache, cache.file.parent / "measures.jsonl") if self.form else []
        self.measures = {id(c): m for c, m in zip(cache.cells, measures)}
        sha = network.metadata["data_sha256"]
        self.file = cache.file.parent / f"logits-{sha[:16]}.npz"
        self.known = dict(np.load(self.file)) if self.file.exists() else {}

    def logits(self, key, cells, scale=1.5):
        key = f"{key} {scale} {len(cells)}"
        if key not in self.known:
            parts = []
            for i in range(0, len(cells), 32):
                batch = cells[i : i + 32]
                crops = np.stack([cut(self.cache.pixels(c), c.found or c.box, scale) for c in batch])
                parts.append(self.network.logits(to_input(crops)).numpy())
            self.known[key] = np.concatenate(parts)
            np.savez(self.file, **self.known)
        return self.known[key]

    def answers(self, logits, cells, calibration):
        """(probabilities, status) as the program gives them, after its second look where it takes one."""
        first = softmax(logits, calibration["temperature"])
        state = status(first, calibration)
        if not self.form:
            return first, state
        measures = np.stack([self.measures[id(c)] for c in cells])
        p = weighed(first, self.form, measures, state == "ok")
        # What the form had to settle is never sure.
        return p, np.where(state == "ok", "ok", np.where(status(p, calibration) == "outside", "outside", "uncertain"))


def truth_of(cells):
    return np.array([c.label for c in cells])


def source_weights(cells):
    """Every source counts the same, or pbc would decide alone."""
    names = [c.source for c in cells]
    return np.array([1 / names.count(n) for n in names])


def fit_temperature(logits, truth, weight):
    """Least weighted negative log likelihood over a fine grid."""
    grid = np.exp(np.linspace(np.log(0.3), np.log(4), 200))
    loss = [
        -(weight * np.log(softmax(logits, t)[np.arange(len(truth)), truth] + 1e-12)).sum()
        for t in grid
    ]
    return float(grid[int(np.argmin(loss))])


def choose_calibration(logits, cells):
    """Temperature and thresholds from the validation rows, every laboratory counting the same.

    outside_above: the foreign probabilities' sum that 1 % of the core cells exceed.
    uncertain_below: the least threshold from which on the accuracy among the core cells answered, as the
    mean over the laboratories, stays at or above 97 %. (All cells in one heap was tried: pbc, easy and
    large, then decides alone, .55, and a small laboratory is answered wholly, errors and all.)
    """
    truth = truth_of(cells)
    source = np.array([c.source for c in cells])
    temperature = fit_temperature(logits, truth, source_weights(cells))
    p = softmax(logits, temperature)
    core = np.isin(truth, CORE)
    foreign = p[:, FOREIGN].sum(1)
    outside = min(0.95, max(0.5, float(np.quantile(foreign[core], 1 - FALSE_FLAGS))))
    answered = core & np.isin(p.argmax(1), CORE) & (foreign < outside)
    sure, hit = p.max(1), p.argmax(1) == truth

    def accuracy(below):
        shown = answered & (sure >= below)
        parts = [hit[shown & (source == s)] for s in np.unique(source)]
        return np.mean([part.mean() for part in parts if len(part)])

    # Never below .5: a cell that is more likely something else is not "ok".
    grid = np.arange(0.5, 0.951, 0.01)
    reached = [accuracy(below) >= TARGET_ACCURACY for below in grid]
    below = grid[next((i for i in range(len(grid)) if all(reached[i:])), len(grid) - 1)]
    return {
        "temperature": round(temperature, 4),
        "uncertain_below": round(float(below), 2),
        "outside_above": round(outside, 4),
    }


def status(p, calibration):
    foreign = p[:, FOREIGN].sum(1)
    outside = ~np.isin(p.argmax(1), CORE) | (foreign >= calibration["outside_above"])
    unsure = p.max(1) < calibration["uncertain_below"]
    return np.where(outside, "outside", np.where(unsure, "uncertain", "ok"))


def four_class(p, truth):
    core = np.isin(truth, CORE)
    table = confusion(truth[core], p[core][:, CORE].argmax(1), len(CORE))
    return summary(table, [CODES[i] for i in CORE])


def flags(score_val, core_val, score_test, truth_test):
    """Foreign cells flagged when 1 % or 5 % of the validation core cells are."""
    result = {}
    for rate in (0.01, 0.05):
        threshold = float(np.quantile(score_val[core_val], 1 - rate))
        flagged = score_test > threshold
        core = np.isin(truth_test, CORE)
        entry = {"threshold": threshold, "core": [int(flagged[core].sum()), int(core.sum())]}
        for k in FOREIGN:
            rows = truth_test == k
            if rows.any():
                entry[CODES[k]] = [int(flagged[rows].sum()), int(rows.sum())]
        result[f"{rate:.0%}"] = entry
    return result


def score(name, answers, cells):
    truth, (p, state) = truth_of(cells), answers
    core = np.isin(truth, CORE)
    hit = p.argmax(1) == truth
    answered = core & (state == "ok")
    return {
        "name": name,
        "four": four_class(p, truth),
        "eight": summary(confusion(truth, p.argmax(1), len(CODES)), CODES),
        "ece_eight": calibration_error(p.max(1), hit),
        "status_core": {s: int((state[core] == s).sum()) for s in ("ok", "uncertain", "outside")},
        "status_foreign": {s: int((state[~core] == s).sum()) for s in ("ok", "uncertain", "outside")},
        "answered": [int(hit[answered].sum()), int(answered.sum())],
    }


def markdown(figures):
    rows = [["test", "n", "accuracy [95 %]", "balanced", "recalls E L M N", "ECE (8)",
             "core ok / uncertain / outside", "right of ok"]]
    for r in figures["tests"]:
        f, s = r["four"], r["status_core"]
        recalls = " ".join(
            f"{f['recall'][CODES[i]]['recall']:.2f}" if CODES[i] in f["recall"] else "-" for i in CORE
        )
        hits, n = r["answered"]
        rows.append([f"{r['name']}, four classes", f["n"], percent(f["accuracy"], f["interval"]),
                     percent(f["balanced"]), recalls, f"{r['ece_eight']:.3f}",
                     f"{s['ok']} / {s['uncertain']} / {s['outside']}",
                     f"{hits} of {n}"])
        e = r["eight"]
        if e["n"] > f["n"]:
            rows.append([f"{r['name']}, all its classes of eight", e["n"],
                         percent(e["accuracy"], e["interval"]), percent(e["balanced"]), "", "", "", ""])
    text = [markdown_table(rows), ""]
    text.append("Crop scale at test, four-class accuracy / balanced:\n")
    scales = figures["scales"]
    text.append(markdown_table(
        [["test", *scales], *[
            [name, *[f"{percent(scales[s][name][0])} / {percent(scales[s][name][1])}" for s in scales]]
            for name in scales["1.5"]
        ]]))
    text.append("\nForeign cells flagged on pbc test (threshold from pbc validation rows):\n")
    names = [CODES[k] for k in FOREIGN]
    text.append(markdown_table(
        [["false flags aimed at", "core cells flagged", *[SHORT[n] for n in names]], *[
            [rate, f"{e['core'][0]} of {e['core'][1]}", *[f"{e[n][0]} of {e[n][1]} ({percent(e[n][0] / e[n][1])})" for n in names]]
            for rate, e in figures["flags"].items()
        ]]))
    for r in figures["tests"]:
        key = "eight" if r["name"].startswith("pbc") else "four"
        text.append(f"\n{r['name']}, rows true, columns answered:\n")
        text.append(markdown_confusion(r[key], SHORT))
    return "\n".join(text) + "\n"


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--weights", required=True)
    a.add_argument("--cache", required=True)
    a.add_argument("--json", required=True)
    a.add_argument("--markdown")
    a.add_argument("--calibration")
    a = a.parse_args()
    torch.set_num_threads(2)
    cache, network = Cache(a.cache), FoldedNetwork(a.weights)
    runner = Runner(network, cache)
    val = [c for s in ("pbc", "bccd", "chula") for c in cache.select(s, "val")]
    val_logits = runner.logits("val", val)
    calibration = json.loads(network.metadata["calibration"])
    if a.calibration:
        calibration = choose_calibration(val_logits, val)
        Path(a.calibration).write_text(json.dumps(calibration))
    tests = {
        "pbc test": cache.select("pbc", "test"), "bccd test": cache.select("bccd", "test"),
        "chula test": cache.select("chula", "test"), "jtsc, all, never trained on": cache.select("jtsc", None),
    }
    logits = {s: {n: runner.logits(n, c, float(s)) for n, c in tests.items()
                  if s == "1.5" or not n.startswith("pbc")} for s in ("1.5", "1.3", "1.8")}
    t = calibration["temperature"]
    scales = {}
    for s, parts in logits.items():
        four = {n: four_class(runner.answers(z, tests[n], calibration)[0], truth_of(tests[n]))
                for n, z in parts.items() if not n.startswith("pbc")}
        scales[s] = {n: [f["accuracy"], f["balanced"]] for n, f in four.items()}
    in_pbc = np.array([c.source == "pbc" for c in val])
    foreign_val = softmax(val_logits, t)[in_pbc][:, FOREIGN].sum(1)
    core_val = np.isin(truth_of(val)[in_pbc], CORE)
    pbc = tests["pbc test"]
    foreign_test = softmax(logits["1.5"]["pbc test"], t)[:, FOREIGN].sum(1)

    def scored(name, z, cells):
        return score(name, runner.answers(z, cells, calibration), cells)

    figures = {
        "weights_data_sha256": network.metadata["data_sha256"],
        "calibration": calibration,
        "validation": [scored(f"{s} val", val_logits[[c.source == s for c in val]],
                              [c for c in val if c.source == s])
                       for s in ("pbc", "bccd", "chula")],
        "tests": [scored(n, logits["1.5"][n], c) for n, c in tests.items()],
        "scales": scales,
        "flags": flags(foreign_val, core_val, foreign_test, truth_of(pbc)),
    }
    Path(a.json).write_text(json.dumps(figures, indent=1) + "\n")
    text = markdown(figures)
    if a.markdown:
        Path(a.markdown).write_text(text)
    print(json.dumps(calibration))
    print(text)


if __name__ == "__main__":
    main()
