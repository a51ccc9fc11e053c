#!/usr/bin/env python3
"""Makes kappa.json: random tables of two raters with Cohen's kappa by scikit-learn and its
standard error by statsmodels.

    python3 -m venv /tmp/kappa && /tmp/kappa/bin/pip install scikit-learn statsmodels
    /tmp/kappa/bin/python Tests/ReviewTests/Golden/kappa.py > Tests/ReviewTests/Golden/kappa.json
"""
import json
import math
import warnings

import numpy as np
import scipy.stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

warnings.simplefilter("ignore")


def case(name, table):
    table = np.asarray(table)
    first, second = [], []
    for i, row in enumerate(table):
        for j, count in enumerate(row):
            first += [i] * int(count)
            second += [j] * int(count)
    kappa = cohen_kappa_score(first, second)
    result = {"name": name, "table": table.tolist(), "kappa": None}
    if not math.isnan(kappa):
        n, agreed = len(first), int(np.trace(table))
        theirs = cohens_kappa(table)
        chance = float((table.sum(1) / n * (table.sum(0) / n)).sum())
        limits = [
            0.0 if agreed == 0 else float(scipy.stats.beta.ppf(0.025, agreed, n - agreed + 1)),
            1.0 if agreed == n else float(scipy.stats.beta.ppf(0.975, agreed + 1, n - agreed)),
        ]
        result |= {
            "kappa": float(kappa),
            "standard_error": float(math.sqrt(max(0.0, theirs.var_kappa))),
            "limits": [max(-1.0, (limit - chance) / (1 - chance)) for limit in limits],
        }
    return result


def main():
    source = np.random.default_rng(20261125)
    cases = [
        case("three classes", [[106, 10, 4], [22, 28, 10], [2, 12, 6]]),
        case("perfect", [[30, 0, 0], [0, 12, 0], [0, 0, 3]]),
        case("never agreed", [[0, 10], [10, 0]]),
        case("one label only", [[25, 0], [0, 0]]),
        case("one rater always the same", [[40, 10], [0, 0]]),
        case("one cell, agreed", [[1, 0], [0, 0]]),
        case("one cell, not agreed", [[0, 1], [0, 0]]),
        case("a class that only one gave", [[20, 2, 1], [3, 30, 0], [0, 0, 0]]),
    ]
    for number in range(40):
        classes = int(source.integers(2, 9))
        noise = source.choice([0.02, 0.1, 0.3, 0.7])
        prior = source.dirichlet(np.ones(classes))
        rater = (1 - noise) * np.eye(classes) + noise / classes
        shares = (rater.T * prior) @ rater
        cells = int(source.choice([5, 20, 50, 100, 400]))
        table = source.multinomial(cells, shares.ravel() / shares.sum()).reshape(classes, classes)
        cases.append(case(f"random {number}", table))
    print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")


main()
